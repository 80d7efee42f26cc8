import { type PartialStoredBars, STORED_COLUMNS, type StoredColumn, type TimeRange } from '../../core/bar.ts';
import { timeframeMilliseconds } from '../../core/timeframe.ts';
import { ascendingOrder, gatherColumns, isAscending } from '../bar-order.ts';
import { UNPACKED_COLUMNS } from './bar-table.ts';
import { withinRange } from './literal.ts';
import type { StoredSeries } from './series-table.ts';
import type { Session } from './session.ts';

/** How a column is selected: time as epoch ms, an optional column that is NULL as NaN. */
const EXPRESSIONS: Partial<Record<StoredColumn, string>> = {
  timestamp: 'epoch_ms(timestamp)::DOUBLE AS timestamp',
  adjClose: "coalesce(adj_close, 'nan'::DOUBLE) AS adj_close",
  dividend: "coalesce(dividend, 'nan'::DOUBLE) AS dividend",
  splitRatio: "coalesce(split_ratio, 'nan'::DOUBLE) AS split_ratio",
};

/** The same for rows of the table `packed_bars`, none of which has an optional column. */
const PACKED_EXPRESSIONS: Record<StoredColumn, string> = {
  timestamp: 'epoch_ms(timestamp)::DOUBLE AS timestamp',
  ...UNPACKED_COLUMNS,
  adjClose: "'nan'::DOUBLE AS adj_close",
  dividend: "'nan'::DOUBLE AS dividend",
  splitRatio: "'nan'::DOUBLE AS split_ratio",
};

/** SELECT list for columns as doubles. */
export function selectList(columns: readonly StoredColumn[]): string {
  return columns.map((column) => EXPRESSIONS[column] ?? column).join(', ');
}

/**
 * Bars of a series in [from, to), ascending, with the columns asked for. There is no ORDER BY: rows mostly lie in order, and sorting the few
 * chunks that do not is cheaper here. `packed`: all bars of the series stand in the table `packed_bars`.
 */
export function readBars(
  session: Pick<Session, 'columns'>,
  seriesNumber: number,
  range: TimeRange,
  columns: readonly StoredColumn[],
  packed = false,
): PartialStoredBars {
  const wanted = STORED_COLUMNS.filter((column) => column === 'timestamp' || columns.includes(column));
  const source = packed
    ? `${wanted.map((column) => PACKED_EXPRESSIONS[column]).join(', ')} FROM packed_bars`
    : `${selectList(wanted)} FROM bars`;
  const arrays = session.columns(`SELECT ${source} WHERE ${withinRange(seriesNumber, range)}`);
  const bars: Partial<Record<StoredColumn, Float64Array>> = {};
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
  columns: readonly StoredColumn[],
  packed = false,
): PartialStoredBars {
  const length = Math.max(0, Math.floor(request.length));
  const to = Math.min(request.before, info.last + 1);
  let span = Math.max(length, 16) * timeframeMilliseconds(info.timeframe) * 2;
  for (;;) {
    const from = Math.max(info.first, to - span);
    const bars = readBars(session, seriesNumber, { from, to }, ['timestamp', ...columns], packed);
    const rows = bars.timestamp?.length ?? 0;
    if (rows >= length || from <= info.first) return lastRows(bars, Math.max(0, rows - length), columns);
    span *= 8;
  }
}

function lastRows(
  bars: PartialStoredBars,
  start: number,
  columns: readonly StoredColumn[],
): PartialStoredBars {
  const last: Partial<Record<StoredColumn, Float64Array>> = {};
  for (const column of columns) last[column] = (bars[column] as Float64Array).slice(start);
  return last;
}
