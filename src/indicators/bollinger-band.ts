import type { IndicatorKernel } from './indicator-kernel.ts';
import { orderedMean } from './ordered-mean.ts';
import { wholeLength } from './whole-length.ts';

/**
 * Bollinger band: mean of the last `length` values + `deviations` * their population standard deviation (ddof 0); a negative number of
 * deviations gives the lower band. Each window is summed from scratch, in two
 * passes and the order of numpy (`mean`, `std`): no drift, O(length) a value. Undefined (NaN) for the
 * first `length - 1` values.
 */
export class BollingerBand implements IndicatorKernel {
  readonly warmUp: number;
  readonly #window: Float64Array;
  readonly #squares: Float64Array;
  readonly #deviations: number;
  #fed = 0;

  /** @throws BacktabError `bad-argument` unless `length` is a positive integer. */
  constructor(length: number, deviations: number) {
    this.#window = new Float64Array(wholeLength(length, 'a Bollinger band'));
    this.#squares = new Float64Array(length);
    this.#deviations = deviations;
    this.warmUp = length - 1;
  }

  compute(source: Float64Array, from: number, to: number, target: Float64Array, offset: number): void {
    const window = this.#window;
    const last = window.length - 1;
    for (let i = from, out = offset; i < to; i++, out++) {
      window.copyWithin(0, 1);
      window[last] = source[i]!;
      target[out] = ++this.#fed < window.length ? Number.NaN : this.#band();
    }
  }

  #band(): number {
    const window = this.#window;
    const squares = this.#squares;
    const { length } = window;
    const mean = orderedMean(window, 0, length);
    for (let k = 0; k < length; k++) {
      const deviation = window[k]! - mean;
      squares[k] = deviation * deviation;
    }
    return mean + this.#deviations * Math.sqrt(orderedMean(squares, 0, length));
  }
}
