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
    for (let row = from; row < to; row++) {
      worth[row - from] = this.next(close![row]!, dividend![row]!, splitRatio![row]!);
    }
    return worth;
  }

  /** Worth at the close of one more bar, which carries a dividend and a split; NaN is none. */
  next(close: number, dividend: number, splitRatio: number): number {
    if (splitRatio > 0) this.#units *= splitRatio;
    if (dividend > 0) this.#units *= 1 + dividend / close;
    return this.#units * close;
  }
}
