import type { IndicatorKernel } from './indicator-kernel.ts';
import { wholeLength } from './whole-length.ts';

/** Rate of change: x[i] / x[i-length] - 1 (0.1 = 10%). Undefined (NaN) for the first `length` values. */
export class RateOfChange implements IndicatorKernel {
  readonly warmUp: number;
  readonly #window: Float64Array;
  #head = 0;

  /** @throws BacktabError `bad-argument` unless `length` is a positive integer. */
  constructor(length: number) {
    this.#window = new Float64Array(wholeLength(length, 'a rate of change')).fill(Number.NaN);
    this.warmUp = length;
  }

  compute(source: Float64Array, from: number, to: number, target: Float64Array, offset: number): void {
    const window = this.#window;
    for (let i = from, out = offset; i < to; i++, out++) {
      const value = source[i]!;
      target[out] = value / window[this.#head]! - 1;
      window[this.#head] = value;
      this.#head = this.#head + 1 === window.length ? 0 : this.#head + 1;
    }
  }
}
