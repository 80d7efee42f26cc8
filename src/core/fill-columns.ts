import { allocateColumns, type ColumnSet, columnSet } from './column-set.ts';
import type { Fill } from './fill.ts';

/** Fields of an execution in the order in which a result hash covers them. */
export const FILL_FIELDS = ['orderId', 'series', 'bar', 'time', 'size', 'price', 'commission'] as const;

/** Name of a column of executions. */
export type FillField = (typeof FILL_FIELDS)[number];

/** Executions of a run as columns, one row an execution. */
export type FillColumns = ColumnSet<FillField>;

/** One execution. */
export function fillRecord(columns: FillColumns, row: number): Fill {
  return {
    orderId: columns.orderId[row]!,
    series: columns.series[row]!,
    bar: columns.bar[row]!,
    time: columns.time[row]!,
    size: columns.size[row]!,
    price: columns.price[row]!,
    commission: columns.commission[row]!,
  };
}

/** All executions of a set as records. */
export function fillRecords(columns: FillColumns): Fill[] {
  return Array.from({ length: columns.length }, (_, row) => fillRecord(columns, row));
}

/** Records as columns; the inverse of {@link fillRecords}. */
export function fillColumns(records: readonly Fill[]): FillColumns {
  const columns = allocateColumns(FILL_FIELDS, records.length);
  for (const [row, fill] of records.entries()) {
    for (const field of FILL_FIELDS) columns[field][row] = fill[field];
  }
  return columnSet(columns, FILL_FIELDS, records.length, ['']);
}
