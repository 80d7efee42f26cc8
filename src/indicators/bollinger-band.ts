import type { IndicatorKernel } from './indicator-kernel.ts';
import { wholeLength } from './whole-length.ts';

/**
 * Bollinger band: mean of the last `length` values + `deviations` * their population standard deviation (ddof 0); a negative number of
 * deviations gives the lower band. Each window is summed from scratch, in two passes: no drift, O(length) a value. Undefined (NaN) for the
 * first `length - 1` values.
 */
export class BollingerBand implements IndicatorKernel {
  readonly warmUp: number;
  readonly #window: Float64Array;
  readonly #deviations: number;
  #head = 0;
  #fed = 0;

  /** @throws BacktabError `bad-argument` unless `length` is a positive integer. */
  constructor(length: number, deviations: number) {
    this.#window = new Float64Array(wholeLength(length, 'a Bollinger band'));
    this.#deviations = deviations;
    this.warmUp = length - 1;
  }

  compute(source: Float64Array, from: number, to: number, target: Float64Array, offset: number): void {
    const window = this.#window;
    for (let i = from, out = offset; i < to; i++, out++) {
      window[this.#head] = source[i]!;
      this.#head = this.#head + 1 === window.length ? 0 : this.#head + 1;
      target[out] = ++this.#fed < window.length ? Number.NaN : this.#band();
    }
  }

  #band(): number {
    const window = this.#window;
    const length = window.length;
    let sum = 0;
    for (let k = 0; k < length; k++) sum += window[k]!;
    const mean = sum / length;
    let squares = 0;
    for (let k = 0; k < length; k++) squares += (window[k]! - mean) ** 2;
    return mean + this.#deviations * Math.sqrt(squares / length);
  }
}
