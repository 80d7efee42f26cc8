import { describe, expect, test } from 'vitest';
import { seriesId } from '../../core/series.ts';
import { DAY, regularBars, rowsOf, seriesKey } from './sample-bars.ts';
import type { StorageUnderTest } from './storage-under-test.ts';

const EVERYTHING = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/** Series that get another key, and what each takes up. */
export function describeRenames({ storage }: StorageUnderTest): void {
  const key = seriesKey();
  const renamed = seriesKey({ symbol: "O'NEW", exchange: 'XNAS', source: 'vendor' });

  describe('renaming', () => {
    test('bars are found under the new key and no longer under the old one', async () => {
      await storage().storeOhlcv(key, regularBars(5));
      const before = (await storage().listSeries())[0];
      expect(await storage().renameSeries(key, renamed)).toBe(true);
      expect(rowsOf(await storage().getHistoricalPrices(renamed, EVERYTHING))).toEqual(
        rowsOf(regularBars(5)),
      );
      expect(await storage().getHistoricalPrices(key, EVERYTHING, ['close'])).toEqual({
        close: new Float64Array(0),
      });
      const [info] = await storage().listSeries();
      expect(info).toMatchObject({ ...renamed, id: seriesId(renamed), rows: 5, first: 0, last: 4 * DAY });
      expect(info?.revision).toBeGreaterThan(before?.revision as number);
    });

    test('the next write goes on where the series was', async () => {
      await storage().storeOhlcv(key, regularBars(5));
      await storage().renameSeries(key, renamed);
      const report = await storage().storeOhlcv(renamed, regularBars(7));
      expect(report).toEqual({ inserted: 2, updated: 0, skipped: 5 });
      await storage().storeOhlcv(key, regularBars(1));
      expect(await storage().listSeries()).toHaveLength(2);
    });

    test('an open snapshot keeps serving the series under its old key', async () => {
      await storage().storeOhlcv(key, regularBars(5));
      const snapshot = await storage().openSnapshot([key]);
      await storage().renameSeries(key, renamed);
      expect(snapshot.series[0]?.info.id).toBe(seriesId(key));
      expect((await snapshot.read(0, 0, ['close'])).close).toEqual(regularBars(5).close);
      await snapshot.release();
    });

    test('a key that is taken, or of another timeframe, is refused and nothing changes', async () => {
      await storage().storeOhlcv(key, regularBars(5));
      await storage().storeOhlcv(renamed, regularBars(2));
      for (const to of [renamed, seriesKey({ timeframe: '1h' })]) {
        await expect(storage().renameSeries(key, to)).rejects.toMatchObject({ code: 'bad-argument' });
      }
      expect((await storage().listSeries()).map(({ rows }) => rows)).toEqual([2, 5]);
    });

    test('a series that is not stored is not renamed', async () => {
      expect(await storage().renameSeries(key, renamed)).toBe(false);
    });

    test('the size of each series is known', async () => {
      await storage().storeOhlcv(key, regularBars(300));
      await storage().storeOhlcv(renamed, regularBars(100));
      const { perSeries, bytes } = await storage().stats();
      expect(perSeries.map(({ id, rows }) => [id, rows])).toEqual([
        [seriesId(renamed), 100],
        [seriesId(key), 300],
      ]);
      for (const size of perSeries) expect(size.bytes).toBeGreaterThan(0);
      expect(perSeries.reduce((sum, size) => sum + size.bytes, 0)).toBeLessThanOrEqual(bytes + 1);
    });
  });
}
