import { BacktabError } from '../../core/error.ts';
import { ASSET_TYPES, type AssetType, type SeriesKey, seriesId } from '../../core/series.ts';
import { isTimeframe } from '../../core/timeframe.ts';

/** The key that a canonical id spells, the inverse of `seriesId`. Error `unknown-series` for a text that is no id. */
export function parseSeriesId(id: string): SeriesKey {
  const [symbol = '', timeframe = '', assetType = '', exchange = '', quote = '', source = ''] = decode(id);
  if (isTimeframe(timeframe) && ASSET_TYPES.includes(assetType as AssetType)) {
    const key = { symbol, timeframe, assetType: assetType as AssetType, exchange, quote, source };
    if (seriesId(key) === id) return key;
  }
  throw new BacktabError('unknown-series', `"${id}" is no id of a series: listSeries() says which exist`);
}

function decode(id: string): string[] {
  try {
    return String(id).split(':').map(decodeURIComponent);
  } catch {
    return [];
  }
}
