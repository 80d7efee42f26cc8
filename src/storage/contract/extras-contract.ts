import { describe, expect, test } from 'vitest';
import { BAR_COLUMNS, EXTRA_COLUMNS, STORED_COLUMNS, type StoredBars } from '../../core/bar.ts';
import { DAY, regularBars, seriesKey } from './sample-bars.ts';
import type { StorageUnderTest } from './storage-under-test.ts';

const EVERYTHING = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/** What becomes of adjusted closes, dividends and split ratios. */
export function describeExtras({ storage }: StorageUnderTest): void {
  const key = seriesKey();
  const withExtras = (count: number, first = 0): StoredBars => ({
    ...regularBars(count, first),
    adjClose: Float64Array.from({ length: count }, (_, row) => 50 + row / 3),
    dividend: Float64Array.from({ length: count }, (_, row) => (row % 3 === 1 ? 0.25 : Number.NaN)),
  });

  describe('optional columns', () => {
    test('come back as they were stored, NaN where nothing is known', async () => {
      const bars = withExtras(200);
      await storage().storeOhlcv(key, bars);
      const read = await storage().getHistoricalPrices(key, EVERYTHING, STORED_COLUMNS);
      for (const column of BAR_COLUMNS) expect(read[column]).toEqual(bars[column]);
      expect(read.adjClose).toEqual(bars.adjClose);
      expect(read.dividend).toEqual(bars.dividend);
      expect(read.splitRatio).toEqual(new Float64Array(200).fill(Number.NaN));
    });

    test('are left out unless asked for', async () => {
      await storage().storeOhlcv(key, withExtras(3));
      const read = await storage().getHistoricalPrices(key, EVERYTHING);
      expect(EXTRA_COLUMNS.filter((column) => column in read)).toEqual([]);
    });

    test('may be brought by some writes only, before and after bars without them', async () => {
      await storage().storeOhlcv(key, regularBars(2, 2 * DAY));
      await storage().storeOhlcv(key, withExtras(2, 4 * DAY));
      await storage().storeOhlcv(key, withExtras(1));
      await storage().storeOhlcv(key, withExtras(3, 2 * DAY), { onConflict: 'keep' });
      const read = await storage().getHistoricalPrices(key, EVERYTHING, ['adjClose']);
      expect([...(read.adjClose ?? [])]).toEqual([50, Number.NaN, Number.NaN, 50, 50 + 1 / 3]);
      await storage().storeOhlcv(key, withExtras(2, 2 * DAY), { onConflict: 'replace' });
      const replaced = await storage().getHistoricalPrices(key, EVERYTHING, ['adjClose']);
      expect([...(replaced.adjClose ?? [])]).toEqual([50, 50, 50 + 1 / 3, 50, 50 + 1 / 3]);
    });

    test('of unequal length or infinite are refused', async () => {
      const short = { ...regularBars(3), dividend: new Float64Array(2) };
      await expect(storage().storeOhlcv(key, short)).rejects.toMatchObject({ code: 'bad-argument' });
      const infinite = { ...regularBars(1), splitRatio: Float64Array.of(Number.POSITIVE_INFINITY) };
      await expect(storage().storeOhlcv(key, infinite)).rejects.toMatchObject({ code: 'bad-argument' });
    });
  });
}
