import type { IndicatorKernel } from './indicator-kernel.ts';
import { wholeLength } from './whole-length.ts';

/**
 * Relative strength index after Wilder (New Concepts in Technical Trading Systems, 1978), 0..100: 100 * up / (up + down), where up and down
 * are averages of rises and falls, seeded with the plain mean of the first `length` changes, then avg = (avg * (length - 1) + new) / length.
 * Undefined (NaN) for the first `length` values, and while nothing has moved.
 */
export class RelativeStrengthIndex implements IndicatorKernel {
  readonly warmUp: number;
  readonly #length: number;
  #fed = 0;
  #previous = Number.NaN;
  #up = 0;
  #down = 0;

  /** @throws BacktabError `bad-argument` unless `length` is a positive integer. */
  constructor(length: number) {
    this.#length = wholeLength(length, 'a relative strength index');
    this.warmUp = length;
  }

  compute(source: Float64Array, from: number, to: number, target: Float64Array, offset: number): void {
    for (let i = from, out = offset; i < to; i++, out++) target[out] = this.#next(source[i]!);
  }

  #next(value: number): number {
    const length = this.#length;
    const change = value - this.#previous;
    this.#previous = value;
    const index = this.#fed++;
    if (index === 0) return Number.NaN;
    const rise = Math.max(change, 0);
    const fall = Math.max(-change, 0);
    if (index <= length) {
      this.#up += rise;
      this.#down += fall;
      if (index < length) return Number.NaN;
      this.#up /= length;
      this.#down /= length;
    } else {
      this.#up = (this.#up * (length - 1) + rise) / length;
      this.#down = (this.#down * (length - 1) + fall) / length;
    }
    return (100 * this.#up) / (this.#up + this.#down);
  }
}
