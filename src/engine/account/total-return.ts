import type { PartialStoredBars } from '../../core/bar.ts';

/**
 * Worth of what one unit becomes whose dividends are reinvested at the close of their bar, fed in pieces:
 * units(t) = units(t-1) * split(t) * (1 + dividend(t) / close(t)), worth = units * close.
 */
export class TotalReturn {
  #units = 1;

  /** Worth at the closes of rows [from, to). */
  of({ close, dividend, splitRatio }: PartialStoredBars, from: number, to: number): Float64Array {
    const worth = new Float64Array(to - from);
    let units = this.#units;
    for (let row = from; row < to; row++) {
      const price = close![row]!;
      const split = splitRatio![row]!;
      const paid = dividend![row]!;
      if (split > 0) units *= split;
      if (paid > 0) units *= 1 + paid / price;
      worth[row - from] = units * price;
    }
    this.#units = units;
    return worth;
  }
}
