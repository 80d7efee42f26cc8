import { describe, expect, test } from 'vitest';
import { barsAt, DAY, regularBars, seriesKey } from './sample-bars.ts';
import type { StorageUnderTest } from './storage-under-test.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const EVERYTHING = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
const NEW_YORK = { timeZone: 'America/New_York', open: 570, close: 960 };

/** Bars made on the way out. */
export function describeDerivedReads({ storage }: StorageUnderTest): void {
  const key = seriesKey({ timeframe: '1m' });
  const columns = ['timestamp', 'open', 'high', 'low', 'close', 'volume'] as const;

  describe('reading longer bars and sessions', () => {
    test('minutes are summed up to bars of five: first open, extremes, last close, all of the volume', async () => {
      const bars = regularBars(12, 0, MINUTE);
      await storage().storeOhlcv(key, bars);
      const five = await storage().getHistoricalPrices(key, EVERYTHING, columns, { resample: '5m' });
      expect([...(five.timestamp ?? [])]).toEqual([0, 5 * MINUTE, 10 * MINUTE]);
      expect([...(five.open ?? [])]).toEqual([0, 5, 10].map((row) => bars.open[row]));
      expect([...(five.close ?? [])]).toEqual([4, 9, 11].map((row) => bars.close[row]));
      expect(five.high?.[1]).toBe(Math.max(...bars.high.subarray(5, 10)));
      expect(five.low?.[1]).toBe(Math.min(...bars.low.subarray(5, 10)));
      expect(five.volume?.[1]).toBeCloseTo(
        bars.volume.subarray(5, 10).reduce((a, b) => a + b),
        6,
      );
    });

    test('nothing after the end of the request is in a longer bar', async () => {
      const bars = regularBars(60, 0, MINUTE);
      await storage().storeOhlcv(key, bars);
      const range = { from: 0, to: 33 * MINUTE };
      const half = await storage().getHistoricalPrices(key, range, ['timestamp', 'close'], {
        resample: '30m',
      });
      expect([...(half.timestamp ?? [])]).toEqual([0, 30 * MINUTE]);
      expect(half.close?.[1]).toBe(bars.close[32]);
    });

    test('the last n longer bars are n whole ones, across weekends too', async () => {
      const friday = Date.UTC(2024, 0, 5, 14);
      const monday = Date.UTC(2024, 0, 8, 14);
      const times = [friday, monday].flatMap((start) =>
        Array.from({ length: 180 }, (_, minute) => start + minute * MINUTE),
      );
      await storage().storeOhlcv(key, barsAt(times));
      const request = { length: 4, before: monday + 2 * HOUR };
      const hours = await storage().getHistoricalPrices(key, request, columns, { resample: '1h' });
      expect([...(hours.timestamp ?? [])]).toEqual([friday + HOUR, friday + 2 * HOUR, monday, monday + HOUR]);
      expect(hours.open?.[0]).toBe(barsAt([friday + HOUR]).open[0]);
      const all = { length: 99, before: Number.POSITIVE_INFINITY };
      const few = await storage().getHistoricalPrices(key, all, ['timestamp'], { resample: '1h' });
      expect(few.timestamp).toHaveLength(6);
    });

    test('weeks begin on Monday and months on their first day', async () => {
      const daily = seriesKey();
      await storage().storeOhlcv(daily, regularBars(40, Date.UTC(2024, 0, 3)));
      const starts = async (resample: '1w' | '1mo') => [
        ...((await storage().getHistoricalPrices(daily, EVERYTHING, ['timestamp'], { resample })).timestamp ??
          []),
      ];
      expect((await starts('1w')).slice(0, 2)).toEqual([Date.UTC(2024, 0, 1), Date.UTC(2024, 0, 8)]);
      expect(await starts('1mo')).toEqual([Date.UTC(2024, 0, 1), Date.UTC(2024, 1, 1)]);
    });

    test('a session keeps the bars that open inside it, on either side of a change of the clocks', async () => {
      const winter = Date.UTC(2024, 2, 8);
      const summer = Date.UTC(2024, 2, 11);
      const open = [winter + 14.5 * HOUR, summer + 13.5 * HOUR];
      const times = open.flatMap((at) => [at - MINUTE, at, at + 389 * MINUTE, at + 390 * MINUTE]);
      await storage().storeOhlcv(key, barsAt(times));
      const read = await storage().getHistoricalPrices(key, EVERYTHING, ['timestamp'], { session: NEW_YORK });
      expect([...(read.timestamp ?? [])]).toEqual(open.flatMap((at) => [at, at + 389 * MINUTE]));
      const last = { length: 3, before: Number.POSITIVE_INFINITY };
      const three = await storage().getHistoricalPrices(key, last, ['timestamp'], { session: NEW_YORK });
      expect([...(three.timestamp ?? [])]).toEqual([...(read.timestamp ?? [])].slice(-3));
    });

    test('a session may cross midnight', async () => {
      const times = [0, 5 * HOUR, 12 * HOUR, 23 * HOUR, DAY];
      await storage().storeOhlcv(key, barsAt(times));
      const session = { timeZone: 'UTC', open: 22 * 60, close: 300 };
      const read = await storage().getHistoricalPrices(key, EVERYTHING, ['timestamp'], { session });
      expect([...(read.timestamp ?? [])]).toEqual([0, 23 * HOUR, DAY]);
    });

    test('optional columns are carried: last adjusted close, sum of dividends, product of splits', async () => {
      const bars = regularBars(4, 0, MINUTE);
      const nothing = Number.NaN;
      await storage().storeOhlcv(key, {
        ...bars,
        adjClose: Float64Array.of(1, 2, nothing, nothing),
        dividend: Float64Array.of(nothing, 0.5, 0.25, nothing),
        splitRatio: Float64Array.of(2, nothing, 3, nothing),
      });
      const extras = ['adjClose', 'dividend', 'splitRatio'] as const;
      const read = await storage().getHistoricalPrices(key, EVERYTHING, extras, { resample: '5m' });
      expect(extras.map((name) => [...(read[name] ?? [])])).toEqual([[2], [0.75], [6]]);
    });

    test.each([
      [{ resample: '30s' }],
      [{ session: { timeZone: 'Mars/Olympus', open: 0, close: 1 } }],
      [{ session: { timeZone: 'UTC', open: 0, close: 1441 } }],
    ] as const)('%j is refused', async (options) => {
      await storage().storeOhlcv(key, regularBars(3, 0, MINUTE));
      const read = storage().getHistoricalPrices(key, EVERYTHING, ['close'], options);
      await expect(read).rejects.toMatchObject({ code: 'bad-argument' });
    });

    test('of a series that is not stored come no bars', async () => {
      const read = await storage().getHistoricalPrices(key, EVERYTHING, ['close'], { resample: '1h' });
      expect(read.close).toEqual(new Float64Array(0));
    });
  });
}
