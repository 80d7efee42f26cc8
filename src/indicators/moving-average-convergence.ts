import { ExponentialMovingAverage } from './exponential-moving-average.ts';
import type { IndicatorKernel } from './indicator-kernel.ts';

/**
 * MACD: difference of a fast and a slow exponential average, each seeded on its own first values; or its signal line, the exponential
 * average of that difference over `signal` values. Undefined (NaN) while any part is.
 */
export class MovingAverageConvergence implements IndicatorKernel {
  readonly warmUp: number;
  readonly #fast: ExponentialMovingAverage;
  readonly #slow: ExponentialMovingAverage;
  readonly #signal: ExponentialMovingAverage | null;

  /** `signal` is null for the difference itself. @throws BacktabError `bad-argument` unless lengths are positive integers. */
  constructor(fast: number, slow: number, signal: number | null) {
    this.#fast = new ExponentialMovingAverage(fast);
    this.#slow = new ExponentialMovingAverage(slow);
    this.#signal = signal === null ? null : new ExponentialMovingAverage(signal);
    this.warmUp = Math.max(fast, slow) - 1 + (this.#signal?.warmUp ?? 0);
  }

  compute(source: Float64Array, from: number, to: number, target: Float64Array, offset: number): void {
    for (let i = from, out = offset; i < to; i++, out++) {
      const value = source[i]!;
      const difference = this.#fast.next(value) - this.#slow.next(value);
      target[out] = this.#signal ? this.#signal.next(difference) : difference;
    }
  }
}
