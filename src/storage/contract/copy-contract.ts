import { describe, expect, test } from 'vitest';
import { STORED_COLUMNS } from '../../core/bar.ts';
import { DAY, regularBars, seriesKey } from './sample-bars.ts';
import { CONTRACT_CHUNK_ROWS, type StorageUnderTest } from './storage-under-test.ts';

const EVERYTHING = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/** Copies between storages, and their validation. */
export function describeCopies({ storage, other }: StorageUnderTest): void {
  const key = seriesKey();
  const rows = 3 * CONTRACT_CHUNK_ROWS + 5;

  describe('copying and validating', () => {
    test('a copy has every bar and optional column, in both directions', async () => {
      const bars = { ...regularBars(rows), dividend: new Float64Array(rows).fill(Number.NaN) };
      bars.dividend[100] = 0.5;
      await storage().storeOhlcv(key, bars);
      expect(await storage().copyTo(other(), key)).toEqual({ inserted: rows, updated: 0, skipped: 0 });
      expect(await storage().validateAgainst(other(), key)).toMatchObject({ identical: true });
      await storage().deleteSeries(key);
      await other().copyTo(storage(), key);
      const read = await storage().getHistoricalPrices(key, EVERYTHING, STORED_COLUMNS);
      expect(read).toEqual({
        ...bars,
        adjClose: new Float64Array(rows).fill(Number.NaN),
        splitRatio: new Float64Array(rows).fill(Number.NaN),
      });
    });

    test('a copy onto stored bars keeps or replaces them', async () => {
      await storage().storeOhlcv(key, regularBars(10));
      await other().storeOhlcv(key, regularBars(5, 5 * DAY, DAY, 9));
      expect(await storage().copyTo(other(), key)).toEqual({ inserted: 5, updated: 0, skipped: 5 });
      const replaced = await storage().copyTo(other(), key, { onConflict: 'replace' });
      expect(replaced).toEqual({ inserted: 0, updated: 10, skipped: 0 });
      expect(await storage().validateAgainst(other(), key)).toMatchObject({ identical: true });
    });

    test('a series that is not stored copies nothing', async () => {
      expect(await storage().copyTo(other(), key)).toEqual({ inserted: 0, updated: 0, skipped: 0 });
      expect(await other().listSeries()).toEqual([]);
    });

    test('validation counts, sums and names the first row that differs', async () => {
      const bars = regularBars(rows);
      await storage().storeOhlcv(key, bars);
      bars.low[150] = 1;
      bars.close[170] = 7;
      await other().storeOhlcv(key, bars);
      const found = await storage().validateAgainst(other(), key);
      expect(found.identical).toBe(false);
      expect(found.rows).toEqual({ here: rows, there: rows });
      expect(found.sums.open.here).toBe(found.sums.open.there);
      expect(found.sums.low.here - found.sums.low.there).toBeCloseTo(
        (regularBars(rows).low[150] ?? 0) - 1,
        6,
      );
      const here = regularBars(rows).low[150];
      expect(found.firstDifference).toEqual({
        row: 150,
        column: 'low',
        here,
        there: 1,
        timestamp: 150 * DAY,
      });
    });

    test('validation sees a bar that is missing, at the end and in the middle', async () => {
      await storage().storeOhlcv(key, regularBars(rows));
      await other().storeOhlcv(key, regularBars(rows - 1));
      expect(await storage().validateAgainst(other(), key)).toMatchObject({
        identical: false,
        rows: { here: rows, there: rows - 1 },
        firstDifference: { row: rows - 1, column: 'timestamp', there: undefined },
      });
      await other().deleteSeries(key);
      await other().storeOhlcv(key, regularBars(20));
      await other().storeOhlcv(key, regularBars(rows - 21, 21 * DAY));
      expect((await storage().validateAgainst(other(), key)).firstDifference).toEqual({
        row: 20,
        column: 'timestamp',
        here: 20 * DAY,
        there: 21 * DAY,
        timestamp: 20 * DAY,
      });
    });

    test('two storages without the series agree, and an unknown value differs from zero', async () => {
      expect(await storage().validateAgainst(other(), key)).toMatchObject({ identical: true });
      await storage().storeOhlcv(key, { ...regularBars(1), dividend: Float64Array.of(0) });
      await other().storeOhlcv(key, regularBars(1));
      const found = await storage().validateAgainst(other(), key);
      expect(found.firstDifference).toMatchObject({ column: 'dividend', here: 0, there: Number.NaN });
    });
  });
}
