import type { StoredColumn } from '../core/bar.ts';

/** A figure on both sides. */
export interface BothSides {
  readonly here: number;
  readonly there: number;
}

/** The first row in which two series differ, counted from their first bar. */
export interface RowDifference {
  readonly row: number;
  /** The first column that differs; `timestamp` also when one side has no such row. */
  readonly column: StoredColumn;
  /** Value on each side; `undefined` where there is no such row. */
  readonly here: number | undefined;
  readonly there: number | undefined;
  /** Open time of the bar, epoch ms UTC: the earlier one when they differ. */
  readonly timestamp: number;
}

/** Two series compared. */
export interface SeriesComparison {
  readonly identical: boolean;
  readonly rows: BothSides;
  /** Sums in the order of time, NaN of optional columns left out. */
  readonly sums: Readonly<Record<StoredColumn, BothSides>>;
  readonly firstDifference?: RowDifference;
}
