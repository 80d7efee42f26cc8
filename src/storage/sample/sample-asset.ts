import { type SeriesKey, SYNTHETIC_SOURCE } from '../../core/series.ts';

/** How the prices of a made-up asset behave. */
export interface SampleAsset {
  readonly key: SeriesKey;
  readonly start: number;
  /** Ticks in one unit of price: 100 = cents. */
  readonly ticks: number;
  /** Expected simple return a year of an unbroken session. */
  readonly drift: number;
  /** Long-run volatility of a year. */
  readonly volatility: number;
  /** Share of a day's variance that falls between sessions, into the opening gap. */
  readonly overnight: number;
  /** Weight of yesterday's shock and of yesterday's variance in today's: GARCH(1,1) alpha and beta. */
  readonly shock: number;
  readonly memory: number;
  /** Typical volume of a bar. */
  readonly volume: number;
}

function key(
  symbol: string,
  assetType: SeriesKey['assetType'],
  timeframe: SeriesKey['timeframe'],
): SeriesKey {
  return { symbol, assetType, exchange: '', quote: 'USD', timeframe, source: SYNTHETIC_SOURCE };
}

/** Five assets with ten years of daily bars. */
export const DAILY_ASSETS: readonly SampleAsset[] = [
  {
    key: key('SYN-ALPHA', 'stock', '1d'),
    start: 42,
    ticks: 100,
    drift: 0.13,
    volatility: 0.24,
    overnight: 0.25,
    shock: 0.09,
    memory: 0.89,
    volume: 3_200_000,
  },
  {
    key: key('SYN-BRAVO', 'stock', '1d'),
    start: 118,
    ticks: 100,
    drift: 0.15,
    volatility: 0.34,
    overnight: 0.35,
    shock: 0.12,
    memory: 0.85,
    volume: 1_100_000,
  },
  {
    key: key('SYN-CHARLIE', 'stock', '1d'),
    start: 27,
    ticks: 100,
    drift: 0.08,
    volatility: 0.42,
    overnight: 0.4,
    shock: 0.14,
    memory: 0.83,
    volume: 640_000,
  },
  {
    key: key('SYN-DELTA', 'index', '1d'),
    start: 2_050,
    ticks: 100,
    drift: 0.08,
    volatility: 0.16,
    overnight: 0.2,
    shock: 0.11,
    memory: 0.87,
    volume: 95_000_000,
  },
  {
    key: key('SYN-ECHO', 'forex', '1d'),
    start: 1.21,
    ticks: 100_000,
    drift: -0.01,
    volatility: 0.09,
    overnight: 0.08,
    shock: 0.05,
    memory: 0.93,
    volume: 140_000,
  },
];

/** One asset with a month of minute bars. */
export const MINUTE_ASSET: SampleAsset = {
  key: key('SYN-FOXTROT', 'future', '1m'),
  start: 4_812.25,
  ticks: 4,
  drift: 0.1,
  volatility: 0.19,
  overnight: 0.25,
  shock: 0.1,
  memory: 0.86,
  volume: 900,
};
