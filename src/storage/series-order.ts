import type { SeriesInfo } from '../core/series.ts';
import { TIMEFRAMES } from '../core/timeframe.ts';

/** Order of a list of series: by symbol, then timeframe (shortest first), then id. */
export function compareSeries(a: SeriesInfo, b: SeriesInfo): number {
  return (
    compareText(a.symbol, b.symbol) ||
    TIMEFRAMES.indexOf(a.timeframe) - TIMEFRAMES.indexOf(b.timeframe) ||
    compareText(a.id, b.id)
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
