import { BAR_COLUMNS, type BarColumns, type TimeRange } from '../../core/bar.ts';
import type { ChartBars } from '../bar-storage.ts';
import { cellWidth, toChartBars } from '../chart-rows.ts';
import { readBars } from './bar-query.ts';
import { withinRange } from './literal.ts';
import type { Session } from './session.ts';

/** About `maxRows` rows that sum up the bars of a series in `range`; the stored bars themselves when they are no more than that. */
export function readChartBars(
  session: Session,
  seriesNumber: number,
  range: TimeRange,
  maxRows: number,
  timeframeMilliseconds: number,
): ChartBars {
  const within = withinRange(seriesNumber, range);
  const rows = session.columns(`SELECT count(*)::DOUBLE FROM bars WHERE ${within}`)[0]?.[0] ?? 0;
  if (rows <= maxRows) {
    const bars = readBars(session, seriesNumber, range, BAR_COLUMNS) as BarColumns;
    return { ...bars, factor: 1, rows };
  }
  const width = cellWidth(rows, maxRows, timeframeMilliseconds);
  const [timestamp, open, high, low, close, volume, counts] = session.columns(
    `SELECT epoch_ms(min(timestamp))::DOUBLE, arg_min(open, timestamp), max(high), min(low),
     arg_max(close, timestamp), sum(volume), count(*)::DOUBLE
     FROM bars WHERE ${within} GROUP BY floor(epoch_ms(timestamp)::DOUBLE / ${width}) ORDER BY 1`,
  ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  return toChartBars({ timestamp, open, high, low, close, volume, counts }, width, maxRows);
}
