import { BAR_COLUMNS, type BarColumns, emptyBars, type TimeRange } from '../../core/bar.ts';
import { timeframeMilliseconds } from '../../core/timeframe.ts';
import type { ChartBars } from '../bar-storage.ts';
import { cellWidth, joinSummed, sumCells, toChartBars } from '../chart-rows.ts';
import { readBars } from './bar-query.ts';
import type { SeriesTables } from './known-tables.ts';
import { levelWidths, readLevelSums } from './level-table.ts';
import type { StoredSeries } from './series-table.ts';
import type { Session } from './session.ts';

/**
 * About `maxRows` rows that sum up the bars of a series in `range`; the stored bars themselves when they are no more than that. Reads the coarsest
 * level that still has as many cells, and stored bars only at both ends, where a cell lies half outside.
 */
export function readChartBars(
  session: Session,
  { seriesNumber, info }: StoredSeries,
  { rawBars, rawLevels }: SeriesTables,
  range: TimeRange,
  maxRows: number,
): ChartBars {
  const from = Math.max(range.from, info.first);
  const to = Math.max(from, Math.min(range.to, info.last + 1));
  const bars = (span: TimeRange) =>
    span.from < span.to
      ? (readBars(session, seriesNumber, span, BAR_COLUMNS, !rawBars) as BarColumns)
      : emptyBars();
  const widths = levelWidths(info.timeframe);
  for (const [level, width] of [...widths.entries()].reverse()) {
    const inside = { from: Math.ceil(from / width) * width, to: Math.floor(to / width) * width };
    if (inside.to - inside.from < maxRows * width) continue;
    // Too few of them, where bars come in sessions, cost no more than to count them.
    const sums = readLevelSums(session, seriesNumber, level, inside, !rawLevels);
    const cells = sums.timestamp.length;
    if (cells < maxRows) continue;
    const summed = joinSummed([
      sumCells(bars({ from, to: inside.from }), width),
      sums,
      sumCells(bars({ from: inside.to, to }), width),
    ]);
    const wider = Math.ceil(cells / Math.max(1, maxRows)) * width;
    return toChartBars(sumCells(summed, wider), wider, maxRows);
  }
  const stored = bars({ from, to });
  const rows = stored.timestamp.length;
  if (rows <= maxRows) return { ...stored, factor: 1, rows };
  const width = cellWidth(rows, maxRows, timeframeMilliseconds(info.timeframe));
  return toChartBars(sumCells(stored, width), width, maxRows);
}
