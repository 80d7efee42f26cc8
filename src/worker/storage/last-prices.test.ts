import { describe, expect, it } from 'vitest';
import type { SeriesKey } from '../../core/series.ts';
import { MemoryStorage } from '../../storage/memory/memory-storage.ts';
import { lastPrices } from './last-prices.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const START = Date.UTC(2020, 0, 1);

async function stored(timeframe: '1m' | '1d', closes: readonly number[], offset = 0) {
  const series: SeriesKey = {
    symbol: 'ACME',
    assetType: 'stock',
    exchange: '',
    quote: '',
    timeframe,
    source: 'test',
  };
  const length = timeframe === '1m' ? MINUTE : DAY;
  const close = Float64Array.from(closes);
  const timestamp = close.map((_, bar) => START + offset + bar * length);
  const storage = new MemoryStorage({ clock: () => 0, now: () => 0 });
  const volume = close.map(() => 1);
  await storage.storeOhlcv(series, { timestamp, open: close, high: close, low: close, close, volume });
  return { storage, series };
}

describe('last prices', () => {
  it('are those of bars that are closed at the moment, none before the first', async () => {
    const { storage, series } = await stored('1m', [1, 2, 3, 4]);
    const at = Float64Array.of(START, START + MINUTE, START + 1.5 * MINUTE, START + 3 * MINUTE, START + DAY);
    expect([...(await lastPrices(storage, series, at))]).toEqual([Number.NaN, 1, 1, 3, 4]);
  });

  it('of days are known at the midnight after, whatever hour their bars carry', async () => {
    const { storage, series } = await stored('1d', [1, 2, 3], 14 * 60 * MINUTE);
    const at = Float64Array.of(START + DAY - 1, START + DAY, START + 2 * DAY, START + 3 * DAY);
    expect([...(await lastPrices(storage, series, at))]).toEqual([Number.NaN, 1, 2, 3]);
  });

  it('go on from before the first moment', async () => {
    const { storage, series } = await stored('1d', [7]);
    expect([...(await lastPrices(storage, series, Float64Array.of(START + 90 * DAY)))]).toEqual([7]);
    expect([...(await lastPrices(storage, series, new Float64Array()))]).toEqual([]);
  });

  it('of summed up bars are never of the future and lag by less than a step', async () => {
    const bars = 20_000;
    const { storage, series } = await stored(
      '1m',
      Array.from({ length: bars }, (_, bar) => bar + 1),
    );
    const step = 500;
    const at = Float64Array.from({ length: bars / step }, (_, i) => START + (i + 1) * step * MINUTE);
    const found = await lastPrices(storage, series, at);
    for (let i = 0; i < at.length; i++) {
      const known = (i + 1) * step;
      expect(found[i]).toBeLessThanOrEqual(known);
      expect(found[i]).toBeGreaterThan(known - step);
    }
  });

  it('of a series that is not stored are unknown', async () => {
    const { storage, series } = await stored('1d', [7]);
    const found = await lastPrices(storage, { ...series, symbol: 'GONE' }, Float64Array.of(START));
    expect([...found]).toEqual([Number.NaN]);
  });
});
