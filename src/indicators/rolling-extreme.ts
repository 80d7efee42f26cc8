import type { IndicatorKernel } from './indicator-kernel.ts';
import { wholeLength } from './whole-length.ts';

/**
 * Highest (or lowest) of the last `length` values, own one included; undefined (NaN) for the first `length - 1`. Amortized O(1) a value:
 * a queue of the values that may still become the extreme.
 */
export class RollingExtreme implements IndicatorKernel {
  readonly warmUp: number;
  readonly #sign: 1 | -1;
  readonly #length: number;
  readonly #values: Float64Array;
  readonly #places: Float64Array;
  #first = 0;
  #count = 0;
  #fed = 0;

  /** @throws BacktabError `bad-argument` unless `length` is a positive integer. */
  constructor(length: number, which: 'highest' | 'lowest') {
    this.#length = wholeLength(length, `the ${which} value`);
    this.#sign = which === 'highest' ? 1 : -1;
    this.#values = new Float64Array(length);
    this.#places = new Float64Array(length);
    this.warmUp = length - 1;
  }

  compute(source: Float64Array, from: number, to: number, target: Float64Array, offset: number): void {
    for (let i = from, out = offset; i < to; i++, out++) target[out] = this.#next(source[i]!);
  }

  #next(value: number): number {
    const length = this.#length;
    const place = this.#fed++;
    if (this.#count > 0 && this.#places[this.#first]! <= place - length) {
      this.#first = (this.#first + 1) % length;
      this.#count--;
    }
    while (this.#count > 0) {
      const last = (this.#first + this.#count - 1) % length;
      if (this.#sign * (this.#values[last]! - value) > 0) break;
      this.#count--;
    }
    const slot = (this.#first + this.#count) % length;
    this.#values[slot] = value;
    this.#places[slot] = place;
    this.#count++;
    return place < length - 1 ? Number.NaN : this.#values[this.#first]!;
  }
}
