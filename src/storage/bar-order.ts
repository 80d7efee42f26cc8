import {
  BAR_COLUMNS,
  EXTRA_COLUMNS,
  type PartialStoredBars,
  STORED_COLUMNS,
  type StoredBars,
  type StoredColumn,
} from '../core/bar.ts';
import { BacktabError } from '../core/error.ts';
import type { ConflictPolicy, HistoryRequest } from './bar-storage.ts';

/** Latest moment that a Date can name; bars beyond it are refused. */
const LAST_MOMENT = 8.64e15;

/**
 * Checks rows that are about to be stored: columns of one length, timestamps whole milliseconds, everything finite; optional columns may be NaN.
 * Error `bad-argument` that quotes the first offending row.
 */
export function checkBars(bars: StoredBars): void {
  const rows = bars.timestamp.length;
  for (const column of EXTRA_COLUMNS) {
    const values = bars[column] ?? [];
    if (bars[column]) checkLength(column, values.length, rows);
    for (let row = 0; row < values.length; row++) {
      if (Math.abs(values[row] as number) === Number.POSITIVE_INFINITY)
        throw badValue(column, row, values[row]);
    }
  }
  for (const column of BAR_COLUMNS) {
    const values = bars[column];
    checkLength(column, values.length, rows);
    for (let row = 0; row < rows; row++) {
      if (!Number.isFinite(values[row])) throw badValue(column, row, values[row]);
    }
  }
  for (let row = 0; row < rows; row++) {
    const time = bars.timestamp[row] as number;
    if (!Number.isInteger(time) || Math.abs(time) > LAST_MOMENT) throw badValue('timestamp', row, time);
  }
}

function checkLength(column: StoredColumn, length: number, rows: number): void {
  if (length === rows) return;
  throw new BacktabError(
    'bad-argument',
    `Column "${column}" has ${length} rows where "timestamp" has ${rows}. Pass columns of equal length.`,
  );
}

function badValue(column: StoredColumn, row: number, value: number | undefined): BacktabError {
  const wanted = column === 'timestamp' ? 'whole epoch milliseconds' : 'finite numbers';
  return new BacktabError(
    'bad-argument',
    `Row ${row} has ${column} "${value}". Pass ${wanted}, or leave the row out.`,
  );
}

/** True when every timestamp is later than the one before it. */
export function isAscending(timestamps: Float64Array): boolean {
  for (let row = 1; row < timestamps.length; row++) {
    if ((timestamps[row] as number) <= (timestamps[row - 1] as number)) return false;
  }
  return true;
}

/** Row numbers in ascending time; rows of one time keep their order. */
export function ascendingOrder(timestamps: Float64Array): Uint32Array {
  const order = new Uint32Array(timestamps.length);
  for (let row = 0; row < order.length; row++) order[row] = row;
  return order.sort((a, b) => (timestamps[a] as number) - (timestamps[b] as number) || a - b);
}

/** `values` in the order of the row numbers `order`. */
export function gather(values: Float64Array, order: Uint32Array): Float64Array {
  const gathered = new Float64Array(order.length);
  for (let row = 0; row < order.length; row++) gathered[row] = values[order[row] as number] as number;
  return gathered;
}

/** The columns present in `bars`, each in the order of the row numbers `order`. */
export function gatherColumns<T extends PartialStoredBars>(bars: T, order: Uint32Array): T {
  const gathered: Partial<Record<StoredColumn, Float64Array>> = {};
  for (const column of STORED_COLUMNS) {
    const values = bars[column];
    if (values) gathered[column] = gather(values, order);
  }
  return gathered as T;
}

/** Rows in strictly ascending time, and how many rows fell away because their time came twice. */
export interface OrderedBars {
  readonly bars: StoredBars;
  readonly duplicates: number;
}

/**
 * Sorts rows by time and leaves one row for each time: the first that came with `keep`, the last with `replace`.
 * Returns `bars` itself when they are in order already.
 */
export function orderBars(bars: StoredBars, onConflict: ConflictPolicy): OrderedBars {
  if (isAscending(bars.timestamp)) return { bars, duplicates: 0 };
  const order = ascendingOrder(bars.timestamp);
  let kept = 0;
  for (let row = 0; row < order.length; row++) {
    const time = bars.timestamp[order[row] as number];
    const same = kept > 0 && bars.timestamp[order[kept - 1] as number] === time;
    if (!same) order[kept++] = order[row] as number;
    else if (onConflict === 'replace') order[kept - 1] = order[row] as number;
  }
  return { bars: gatherColumns(bars, order.subarray(0, kept)), duplicates: order.length - kept };
}

/** Row numbers of `times` that are not in `stored`, and how many are. Both strictly ascending. */
export function splitByTime(
  times: Float64Array,
  stored: Float64Array,
): { readonly missing: Uint32Array; readonly matched: number } {
  const missing = new Uint32Array(times.length);
  let count = 0;
  let at = 0;
  for (let row = 0; row < times.length; row++) {
    const time = times[row] as number;
    while (at < stored.length && (stored[at] as number) < time) at++;
    if (stored[at] !== time) missing[count++] = row;
  }
  return { missing: missing.subarray(0, count), matched: times.length - count };
}

/** Error `bad-argument` when a bound of `request` is not a number. Infinite bounds are fine. */
export function checkRequest(request: HistoryRequest): void {
  const bounds = 'length' in request ? [request.length, request.before] : [request.from, request.to];
  if (bounds.some(Number.isNaN)) {
    throw new BacktabError(
      'bad-argument',
      `"${JSON.stringify(request)}" is not a span of time. Pass epoch milliseconds.`,
    );
  }
}
