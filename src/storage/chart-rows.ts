import { allocateBars, BAR_COLUMNS, type BarColumns, sliceBars } from '../core/bar.ts';
import type { ChartBars } from './bar-storage.ts';

/** Ascending rows that each sum up `counts[i]` neighbouring bars; `timestamp` is the open time of the first of them. */
export interface SummedBars extends BarColumns {
  readonly counts: Float64Array;
}

/** How far a chart may exceed the rows asked for before its cells are widened. */
const TOLERANCE = 1.5;

/** Width in milliseconds of time cells that sum up about `rows / maxRows` bars each. */
export function cellWidth(rows: number, maxRows: number, timeframeMilliseconds: number): number {
  return Math.ceil(rows / Math.max(1, maxRows)) * timeframeMilliseconds;
}

/** Sums up ascending rows in time cells of `width` milliseconds, counted from the epoch so that neighbouring windows agree. */
export function sumCells(bars: SummedBars | BarColumns, width: number): SummedBars {
  const rows = bars.timestamp.length;
  const behind = 'counts' in bars ? bars.counts : undefined;
  const summed = allocateBars(rows);
  const counts = new Float64Array(rows);
  let out = -1;
  let current = Number.NaN;
  for (let row = 0; row < rows; row++) {
    const time = bars.timestamp[row] as number;
    const cell = Math.floor(time / width);
    if (cell !== current) {
      current = cell;
      out++;
      summed.timestamp[out] = time;
      summed.open[out] = bars.open[row] as number;
      summed.high[out] = Number.NEGATIVE_INFINITY;
      summed.low[out] = Number.POSITIVE_INFINITY;
    }
    summed.high[out] = Math.max(summed.high[out] as number, bars.high[row] as number);
    summed.low[out] = Math.min(summed.low[out] as number, bars.low[row] as number);
    summed.close[out] = bars.close[row] as number;
    summed.volume[out] = (summed.volume[out] as number) + (bars.volume[row] as number);
    counts[out] = (counts[out] as number) + (behind ? (behind[row] as number) : 1);
  }
  const copy = sliceBars(summed, 0, out + 1);
  return {
    timestamp: copy.timestamp.slice(),
    open: copy.open.slice(),
    high: copy.high.slice(),
    low: copy.low.slice(),
    close: copy.close.slice(),
    volume: copy.volume.slice(),
    counts: counts.slice(0, out + 1),
  };
}

/** Ascending parts one after the other. */
export function joinSummed(parts: readonly SummedBars[]): SummedBars {
  const rows = parts.reduce((sum, { timestamp }) => sum + timestamp.length, 0);
  const joined = { ...allocateBars(rows), counts: new Float64Array(rows) };
  let at = 0;
  for (const part of parts) {
    for (const column of [...BAR_COLUMNS, 'counts'] as const) joined[column].set(part[column], at);
    at += part.timestamp.length;
  }
  return joined;
}

/**
 * Rows for a chart out of cells `width` milliseconds wide. Cells are doubled in width while there are clearly more than `maxRows`:
 * bars that come in sessions with gaps between them, or closer than their timeframe, fill more cells than planned.
 */
export function toChartBars(cells: SummedBars, width: number, maxRows: number): ChartBars {
  let summed = cells;
  let cell = width;
  while (summed.timestamp.length > Math.max(1, maxRows) * TOLERANCE) {
    cell *= 2;
    summed = sumCells(summed, cell);
  }
  const { counts, ...bars } = summed;
  let rows = 0;
  let factor = 1;
  for (const count of counts) {
    rows += count;
    factor = Math.max(factor, count);
  }
  return { ...bars, factor, rows };
}
