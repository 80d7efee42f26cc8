import type { Timeframe } from './timeframe.ts';

/** Kinds of instrument. */
export const ASSET_TYPES = ['stock', 'crypto', 'forex', 'future', 'option', 'index'] as const;

/** Kind of instrument that a series describes. */
export type AssetType = (typeof ASSET_TYPES)[number];

/** Identity of a series. Two series with equal keys are the same series. Empty string = not given. */
export interface SeriesKey {
  readonly symbol: string;
  readonly assetType: AssetType;
  readonly exchange: string;
  readonly quote: string;
  readonly timeframe: Timeframe;
  /** Where the bars came from, e.g. `file`, `synthetic`. */
  readonly source: string;
}

/** A series as a strategy may know it: which one it is, and nothing of how its bars go on. */
export interface SeriesName extends SeriesKey {
  /** Canonical text of the key, see {@link seriesId}. */
  readonly id: string;
}

/** The name of a series without what is stored of it. */
export function seriesName({
  id,
  symbol,
  assetType,
  exchange,
  quote,
  timeframe,
  source,
}: SeriesName): SeriesName {
  return { id, symbol, assetType, exchange, quote, timeframe, source };
}

/** What a storage knows about a stored series. */
export interface SeriesInfo extends SeriesKey {
  /** Canonical text of the key, see {@link seriesId}. */
  readonly id: string;
  readonly rows: number;
  /** Open time of the first and of the last bar, epoch ms UTC. */
  readonly first: number;
  readonly last: number;
  /** Moment of the last write, epoch ms UTC. */
  readonly updatedAt: number;
  /** Grows with every write to the series: equal revisions mean equal bars. */
  readonly revision: number;
}

/**
 * How a caller names a series: a full id, a symbol (`GOOG`), a symbol and timeframe (`GOOG 1d`) or some fields of a key.
 * `resolveSeries` says which one is meant.
 */
export type SeriesReference = string | (Partial<SeriesKey> & { readonly symbol: string });

/** Source of bars made by the built-in generator; every screen that shows them says "synthetic". */
export const SYNTHETIC_SOURCE = 'synthetic';

/** Canonical, readable id: `symbol:timeframe:assetType:exchange:quote:source`, each part percent-encoded. */
export function seriesId(key: SeriesKey): string {
  return [key.symbol, key.timeframe, key.assetType, key.exchange, key.quote, key.source]
    .map(encodeURIComponent)
    .join(':');
}
