import type { IndicatorKernel } from '../../../src/indicators/indicator-kernel.ts';

/**
 * Mean of the last `length` values with the rounding of numpy's `mean`, which the golden runs were made with: where a close equals the true
 * mean to the last digit, the rounding decides about a trade. The engine's own average is the exact one.
 */
export class WindowMean implements IndicatorKernel {
  readonly warmUp: number;
  readonly #length: number;
  readonly #values: number[] = [];

  constructor(length: number) {
    this.#length = length;
    this.warmUp = length - 1;
  }

  compute(source: Float64Array, from: number, to: number, target: Float64Array, offset: number): void {
    const values = this.#values;
    for (let i = from, out = offset; i < to; i++, out++) {
      values.push(source[i]!);
      if (values.length > this.#length) values.shift();
      const known = values.length === this.#length;
      target[out] = known ? pairwiseSum(values, 0, this.#length) / this.#length : Number.NaN;
    }
  }
}

/** Numpy sums up to 128 values in eight interleaved sums and halves what is longer. */
function pairwiseSum(values: readonly number[], start: number, count: number): number {
  const at = (i: number) => values[start + i]!;
  if (count < 8) {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += at(i);
    return sum;
  }
  if (count > 128) {
    const half = Math.floor(count / 2 / 8) * 8;
    return pairwiseSum(values, start, half) + pairwiseSum(values, start + half, count - half);
  }
  const sums = Array.from({ length: 8 }, (_, k) => at(k));
  let i = 8;
  for (; i <= count - 8; i += 8) for (let k = 0; k < 8; k++) sums[k]! += at(i + k);
  const [a, b, c, d, e, f, g, h] = sums as [number, number, number, number, number, number, number, number];
  let sum = a + b + (c + d) + (e + f + (g + h));
  for (; i < count; i++) sum += at(i);
  return sum;
}
