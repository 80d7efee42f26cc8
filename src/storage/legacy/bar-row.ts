import { EXTRA_COLUMNS, type PartialStoredBars, type StoredBars, type StoredColumn } from '../../core/bar.ts';

/** One bar as an object. Never changed once it is stored. */
export type BarRow = Readonly<Record<StoredColumn, number>>;

/** The rows of `bars` as objects, in their order. */
export function toRows(bars: StoredBars): BarRow[] {
  const rows: BarRow[] = [];
  for (let row = 0; row < bars.timestamp.length; row++) {
    rows.push({
      timestamp: bars.timestamp[row] as number,
      open: bars.open[row] as number,
      high: bars.high[row] as number,
      low: bars.low[row] as number,
      close: bars.close[row] as number,
      volume: bars.volume[row] as number,
      adjClose: bars.adjClose?.[row] ?? Number.NaN,
      dividend: bars.dividend?.[row] ?? Number.NaN,
      splitRatio: bars.splitRatio?.[row] ?? Number.NaN,
    });
  }
  return rows;
}

/** `columns` of some rows as typed arrays. */
export function toColumns(
  rows: readonly BarRow[],
  columns: readonly StoredColumn[],
): Partial<Record<StoredColumn, Float64Array>> {
  const bars: Partial<Record<StoredColumn, Float64Array>> = {};
  for (const column of columns) bars[column] = Float64Array.from(rows, (row) => row[column]);
  return bars;
}

/** Bytes that the numbers of `columns` take; what an engine adds for objects is not known to the page. */
export function payloadBytes(columns: PartialStoredBars): number {
  return Object.values(columns).reduce((sum, values) => sum + values.byteLength, 0);
}

/** Numbers in one row. */
export const ROW_NUMBERS = 6 + EXTRA_COLUMNS.length;
