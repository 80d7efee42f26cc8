import type { BarColumns } from '../../core/bar.ts';
import type { SeriesKey } from '../../core/series.ts';
import { dailyBars, minuteBars } from './price-process.ts';
import { createRandomSource } from './random-source.ts';
import { DAILY_ASSETS, MINUTE_ASSET } from './sample-asset.ts';
import { tradingDays } from './trading-days.ts';

/** Seed of the sample that ships. */
export const SAMPLE_SEED = 4;

/** One synthetic series. */
export interface SampleSeries {
  readonly key: SeriesKey;
  readonly bars: BarColumns;
}

/**
 * Six synthetic series: five of daily bars, 2015 to 2024, and one of minute bars, December 2024. Volatility clusters, sessions open with gaps, some
 * bars are missing, volume follows the range, prices stand on ticks. The same seed gives the same bytes on every engine. Each series has a random
 * stream of its own: adding one changes no other.
 */
export function generateSample(seed: number = SAMPLE_SEED): SampleSeries[] {
  const days = tradingDays(Date.UTC(2015, 0, 1), Date.UTC(2024, 11, 31));
  const month = tradingDays(Date.UTC(2024, 11, 1), Date.UTC(2024, 11, 31));
  const daily = DAILY_ASSETS.map((asset, stream) => ({
    key: asset.key,
    bars: dailyBars(asset, createRandomSource(seed, stream), days),
  }));
  const minutes = minuteBars(MINUTE_ASSET, createRandomSource(seed, DAILY_ASSETS.length), month);
  return [...daily, { key: MINUTE_ASSET.key, bars: minutes }];
}
