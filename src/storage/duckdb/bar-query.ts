import { BAR_COLUMNS, type BarColumn, type PartialBarColumns, type TimeRange } from '../../core/bar.ts';
import { timeframeMilliseconds } from '../../core/timeframe.ts';
import { ascendingOrder, gatherColumns, isAscending } from '../bar-order.ts';
import { withinRange } from './literal.ts';
import type { StoredSeries } from './series-table.ts';
import type { Session } from './session.ts';

/** SELECT list for columns as doubles, time in epoch ms. */
export function selectList(columns: readonly BarColumn[]): string {
  return columns
    .map((column) => (column === 'timestamp' ? 'epoch_ms(timestamp)::DOUBLE AS timestamp' : column))
    .join(', ');
}

/**
 * Bars of a series in [from, to), ascending, with the columns asked for. There is no ORDER BY: rows mostly lie in order, and sorting the few
 * chunks that do not is cheaper here.
 */
export function readBars(
  session: Session,
  seriesNumber: number,
  range: TimeRange,
  columns: readonly BarColumn[],
): PartialBarColumns {
  const wanted = BAR_COLUMNS.filter((column) => column === 'timestamp' || columns.includes(column));
  const arrays = session.columns(
    `SELECT ${selectList(wanted)} FROM bars WHERE ${withinRange(seriesNumber, range)}`,
  );
  const bars: Partial<Record<BarColumn, Float64Array>> = {};
  wanted.forEach((column, index) => {
    bars[column] = arrays[index] as Float64Array;
  });
  const timestamps = bars.timestamp as Float64Array;
  const ordered = isAscending(timestamps) ? bars : gatherColumns(bars, ascendingOrder(timestamps));
  if (columns.includes('timestamp')) return ordered;
  const { timestamp: _, ...rest } = ordered;
  return rest;
}

/** The last `length` bars before `before`, ascending. Looks in windows that grow, so that zone maps spare most of the series. */
export function readLastBars(
  session: Session,
  { seriesNumber, info }: StoredSeries,
  request: { readonly length: number; readonly before: number },
  columns: readonly BarColumn[],
): PartialBarColumns {
  const length = Math.max(0, Math.floor(request.length));
  const to = Math.min(request.before, info.last + 1);
  let span = Math.max(length, 16) * timeframeMilliseconds(info.timeframe) * 2;
  for (;;) {
    const from = Math.max(info.first, to - span);
    const bars = readBars(session, seriesNumber, { from, to }, ['timestamp', ...columns]);
    const rows = bars.timestamp?.length ?? 0;
    if (rows >= length || from <= info.first) return lastRows(bars, Math.max(0, rows - length), columns);
    span *= 8;
  }
}

function lastRows(bars: PartialBarColumns, start: number, columns: readonly BarColumn[]): PartialBarColumns {
  const last: Partial<Record<BarColumn, Float64Array>> = {};
  for (const column of columns) last[column] = (bars[column] as Float64Array).slice(start);
  return last;
}
