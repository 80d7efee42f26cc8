import { BacktabError } from '../core/error.ts';
import type { IndicatorKernel } from './indicator-kernel.ts';

/**
 * Simple moving average without drift: the exact sum of the window, rounded once, divided once. O(1) a value.
 *
 * The running sum is the unevaluated pair `high + low`; every rounding error goes into `low` (TwoSum: Knuth, TAOCP vol. 2,
 * 4.2.2, theorem C). All terms are multiples of the smallest ulp among the prices, so `low` is exact while the prices' ratio
 * stays below about 2^50. The first inexact addition is detected; from then on each window is summed from scratch. Either way an
 * output is a function of its window alone: equal windows give equal values, and ties between two averages are real.
 *
 * Output i is the mean of values i-length+1..i; undefined (NaN) for i < length-1.
 */
export class SimpleMovingAverage implements IndicatorKernel {
  readonly warmUp: number;
  readonly #window: Float64Array;
  #head = 0;
  #fed = 0;
  #high = 0;
  #low = 0;
  #exact = true;

  /** @throws BacktabError `bad-argument` unless `length` is a positive integer. */
  constructor(length: number) {
    if (!Number.isInteger(length) || length < 1) {
      throw new BacktabError(
        'bad-argument',
        `The length of a moving average must be a whole number from 1 on, got ${length}`,
      );
    }
    this.warmUp = length - 1;
    this.#window = new Float64Array(length);
  }

  compute(source: Float64Array, from: number, to: number, target: Float64Array, offset: number): void {
    const window = this.#window;
    const length = window.length;
    let head = this.#head;
    let high = this.#high;
    let low = this.#low;
    let exact = this.#exact;
    let undefinedLeft = Math.max(0, length - 1 - this.#fed);
    for (let i = from, out = offset; i < to; i++, out++) {
      const added = source[i]!;
      const removed = window[head]!;
      window[head] = added;
      head = head + 1 === length ? 0 : head + 1;
      let sum = 0;
      if (exact) {
        const change = added - removed;
        const changePart = change - added;
        const changeError = added - (change - changePart) - (removed + changePart);
        const next = high + change;
        const nextPart = next - high;
        const nextError = high - (next - nextPart) + (change - nextPart);
        const error = changeError + nextError;
        const errorPart = error - changeError;
        const lost = changeError - (error - errorPart) + (nextError - errorPart);
        const rest = low + error;
        const restPart = rest - low;
        const lostToo = low - (rest - restPart) + (error - restPart);
        high = next;
        low = rest;
        sum = next + rest;
        exact = lost === 0 && lostToo === 0;
      }
      if (!exact) sum = windowSum(window, head);
      if (undefinedLeft > 0) {
        undefinedLeft--;
        target[out] = Number.NaN;
      } else target[out] = sum / length;
    }
    this.#head = head;
    this.#fed += to - from;
    this.#high = high;
    this.#low = low;
    this.#exact = exact;
  }
}

/** Sum of a ring buffer, oldest value first, with the rounding errors carried along. */
function windowSum(window: Float64Array, oldest: number): number {
  let high = 0;
  let low = 0;
  for (let k = 0, i = oldest; k < window.length; k++) {
    const value = window[i]!;
    const next = high + value;
    const part = next - high;
    low += high - (next - part) + (value - part);
    high = next;
    i = i + 1 === window.length ? 0 : i + 1;
  }
  return Number.isNaN(low) ? high : high + low;
}
