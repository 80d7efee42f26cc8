import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BarColumns, lowerBound, sliceBars } from '../../core/bar.ts';
import type { ChartBars, ConflictPolicy } from '../bar-storage.ts';
import { barsAt, concatenate, DAY, regularBars, rowsOf, seriesKey } from './sample-bars.ts';
import type { StorageUnderTest } from './storage-under-test.ts';

const MINUTE = 60_000;

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

    test('after any writes, replacements and deletions every resolution agrees with a fresh aggregate', async () => {
      const minute = seriesKey({ timeframe: '1m' });
      const write = fc.record({
        first: fc.integer({ min: -3000, max: 30_000 }),
        count: fc.integer({ min: 1, max: 3000 }),
        step: fc.constantFrom(1, 1, 7, 60),
        onConflict: fc.constantFrom<ConflictPolicy>('keep', 'replace'),
        deleteBefore: fc.constantFrom(false, false, false, true),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(write, { minLength: 1, maxLength: 5 }), async (writes) => {
          await storage().deleteSeries(minute);
          const model = new Map<number, number>();
          for (const [shift, { first, count, step, onConflict, deleteBefore }] of writes.entries()) {
            if (deleteBefore) {
              await storage().deleteSeries(minute);
              model.clear();
            }
            const bars = regularBars(count, first * MINUTE, step * MINUTE, shift);
            await storage().storeOhlcv(minute, bars, { onConflict });
            for (const time of bars.timestamp) {
              if (!model.has(time) || onConflict === 'replace') model.set(time, shift);
            }
          }
          const sorted = [...model].sort(([a], [b]) => a - b);
          const expected = concatenate(sorted.map(([time, shift]) => barsAt([time], shift)));
          const bounds = [sorted[0]?.[0] ?? 0, (sorted.at(-1)?.[0] ?? 0) + 1] as const;
          const middle = Math.floor((bounds[0] + bounds[1]) / 2);
          for (const [from, to] of [bounds, [bounds[0], middle], [middle - 777, middle + 5e7]] as const) {
            const start = lowerBound(expected.timestamp, from);
            const inside = sliceBars(expected, start, Math.max(start, lowerBound(expected.timestamp, to)));
            for (const maxRows of [1, 5, 40, 300]) {
              const chart = await storage().getChartBars(minute, { from, to }, maxRows);
              expect(chart.rows).toBe(inside.timestamp.length);
              expect(chart.timestamp.length).toBeLessThanOrEqual(maxRows * 1.5);
              expectSums(chart, inside);
            }
          }
        }),
        { numRuns: 12 },
      );
    }, 60_000);

    test('a renamed series keeps its resolutions', async () => {
      const [from, to] = [seriesKey({ timeframe: '1m' }), seriesKey({ timeframe: '1m', symbol: 'NEW' })];
      const bars = regularBars(5000, 0, MINUTE);
      await storage().storeOhlcv(from, bars);
      await storage().renameSeries(from, to);
      const chart = await storage().getChartBars(to, { from: 0, to: 5000 * MINUTE }, 30);
      expect(chart.timestamp.length).toBeGreaterThan(15);
      expectSums(chart, bars);
    });
  });
}

/** Each chart row must be the sum of the bars from its time up to the next row's. */
function expectSums(chart: ChartBars, bars: BarColumns): void {
  const expected: number[][] = [];
  let row = 0;
  for (let index = 0; index < chart.timestamp.length; index++) {
    const end = chart.timestamp[index + 1] ?? Number.POSITIVE_INFINITY;
    const first = row;
    while (row < bars.timestamp.length && (bars.timestamp[row] as number) < end) row++;
    expect(row - first).toBeGreaterThan(0);
    expect(row - first).toBeLessThanOrEqual(chart.factor);
    const volume = bars.volume.subarray(first, row).reduce((sum, value) => sum + value, 0);
    expect(Math.abs((chart.volume[index] as number) - volume)).toBeLessThan(1e-4);
    expected.push([
      bars.timestamp[first] as number,
      bars.open[first] as number,
      Math.max(...bars.high.subarray(first, row)),
      Math.min(...bars.low.subarray(first, row)),
      bars.close[row - 1] as number,
    ]);
  }
  expect(row).toBe(bars.timestamp.length);
  expect(rowsOf(chart).map((values) => values.slice(0, 5))).toEqual(expected);
}
