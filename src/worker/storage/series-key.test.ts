import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ASSET_TYPES, type SeriesKey, seriesId } from '../../core/series.ts';
import { TIMEFRAMES } from '../../core/timeframe.ts';
import { parseSeriesId } from './series-key.ts';

const anyKey: fc.Arbitrary<SeriesKey> = fc.record({
  symbol: fc.string({ unit: 'grapheme', minLength: 1 }),
  assetType: fc.constantFrom(...ASSET_TYPES),
  exchange: fc.string(),
  quote: fc.string(),
  timeframe: fc.constantFrom(...TIMEFRAMES),
  source: fc.string(),
});

describe('the id of a series', () => {
  it('spells its key, whatever characters that has', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        expect(parseSeriesId(seriesId(key))).toEqual(key);
      }),
    );
  });

  it.each([
    '',
    'GOOG',
    'GOOG:1d:stock',
    'GOOG:7d:stock:::file',
    'GOOG:1d:bond:::file',
    'GOOG:1d:stock:::file:x',
    '%',
  ])('is not %j', (id) => {
    expect(() => parseSeriesId(id)).toThrow(expect.objectContaining({ code: 'unknown-series' }));
  });
});
