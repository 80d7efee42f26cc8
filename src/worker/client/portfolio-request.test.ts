import { describe, expect, it } from 'vitest';
import type { SeriesInfo } from '../../core/series.ts';
import { refuseCoarse, refuseDoubles } from './portfolio-request.ts';

const stored = (symbol: string, timeframe: string, source = 'file'): SeriesInfo =>
  ({
    id: `${symbol}/${timeframe}/${source}`,
    symbol,
    timeframe,
    assetType: 'stock',
    exchange: '',
    quote: '',
    source,
  }) as SeriesInfo;

describe('finer bars of a request', () => {
  const traded = [stored('GOOG', '1d'), stored('MSFT', '1h')];

  it('are shorter bars of an instrument of the run, from any source', () => {
    expect(() => refuseCoarse([stored('GOOG', '1h', 'other'), stored('MSFT', '1m')], traded)).not.toThrow();
  });

  it.each([
    ['GOOG', '1d'],
    ['MSFT', '1d'],
    ['AAPL', '1m'],
  ])('are not %s %s, and the error names field, series and what is traded', (symbol, timeframe) => {
    expect(() => refuseCoarse([stored(symbol, timeframe)], traded)).toThrow(
      `finerBars is "${symbol} ${timeframe}": use shorter bars of an instrument of the run (GOOG 1d, MSFT 1h)`,
    );
  });

  it('are each named once', () => {
    const twice = [stored('GOOG', '1h'), stored('GOOG', '1h')];
    expect(() => refuseDoubles(twice, 'finerBars')).toThrow('finerBars is "GOOG 1h"');
  });
});
