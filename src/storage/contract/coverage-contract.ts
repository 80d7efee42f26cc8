import { describe, expect, test } from 'vitest';
import { barsAt, DAY, regularBars, seriesKey } from './sample-bars.ts';
import type { StorageUnderTest } from './storage-under-test.ts';

/** What a storage says about holes. */
export function describeCoverage({ storage }: StorageUnderTest): void {
  const key = seriesKey();

  describe('coverage', () => {
    test('counts bars and names every stretch without one, at both ends too', async () => {
      await storage().storeOhlcv(key, barsAt([2, 3, 5, 9].map((day) => day * DAY)));
      expect(await storage().getCoverage(key, { from: 0, to: 12 * DAY })).toEqual({
        rows: 4,
        first: 2 * DAY,
        last: 9 * DAY,
        share: expect.closeTo(4 / 12, 10),
        gapCount: 4,
        gaps: [
          { from: 0, to: 2 * DAY },
          { from: 4 * DAY, to: 5 * DAY },
          { from: 6 * DAY, to: 9 * DAY },
          { from: 10 * DAY, to: 12 * DAY },
        ],
      });
    });

    test('short gaps can be left out, and the list cut', async () => {
      await storage().storeOhlcv(key, barsAt([0, 2, 6, 12].map((day) => day * DAY)));
      const range = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
      const coverage = await storage().getCoverage(key, range, { minGap: 3 * DAY, limit: 1 });
      expect(coverage).toMatchObject({ gapCount: 2, gaps: [{ from: 3 * DAY, to: 6 * DAY }] });
    });

    test('a series without a hole is covered whole', async () => {
      await storage().storeOhlcv(key, regularBars(300));
      const coverage = await storage().getCoverage(key, { from: 0, to: 300 * DAY });
      expect(coverage).toMatchObject({ rows: 300, share: 1, gapCount: 0, gaps: [] });
    });

    test('months are of unequal length and leave no gap', async () => {
      const monthly = seriesKey({ timeframe: '1mo' });
      await storage().storeOhlcv(monthly, barsAt([0, 1, 2, 3].map((month) => Date.UTC(2024, month, 1))));
      const range = { from: Date.UTC(2024, 0, 1), to: Date.UTC(2024, 4, 1) };
      expect(await storage().getCoverage(monthly, range)).toMatchObject({ rows: 4, share: 1, gapCount: 0 });
    });

    test('of a series that is not stored nothing is covered', async () => {
      const range = { from: 0, to: DAY };
      expect(await storage().getCoverage(key, range)).toEqual({
        rows: 0,
        share: 0,
        gapCount: 1,
        gaps: [range],
      });
    });
  });
}
