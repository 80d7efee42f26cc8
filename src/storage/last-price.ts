import type { SeriesKey } from '../core/series.ts';
import { barCloseTime, timeframeMilliseconds } from '../core/timeframe.ts';
import type { BarStorage } from './bar-storage.ts';

const LONGEST_MONTH = 31 * 86_400_000;

/** Close of the last bar of `series` that is closed at `at`; `undefined` when there is none. */
export async function lastClosedPrice(
  storage: Pick<BarStorage, 'getHistoricalPrices'>,
  series: SeriesKey,
  at: number,
): Promise<number | undefined> {
  const before =
    series.timeframe === '1mo' ? at - LONGEST_MONTH + 1 : at - timeframeMilliseconds(series.timeframe) + 1;
  if (series.timeframe === '1mo') {
    const recent = await storage.getHistoricalPrices(series, { from: before, to: at });
    const { timestamp, close } = recent;
    for (let row = (timestamp?.length ?? 0) - 1; row >= 0; row--) {
      if (barCloseTime(timestamp?.[row] as number, '1mo') <= at) return close?.[row];
    }
  }
  const last = await storage.getHistoricalPrices(series, { length: 1, before }, ['close']);
  return last.close?.[0];
}
