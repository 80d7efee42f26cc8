import type { PartialBarColumns } from '../core/bar.ts';
import type { BarKernel } from './indicator-kernel.ts';
import { wholeLength } from './whole-length.ts';

/** True range of a bar: the widest of high - low, |previous close - high| and |previous close - low|; NaN without a previous close. */
export function trueRange(high: number, low: number, previousClose: number): number {
  return Math.max(high - low, Math.abs(previousClose - high), Math.abs(previousClose - low));
}

/**
 * Average true range after Wilder (1978), in price units: seeded with the mean of the first `length` true ranges (the first bar has none),
 * then avg = (avg * (length - 1) + new) / length. Undefined (NaN) for the first `length` bars.
 */
export class AverageTrueRange implements BarKernel {
  readonly warmUp: number;
  readonly columns = ['high', 'low', 'close'] as const;
  readonly #length: number;
  #fed = 0;
  #previousClose = Number.NaN;
  #average = 0;

  /** @throws BacktabError `bad-argument` unless `length` is a positive integer. */
  constructor(length: number) {
    this.#length = wholeLength(length, 'an average true range');
    this.warmUp = length;
  }

  computeBars(bars: PartialBarColumns, from: number, to: number, target: Float64Array, offset: number): void {
    const { high, low, close } = bars as Required<PartialBarColumns>;
    for (let i = from, out = offset; i < to; i++, out++) {
      target[out] = this.#next(trueRange(high[i]!, low[i]!, this.#previousClose));
      this.#previousClose = close[i]!;
    }
  }

  #next(range: number): number {
    const length = this.#length;
    const index = this.#fed++;
    if (index === 0) return Number.NaN;
    if (index > length) this.#average = (this.#average * (length - 1) + range) / length;
    else {
      this.#average += range;
      if (index < length) return Number.NaN;
      this.#average /= length;
    }
    return this.#average;
  }
}
