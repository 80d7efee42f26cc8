import { allocateBars, type BarColumns } from '../../core/bar.ts';
import type { SeriesInfo, SeriesKey } from '../../core/series.ts';
import { seriesId } from '../../core/series.ts';

const DAY = 86_400_000;

/** A key for tests. */
export const TEST_SERIES: SeriesKey = {
  symbol: 'TEST',
  assetType: 'stock',
  exchange: '',
  quote: '',
  timeframe: '1d',
  source: 'file',
};

/** `length` daily bars whose closes swing up and down, so that averages of them cross. */
export function swingingBars(length: number): BarColumns {
  const bars = allocateBars(length);
  for (let row = 0; row < length; row++) {
    const close = 100 + 20 * Math.sin(row / 9) + 5 * Math.sin(row / 2.3);
    const open = row === 0 ? close : (bars.close[row - 1] as number);
    bars.timestamp[row] = Date.UTC(2020, 0, 1) + row * DAY;
    bars.open[row] = open;
    bars.high[row] = Math.max(open, close) + 1;
    bars.low[row] = Math.min(open, close) - 1;
    bars.close[row] = close;
    bars.volume[row] = 1_000 + row;
  }
  return bars;
}

/** What a storage would know about `bars`. */
export function infoOf(key: SeriesKey, bars: BarColumns): SeriesInfo {
  return {
    ...key,
    id: seriesId(key),
    rows: bars.timestamp.length,
    first: bars.timestamp[0] ?? 0,
    last: bars.timestamp.at(-1) ?? 0,
    updatedAt: 0,
    revision: 1,
  };
}
