import type { SeriesKey } from '../../core/series.ts';
import { barCloseTime, type Timeframe, timeframeMilliseconds } from '../../core/timeframe.ts';
import type { BarStorage, ChartBars } from '../../storage/bar-storage.ts';

const DAY = 86_400_000;

/** Cells read for each moment asked for: a price is at most that part of a step old. */
const CELLS = 4;

/**
 * Close of the last bar of `series` that is closed at each moment of `at` (epoch ms, ascending); NaN before the first. Read from summed up bars
 * where there are many, so that a wide chart costs what a narrow one does: a price may then be older by a part of the step between two moments.
 */
export async function lastPrices(
  storage: Pick<BarStorage, 'getLastPrice' | 'getChartBars'>,
  series: SeriesKey,
  at: Float64Array,
): Promise<Float64Array> {
  const moments = at.length;
  if (moments === 0) return new Float64Array();
  const first = at[0] as number;
  const last = at[moments - 1] as number;
  const length = timeframeMilliseconds(series.timeframe);
  const known = first - Math.max(length, DAY);
  const before = await storage.getLastPrice(series, known);
  const range = { from: known - length, to: last - (length < DAY ? length - 1 : 0) };
  const bars = await storage.getChartBars(series, range, moments * CELLS);
  return closesAt(bars, series.timeframe, at, before ?? Number.NaN);
}

/** The close known at each moment of `at`, `before` until the first of `bars` is closed. A bar of a day or longer ends at a midnight. */
function closesAt(bars: ChartBars, timeframe: Timeframe, at: Float64Array, before: number): Float64Array {
  const { timestamp, close, factor } = bars;
  const whole = timeframeMilliseconds(timeframe) >= DAY;
  const end = (row: number) => {
    const open = timestamp[row] as number;
    if (factor > 1) return timestamp[row + 1] ?? at[at.length - 1] ?? Number.NaN;
    return barCloseTime(whole ? Math.floor(open / DAY) * DAY : open, timeframe);
  };
  let row = 0;
  let price = before;
  return at.map((moment) => {
    while (row < timestamp.length && end(row) <= moment) price = close[row++] as number;
    return price;
  });
}
