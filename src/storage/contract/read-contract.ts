import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { barsAt, DAY, regularBars, rowsOf, seriesKey } from './sample-bars.ts';
import type { StorageUnderTest } from './storage-under-test.ts';

/** What reads return. */
export function describeReads({ storage }: StorageUnderTest): void {
  const key = seriesKey();
  const times = async (from: number, to: number) => [
    ...((await storage().getHistoricalPrices(key, { from, to }, ['timestamp'])).timestamp ?? []),
  ];

  describe('reading', () => {
    test('a range includes its start and leaves out its end', async () => {
      await storage().storeOhlcv(key, regularBars(5));
      expect(await times(DAY, 3 * DAY)).toEqual([DAY, 2 * DAY]);
      expect(await times(DAY + 1, 3 * DAY + 1)).toEqual([2 * DAY, 3 * DAY]);
      expect(await times(DAY - 0.5, DAY + 0.5)).toEqual([DAY]);
      expect(await times(DAY, DAY)).toEqual([]);
      expect(await times(3 * DAY, DAY)).toEqual([]);
    });

    test('only the columns asked for come back', async () => {
      await storage().storeOhlcv(key, regularBars(3));
      const bars = await storage().getHistoricalPrices(key, { from: 0, to: DAY * 9 }, ['close', 'volume']);
      expect(Object.keys(bars).sort()).toEqual(['close', 'volume']);
      expect(bars.close).toEqual(regularBars(3).close);
    });

    test('the last n bars before a moment come back ascending, fewer when there are fewer', async () => {
      await storage().storeOhlcv(key, barsAt([0, DAY, 700 * DAY, 701 * DAY, 5000 * DAY]));
      const last = async (length: number, before: number) => [
        ...((await storage().getHistoricalPrices(key, { length, before }, ['timestamp'])).timestamp ?? []),
      ];
      expect(await last(2, 701 * DAY)).toEqual([DAY, 700 * DAY]);
      expect(await last(3, Number.POSITIVE_INFINITY)).toEqual([700 * DAY, 701 * DAY, 5000 * DAY]);
      expect(await last(99, 5000 * DAY)).toEqual([0, DAY, 700 * DAY, 701 * DAY]);
      expect(await last(1, 0)).toEqual([]);
      expect(await last(0, 701 * DAY)).toEqual([]);
      expect(await last(1, 1)).toEqual([0]);
    });

    test('no data is an empty result, false or undefined, never an error', async () => {
      const nothing = await storage().getHistoricalPrices(key, { from: 0, to: 9 * DAY });
      expect(rowsOf(nothing)).toEqual([]);
      expect(nothing.close).toBeInstanceOf(Float64Array);
      expect(await storage().getLastPrice(key, DAY)).toBeUndefined();
      expect(await storage().hasData(key, { from: 0, to: DAY })).toBe(false);
      expect(await storage().getChartBars(key, { from: 0, to: DAY }, 10)).toMatchObject({
        rows: 0,
        factor: 1,
      });
      expect(await storage().listSeries()).toEqual([]);
      await storage().storeOhlcv(key, regularBars(2, 5 * DAY));
      expect(rowsOf(await storage().getHistoricalPrices(key, { length: 3, before: DAY }))).toEqual([]);
      expect(await storage().hasData(key, { from: 0, to: 5 * DAY })).toBe(false);
      expect(await storage().hasData(key, { from: 6 * DAY, to: 6 * DAY + 1 })).toBe(true);
      expect((await storage().getChartBars(key, { from: 0, to: DAY }, 10)).timestamp).toHaveLength(0);
    });

    test('a bound that is not a number is refused', async () => {
      await expect(storage().getHistoricalPrices(key, { from: Number.NaN, to: 1 })).rejects.toMatchObject({
        code: 'bad-argument',
      });
    });

    test('the last price is the close of a bar that is over at that moment', async () => {
      const bars = regularBars(3);
      await storage().storeOhlcv(key, bars);
      expect(await storage().getLastPrice(key, DAY - 1)).toBeUndefined();
      expect(await storage().getLastPrice(key, DAY)).toBe(bars.close[0]);
      expect(await storage().getLastPrice(key, 3 * DAY - 1)).toBe(bars.close[1]);
      expect(await storage().getLastPrice(key, 9999 * DAY)).toBe(bars.close[2]);
    });

    test('a monthly bar is over when its calendar month is', async () => {
      const monthly = seriesKey({ timeframe: '1mo' });
      const opens = [Date.UTC(2023, 0, 1), Date.UTC(2023, 1, 1), Date.UTC(2023, 2, 1)];
      const bars = barsAt(opens);
      await storage().storeOhlcv(monthly, bars);
      expect(await storage().getLastPrice(monthly, Date.UTC(2023, 2, 1) - 1)).toBe(bars.close[0]);
      expect(await storage().getLastPrice(monthly, Date.UTC(2023, 2, 1))).toBe(bars.close[1]);
      expect(await storage().getLastPrice(monthly, Date.UTC(2023, 3, 1))).toBe(bars.close[2]);
    });

    test('series are listed by symbol, then by length of their bars, with rows and bounds', async () => {
      const keys = [
        seriesKey({ symbol: 'B', timeframe: '1m' }),
        seriesKey({ symbol: 'A', timeframe: '1d' }),
        seriesKey({ symbol: 'A', timeframe: '5m' }),
        seriesKey({ symbol: 'A', timeframe: '5m', source: 'synthetic' }),
      ];
      for (const [index, series] of keys.entries()) {
        await storage().storeOhlcv(series, regularBars(index + 1, index * DAY));
      }
      const listed = await storage().listSeries();
      expect(
        listed.map(({ symbol, timeframe, rows, first, last }) => [symbol, timeframe, rows, first, last]),
      ).toEqual([
        ['A', '5m', 3, 2 * DAY, 4 * DAY],
        ['A', '5m', 4, 3 * DAY, 6 * DAY],
        ['A', '1d', 2, DAY, 2 * DAY],
        ['B', '1m', 1, 0, 0],
      ]);
      const stats = await storage().stats();
      expect(stats).toMatchObject({ kind: storage().kind, series: 4, rows: 10 });
      expect(stats.bytes).toBeGreaterThan(0);
    });

    test('ranges, last n bars and last price of any series agree with a plain filter', async () => {
      const days = fc.uniqueArray(fc.integer({ min: -50, max: 400 }), { minLength: 1, maxLength: 60 });
      const bound = fc.integer({ min: -60, max: 420 });
      await fc.assert(
        fc.asyncProperty(days, bound, bound, fc.integer({ min: 0, max: 70 }), async (some, a, b, length) => {
          await storage().deleteSeries(key);
          await storage().storeOhlcv(key, barsAt(some.map((day) => day * DAY)));
          const sorted = some.toSorted((x, y) => x - y).map((day) => day * DAY);
          const range = { from: a * DAY, to: b * DAY };
          const inside = sorted.filter((time) => time >= range.from && time < range.to);
          expect(rowsOf(await storage().getHistoricalPrices(key, range))).toEqual(rowsOf(barsAt(inside)));
          expect(await storage().hasData(key, range)).toBe(inside.length > 0);
          const before = sorted.filter((time) => time < a * DAY);
          const last = length === 0 ? [] : before.slice(-length);
          const request = { length, before: a * DAY };
          expect(rowsOf(await storage().getHistoricalPrices(key, request))).toEqual(rowsOf(barsAt(last)));
          const closed = sorted.filter((time) => time + DAY <= a * DAY).slice(-1);
          expect(await storage().getLastPrice(key, a * DAY)).toBe(barsAt(closed).close[0]);
        }),
        { numRuns: 25 },
      );
    });
  });
}
