import { describe, expect, it } from 'vitest';
import { type SeriesInfo, type SeriesKey, type SeriesReference, seriesId } from '../../core/series.ts';
import { resolveSeries } from './resolve-series.ts';

function info(fields: Partial<SeriesKey>, updatedAt = 0): SeriesInfo {
  const key: SeriesKey = {
    symbol: 'GOOG',
    assetType: 'stock',
    exchange: '',
    quote: '',
    timeframe: '1d',
    source: 'file',
    ...fields,
  };
  return { ...key, id: seriesId(key), rows: 1, first: 0, last: 0, updatedAt, revision: 1 };
}

const daily = info({});
const minutes = info({ timeframe: '1m' });
const synthetic = info({ source: 'synthetic' }, 9);
const vendor = info({ source: 'vendor' }, 5);
const spaced = info({ symbol: 'ES 1d' });
const lower = info({ symbol: 'goog' });

function resolved(stored: SeriesInfo[], reference: SeriesReference): string {
  return resolveSeries(stored, reference).id;
}

function failure(stored: SeriesInfo[], reference: unknown): unknown {
  try {
    resolveSeries(stored, reference as SeriesReference);
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('a reference to a series', () => {
  it('is its id before anything else', () => {
    const odd = info({ symbol: daily.id });
    expect(resolved([odd, daily], daily.id)).toBe(daily.id);
  });

  it('is a symbol when only one series has it', () => {
    expect(resolved([daily, spaced], 'GOOG')).toBe(daily.id);
  });

  it('is a symbol and a timeframe', () => {
    expect(resolved([daily, minutes], 'GOOG 1m')).toBe(minutes.id);
    expect(resolved([daily, minutes], { symbol: 'GOOG', timeframe: '1d' })).toBe(daily.id);
  });

  it('is a symbol that looks like a symbol and a timeframe when such a symbol is stored', () => {
    expect(resolved([spaced, info({ symbol: 'ES' })], 'ES 1d')).toBe(spaced.id);
  });

  it('takes an exact symbol before one in another case, and one in another case before none', () => {
    expect(resolved([daily, lower], 'goog')).toBe(lower.id);
    expect(resolved([daily], 'goog')).toBe(daily.id);
  });

  it('prefers imported bars to synthetic ones, however new those are', () => {
    expect(resolved([synthetic, daily], 'GOOG')).toBe(daily.id);
  });

  it('prefers the latest written of several imports', () => {
    expect(resolved([daily, vendor, synthetic], 'GOOG')).toBe(vendor.id);
  });

  it('reaches the synthetic series by naming its source', () => {
    expect(resolved([daily, synthetic], { symbol: 'GOOG', source: 'synthetic' })).toBe(synthetic.id);
  });

  it('is ambiguous across timeframes and lists the ids', () => {
    expect(failure([daily, minutes], 'GOOG')).toMatchObject({
      code: 'ambiguous-series',
      message: expect.stringContaining(`${daily.id}, ${minutes.id}`),
    });
  });

  it('that matches nothing says what exists', () => {
    expect(failure([daily], 'MSFT')).toMatchObject({
      code: 'unknown-series',
      message: `No series matches "MSFT". Stored are: ${daily.id}`,
    });
    expect(failure([], 'MSFT')).toMatchObject({
      code: 'unknown-series',
      message: expect.stringContaining('Nothing is stored yet'),
    });
  });

  it.each([[undefined], [null], [7], ['  '], [{}], [{ symbol: 'GOOG', ticker: 'x' }]])(
    'of another shape is refused: %j',
    (reference) => {
      expect(failure([daily], reference)).toMatchObject({ code: 'bad-argument' });
    },
  );
});
