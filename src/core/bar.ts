/** The numeric columns of a bar, in storage order. Prices and volume are plain float64. */
export const BAR_COLUMNS = ['timestamp', 'open', 'high', 'low', 'close', 'volume'] as const;

/** Name of one numeric column of a bar. */
export type BarColumn = (typeof BAR_COLUMNS)[number];

/**
 * Bars of one series as columns of equal length.
 * `timestamp` is the bar's OPEN time in epoch milliseconds UTC, strictly ascending unless a function says otherwise.
 */
export type BarColumns = Readonly<Record<BarColumn, Float64Array>>;

/** The requested columns of some bars; a column that was not asked for is absent. */
export type PartialBarColumns = Readonly<Partial<Record<BarColumn, Float64Array>>>;

/** Columns that a bar may have besides: adjusted close, dividend paid on that bar, split ratio that takes effect with it. NaN = not known. */
export const EXTRA_COLUMNS = ['adjClose', 'dividend', 'splitRatio'] as const;

/** Name of an optional column. */
export type ExtraColumn = (typeof EXTRA_COLUMNS)[number];

/** All columns that a storage keeps, in storage order. */
export const STORED_COLUMNS = [...BAR_COLUMNS, ...EXTRA_COLUMNS] as const;

/** Name of a column that a storage keeps. */
export type StoredColumn = BarColumn | ExtraColumn;

/** Bars with any of the optional columns. */
export type StoredBars = BarColumns & Readonly<Partial<Record<ExtraColumn, Float64Array>>>;

/** The requested columns of some stored bars; a column that was not asked for is absent. */
export type PartialStoredBars = Readonly<Partial<Record<StoredColumn, Float64Array>>>;

/** A half-open span of time [from, to), epoch milliseconds UTC. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** Bars without a row. */
export function emptyBars(): BarColumns {
  return allocateBars(0);
}

/** Zero-filled columns for `length` bars. */
export function allocateBars(length: number): BarColumns {
  return {
    timestamp: new Float64Array(length),
    open: new Float64Array(length),
    high: new Float64Array(length),
    low: new Float64Array(length),
    close: new Float64Array(length),
    volume: new Float64Array(length),
  };
}

/** Rows [start, end) of `bars`, as views on the same memory. */
export function sliceBars(bars: BarColumns, start: number, end: number): BarColumns {
  return {
    timestamp: bars.timestamp.subarray(start, end),
    open: bars.open.subarray(start, end),
    high: bars.high.subarray(start, end),
    low: bars.low.subarray(start, end),
    close: bars.close.subarray(start, end),
    volume: bars.volume.subarray(start, end),
  };
}

/** Rows [start, end) of every column present in `bars`, as views on the same memory. */
export function sliceColumns<T extends PartialStoredBars>(bars: T, start: number, end: number): T {
  const slice: Partial<Record<StoredColumn, Float64Array>> = {};
  for (const column of STORED_COLUMNS) {
    const values = bars[column];
    if (values) slice[column] = values.subarray(start, end);
  }
  return slice as T;
}

/** Index of the first timestamp >= `time`; `timestamps.length` when there is none. */
export function lowerBound(timestamps: Float64Array, time: number, length = timestamps.length): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timestamps[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
