import { BacktabError } from '../core/error.ts';
import type { IndicatorKernel } from './indicator-kernel.ts';
import { ringSum, SplitSum } from './window-sum.ts';

/**
 * Simple moving average without drift: the exact sum of the window, rounded once, divided once. O(1) a value.
 *
 * While all values lie within some orders of magnitude, the sum is kept as two exact sums ({@link SplitSum}). From the first other
 * value on it is the unevaluated pair `high + low`; every rounding error goes into `low` (TwoSum: Knuth, TAOCP vol. 2, 4.2.2,
 * theorem C). All terms are multiples of the smallest ulp among the values, so `low` is exact while their ratio stays below about
 * 2^50. The first inexact addition is detected; from then on each window is summed from scratch. Either way an output is a function of
 * its window alone: equal windows give equal values, and ties between two averages are real.
 *
 * Output i is the mean of values i-length+1..i; undefined (NaN) for i < length-1.
 */
export class SimpleMovingAverage implements IndicatorKernel {
  readonly warmUp: number;
  readonly #window: Float64Array;
  readonly #split: SplitSum;
  #head = 0;
  #fed = 0;
  #isSplit = true;
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
    this.#split = new SplitSum(length);
  }

  compute(source: Float64Array, from: number, to: number, target: Float64Array, offset: number): void {
    const next = this.#isSplit ? this.#computeSplit(source, from, to, target, offset) : from;
    if (next < to) this.#computePair(source, next, to, target, offset + next - from);
    const undefinedRows = Math.min(to - from, this.warmUp - this.#fed);
    if (undefinedRows > 0) target.fill(Number.NaN, offset, offset + undefinedRows);
    this.#fed += to - from;
  }

  /** Feeds values while the sum can be split; returns the row of the first one that cannot, or `to`. */
  #computeSplit(
    source: Float64Array,
    from: number,
    to: number,
    target: Float64Array,
    offset: number,
  ): number {
    const window = this.#window;
    const { length } = window;
    let row = from;
    for (; row < to && (row < from + length || this.#split.divider === 0); row++) {
      if (!this.#split.accepts(source[row]!)) break;
      target[offset + row - from] = this.#exchange(source[row]!) / length;
    }
    if (row >= from + length) row = this.#computeRest(source, row, to, target, offset - from);
    if (row === to) return to;
    this.#isSplit = false;
    const { high, low } = this.#split;
    this.#high = high + low;
    const part = this.#high - high;
    this.#low = high - (this.#high - part) + (low - part);
    return row;
  }

  /** Puts a value in the place of the oldest one; returns the new sum. */
  #exchange(value: number): number {
    const split = this.#split;
    const { divider } = split;
    const removed = this.#window[this.#head]!;
    const high = value + divider - divider;
    const removedHigh = removed + divider - divider;
    split.high += high - removedHigh;
    split.low += value - high - (removed - removedHigh);
    this.#window[this.#head] = value;
    this.#head = this.#head + 1 === this.#window.length ? 0 : this.#head + 1;
    return split.high + split.low;
  }

  /** As {@link #computeSplit}, for rows whose whole window lies in `source`; `shift` leads from a row of it to one of `target`. */
  #computeRest(source: Float64Array, from: number, to: number, target: Float64Array, shift: number): number {
    const split = this.#split;
    const window = this.#window;
    const { length } = window;
    const { divider, least, most } = split;
    let { high, low } = split;
    let row = from;
    for (; row < to; row++) {
      const value = source[row]!;
      const size = Math.abs(value);
      if (!(size <= most && (size >= least || size === 0))) break;
      const removed = source[row - length]!;
      const valueHigh = value + divider - divider;
      const removedHigh = removed + divider - divider;
      high += valueHigh - removedHigh;
      low += value - valueHigh - (removed - removedHigh);
      target[row + shift] = (high + low) / length;
    }
    split.high = high;
    split.low = low;
    window.set(source.subarray(row - length, row));
    this.#head = 0;
    return row;
  }

  #computePair(source: Float64Array, from: number, to: number, target: Float64Array, offset: number): void {
    const window = this.#window;
    const length = window.length;
    let head = this.#head;
    let high = this.#high;
    let low = this.#low;
    let exact = this.#exact;
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
      if (!exact) sum = ringSum(window, head);
      target[out] = sum / length;
    }
    this.#head = head;
    this.#high = high;
    this.#low = low;
    this.#exact = exact;
  }
}
