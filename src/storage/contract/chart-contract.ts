import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BarColumns } from '../../core/bar.ts';
import type { ChartBars } from '../bar-storage.ts';
import { barsAt, DAY, regularBars, rowsOf, seriesKey } from './sample-bars.ts';
import type { StorageUnderTest } from './storage-under-test.ts';

/** What a chart gets. */
export function describeChart({ storage }: StorageUnderTest): void {
  const key = seriesKey();

  describe('chart bars', () => {
    test('few bars come as they are stored', async () => {
      await storage().storeOhlcv(key, regularBars(20));
      const chart = await storage().getChartBars(key, { from: 2 * DAY, to: 12 * DAY }, 10);
      expect(chart).toMatchObject({ factor: 1, rows: 10 });
      expect(rowsOf(chart)).toEqual(rowsOf(regularBars(10, 2 * DAY)));
    });

    test('many bars are summed up: open of the first, extremes, close of the last, all of the volume', async () => {
      const bars = regularBars(1000, -300 * DAY);
      await storage().storeOhlcv(key, bars);
      const chart = await storage().getChartBars(key, { from: -300 * DAY, to: 700 * DAY }, 100);
      expect(chart.rows).toBe(1000);
      expect(chart.timestamp.length).toBeGreaterThan(60);
      expect(chart.timestamp.length).toBeLessThanOrEqual(150);
      expectSums(chart, bars);
    });

    test('cells lie on the same times whatever window is asked for', async () => {
      await storage().storeOhlcv(key, regularBars(1000));
      const one = await storage().getChartBars(key, { from: 0, to: 800 * DAY }, 100);
      const two = await storage().getChartBars(key, { from: 160 * DAY, to: 960 * DAY }, 100);
      const shared = [...two.timestamp].filter((time) => time < 800 * DAY);
      expect(shared.filter((time) => one.timestamp.includes(time))).toEqual(shared);
    });

    test('a series of sessions with gaps fills the chart without passing the limit by more than half', async () => {
      const minutes = Array.from({ length: 40 }, (_, day) =>
        Array.from({ length: 60 }, (_, minute) => day * DAY + minute * 60_000),
      ).flat();
      const session = seriesKey({ timeframe: '1m' });
      await storage().storeOhlcv(session, barsAt(minutes));
      for (const maxRows of [30, 50, 200, 1000]) {
        const chart = await storage().getChartBars(session, { from: 0, to: 40 * DAY }, maxRows);
        expect(chart.timestamp.length).toBeLessThanOrEqual(maxRows * 1.5);
        expectSums(chart, barsAt(minutes));
      }
    });

    test('any series and window agree with a fresh aggregate', async () => {
      const days = fc.uniqueArray(fc.integer({ min: -300, max: 900 }), { minLength: 1, maxLength: 200 });
      const bound = fc.integer({ min: -320, max: 920 });
      await fc.assert(
        fc.asyncProperty(days, bound, bound, fc.integer({ min: 1, max: 60 }), async (some, a, b, maxRows) => {
          await storage().deleteSeries(key);
          const sorted = some.toSorted((x, y) => x - y).map((day) => day * DAY);
          await storage().storeOhlcv(key, barsAt(sorted));
          const range = { from: a * DAY, to: b * DAY };
          const inside = sorted.filter((time) => time >= range.from && time < range.to);
          const chart = await storage().getChartBars(key, range, maxRows);
          expect(chart.rows).toBe(inside.length);
          expect(chart.timestamp.length).toBeLessThanOrEqual(Math.max(1, maxRows) * 1.5);
          expectSums(chart, barsAt(inside));
        }),
        { numRuns: 25 },
      );
    });
  });
}

/** Each chart row must be the sum of the bars from its time up to the next row's. */
function expectSums(chart: ChartBars, bars: BarColumns): void {
  let row = 0;
  for (let index = 0; index < chart.timestamp.length; index++) {
    const end = chart.timestamp[index + 1] ?? Number.POSITIVE_INFINITY;
    const first = row;
    while (row < bars.timestamp.length && (bars.timestamp[row] as number) < end) row++;
    expect(row - first).toBeGreaterThan(0);
    expect(row - first).toBeLessThanOrEqual(chart.factor);
    expect(chart.timestamp[index]).toBe(bars.timestamp[first]);
    expect(chart.open[index]).toBe(bars.open[first]);
    expect(chart.close[index]).toBe(bars.close[row - 1]);
    expect(chart.high[index]).toBe(Math.max(...bars.high.subarray(first, row)));
    expect(chart.low[index]).toBe(Math.min(...bars.low.subarray(first, row)));
    const volume = bars.volume.subarray(first, row).reduce((sum, value) => sum + value, 0);
    expect(chart.volume[index]).toBeCloseTo(volume, 4);
  }
  expect(row).toBe(bars.timestamp.length);
}
