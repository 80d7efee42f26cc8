import type { BarColumn, PartialBarColumns } from '../core/bar.ts';

/**
 * A calculation over one column of values that arrive in order and are forgotten. Its memory does not grow with the series,
 * and its output does not depend on how the input is cut into pieces.
 */
export interface IndicatorKernel {
  /** Index, counted from the first value fed, of the first defined output. */
  readonly warmUp: number;
  /**
   * Feeds `source[from..to)` and writes one output a value to `target[offset...]`; NaN where undefined.
   * An output depends on the values fed up to and including its own, never on later ones.
   */
  compute(source: Float64Array, from: number, to: number, target: Float64Array, offset: number): void;
}

/** As {@link IndicatorKernel}, over several columns of bars. */
export interface BarKernel {
  readonly warmUp: number;
  /** Columns that `computeBars` reads. */
  readonly columns: readonly BarColumn[];
  computeBars(bars: PartialBarColumns, from: number, to: number, target: Float64Array, offset: number): void;
}
