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
