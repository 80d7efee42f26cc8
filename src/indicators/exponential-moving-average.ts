import type { IndicatorKernel } from './indicator-kernel.ts';
import { wholeLength } from './whole-length.ts';

/**
 * Exponential moving average, seeded with the mean of the first `length` values: e[i] = e[i-1] + 2 / (length + 1) * (x[i] - e[i-1]).
 * Leading NaN are skipped: the seed starts at the first defined value. Undefined (NaN) before the seed is complete.
 */
export class ExponentialMovingAverage implements IndicatorKernel {
  readonly warmUp: number;
  readonly #length: number;
  readonly #weight: number;
  #fed = 0;
  #sum = 0;
  #average = Number.NaN;

  /** @throws BacktabError `bad-argument` unless `length` is a positive integer. */
  constructor(length: number) {
    this.#length = wholeLength(length, 'an exponential average');
    this.#weight = 2 / (length + 1);
    this.warmUp = length - 1;
  }

  /** Feeds one value; returns the average, NaN while undefined. */
  next(value: number): number {
    if (this.#fed >= this.#length) {
      this.#average += this.#weight * (value - this.#average);
      return this.#average;
    }
    if (this.#fed === 0 && Number.isNaN(value)) return Number.NaN;
    this.#sum += value;
    if (++this.#fed === this.#length) this.#average = this.#sum / this.#length;
    return this.#average;
  }

  compute(source: Float64Array, from: number, to: number, target: Float64Array, offset: number): void {
    for (let i = from, out = offset; i < to; i++, out++) target[out] = this.next(source[i]!);
  }
}
