import { lowerBound, type TimeRange } from '../../core/bar.ts';

/** Rows asked for at a time. A screen shows about a third of them; the rest is margin for panning. */
export const WINDOW_ROWS = 3_000;

/** Rows that are drawn, and what was asked for to get them. */
export interface LoadedWindow {
  /** Open time of each row, epoch ms, ascending. */
  readonly timestamp: Float64Array;
  /** Stored bars behind a row. */
  readonly factor: number;
  readonly range: TimeRange;
}

/** A span of rows as the chart counts them: fractional, and outside of [0, rows) beyond the data. */
export interface RowSpan {
  readonly from: number;
  readonly to: number;
}

/** Open times of the first and the last stored bar, epoch ms. */
export interface SeriesExtent {
  readonly first: number;
  readonly last: number;
}

function meanStep(timestamp: Float64Array): number {
  const rows = timestamp.length;
  if (rows < 2) return 86_400_000;
  return ((timestamp[rows - 1] as number) - (timestamp[0] as number)) / (rows - 1);
}

/** Time at fractional row `row`; beyond the data it goes on at the mean step. */
export function timeAtRow(timestamp: Float64Array, row: number): number {
  const rows = timestamp.length;
  if (rows === 0) return 0;
  if (row <= 0) return (timestamp[0] as number) + row * meanStep(timestamp);
  if (row >= rows - 1) return (timestamp[rows - 1] as number) + (row - rows + 1) * meanStep(timestamp);
  const whole = Math.floor(row);
  const start = timestamp[whole] as number;
  return start + (row - whole) * ((timestamp[whole + 1] as number) - start);
}

/** Fractional row at `time`: the inverse of {@link timeAtRow}. */
export function rowAtTime(timestamp: Float64Array, time: number): number {
  const rows = timestamp.length;
  if (rows === 0) return 0;
  const first = timestamp[0] as number;
  const last = timestamp[rows - 1] as number;
  if (time <= first) return (time - first) / meanStep(timestamp);
  if (time >= last) return rows - 1 + (time - last) / meanStep(timestamp);
  const next = lowerBound(timestamp, time);
  const end = timestamp[next] as number;
  const start = timestamp[next - 1] as number;
  return next - (end - time) / (end - start);
}

/** Range to load when `visible` runs out of margin or could be shown in finer rows; null when what is loaded will do. */
export function wantedRange(loaded: LoadedWindow, visible: RowSpan, extent: SeriesExtent): TimeRange | null {
  const rows = loaded.timestamp.length;
  if (rows === 0) return null;
  const span = Math.max(visible.to - visible.from, 10);
  const margin = span / 4;
  const leftShort = visible.from < margin && loaded.range.from > extent.first;
  const rightShort = visible.to > rows - 1 - margin && loaded.range.to <= extent.last;
  const finer = loaded.factor > 1 && span * 3 < WINDOW_ROWS / 2;
  if (!leftShort && !rightShort && !finer) return null;
  const from = Math.max(extent.first, Math.floor(timeAtRow(loaded.timestamp, visible.from - span)));
  const to = Math.min(extent.last + 1, Math.ceil(timeAtRow(loaded.timestamp, visible.to + span)));
  return to > from ? { from, to } : null;
}
