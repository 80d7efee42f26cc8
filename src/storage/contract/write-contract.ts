import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BAR_COLUMNS, type BarColumns } from '../../core/bar.ts';
import { seriesId } from '../../core/series.ts';
import type { ConflictPolicy } from '../bar-storage.ts';
import { barsAt, concatenate, DAY, regularBars, rowsOf, seriesKey } from './sample-bars.ts';
import type { StorageUnderTest } from './storage-under-test.ts';

const EVERYTHING = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/** What a write does to what is stored. */
export function describeWrites({ storage }: StorageUnderTest): void {
  const key = seriesKey();
  const stored = async (series = key) => rowsOf(await storage().getHistoricalPrices(series, EVERYTHING));

  describe('writing', () => {
    test('five daily bars of 2023-01-01 to 05 come back, the first closing at 100.5', async () => {
      const bars = regularBars(5, Date.UTC(2023, 0, 1));
      bars.close.forEach((_, row) => {
        bars.close[row] = 100.5 + row;
      });
      expect(await storage().storeOhlcv(key, bars)).toEqual({ inserted: 5, updated: 0, skipped: 0 });
      const read = await storage().getHistoricalPrices(key, EVERYTHING);
      expect(read.timestamp).toHaveLength(5);
      expect([...(read.close ?? [])]).toEqual([100.5, 101.5, 102.5, 103.5, 104.5]);
    });

    test('keep leaves a stored bar as it is', async () => {
      await storage().storeOhlcv(key, regularBars(4));
      const report = await storage().storeOhlcv(key, regularBars(4, 2 * DAY, DAY, 50));
      expect(report).toEqual({ inserted: 2, updated: 0, skipped: 2 });
      expect(await stored()).toEqual([
        ...rowsOf(regularBars(4)),
        ...rowsOf(regularBars(2, 4 * DAY, DAY, 50)),
      ]);
    });

    test('replace takes the new bar and leaves stored bars between the new ones alone', async () => {
      await storage().storeOhlcv(key, regularBars(6));
      const report = await storage().storeOhlcv(key, barsAt([DAY, 3 * DAY, 9 * DAY], 50), {
        onConflict: 'replace',
      });
      expect(report).toEqual({ inserted: 1, updated: 2, skipped: 0 });
      const close = (await stored()).map((row) => [row[0], row[4]]);
      expect(close).toEqual(
        [0, 1, 2, 3, 4, 5, 9].map((day) => [day * DAY, 101 + day + ([1, 3, 9].includes(day) ? 50 : 0)]),
      );
    });

    test.each([
      ['keep', 0],
      ['replace', 7],
    ] as const)(
      'of a time that comes twice in one batch, %s stores one bar and counts one skipped',
      async (onConflict, shift) => {
        const batch = concatenate([barsAt([0, DAY]), barsAt([DAY], 7)]);
        expect(await storage().storeOhlcv(key, batch, { onConflict })).toEqual({
          inserted: 2,
          updated: 0,
          skipped: 1,
        });
        expect(await stored()).toEqual(rowsOf(concatenate([barsAt([0]), barsAt([DAY], shift)])));
      },
    );

    test.each([
      ['keep', 0],
      ['replace', 7],
    ] as const)(
      'of a time that comes twice in two batches, %s stores one bar and counts one skipped',
      async (onConflict, shift) => {
        await storage().storeOhlcv(key, barsAt([5 * DAY], 90));
        const writer = await storage().openWriter(key, { onConflict });
        await writer.append(barsAt([0, DAY, 5 * DAY]));
        await writer.append(barsAt([DAY, 2 * DAY, 5 * DAY], 7));
        const updated = onConflict === 'replace' ? 1 : 0;
        expect(await writer.commit()).toEqual({ inserted: 3, updated, skipped: 3 - updated });
        expect(await stored()).toEqual(
          rowsOf(
            concatenate([
              barsAt([0]),
              barsAt([DAY], shift),
              barsAt([2 * DAY], 7),
              barsAt([5 * DAY], onConflict === 'replace' ? 7 : 90),
            ]),
          ),
        );
      },
    );

    test('descending rows and blocks in any order end up ascending', async () => {
      const writer = await storage().openWriter(key);
      await writer.append(barsAt([9, 8, 7].map((day) => day * DAY)));
      await writer.append(barsAt([2, 3, 1].map((day) => day * DAY)));
      await writer.append(barsAt([5, 4, 6].map((day) => day * DAY)));
      expect(await writer.commit()).toEqual({ inserted: 9, updated: 0, skipped: 0 });
      expect(await stored()).toEqual(rowsOf(regularBars(9, DAY)));
    });

    test('the caller may reuse its arrays once append has resolved', async () => {
      const bars = regularBars(3);
      const writer = await storage().openWriter(key);
      await writer.append(bars);
      for (const column of BAR_COLUMNS) bars[column].fill(-1);
      await writer.commit();
      expect(await stored()).toEqual(rowsOf(regularBars(3)));
    });

    test('columns may be one array, or views on one memory', async () => {
      const flat = new Float64Array(4000).fill(7);
      const { timestamp } = regularBars(1000);
      const short = flat.subarray(0, 1000);
      const one = { timestamp, open: short, high: short, low: short, close: short, volume: short };
      const views = {
        timestamp,
        open: flat.subarray(0, 1000),
        high: flat.subarray(1000, 2000),
        low: flat.subarray(500, 1500),
        close: flat.subarray(3000),
        volume: flat.subarray(0, 1000),
      };
      await storage().storeOhlcv(key, one);
      await storage().storeOhlcv(seriesKey({ symbol: 'VIEWS' }), views);
      expect(await stored()).toEqual(Array.from(timestamp, (time) => [time, 7, 7, 7, 7, 7]));
      expect(await stored(seriesKey({ symbol: 'VIEWS' }))).toEqual(await stored());
    });

    test('nothing of a write is visible before its commit', async () => {
      await storage().storeOhlcv(key, regularBars(2));
      const writer = await storage().openWriter(key, { onConflict: 'replace' });
      await writer.append(regularBars(4, 0, DAY, 50));
      expect(await stored()).toEqual(rowsOf(regularBars(2)));
      expect((await storage().listSeries())[0]?.rows).toBe(2);
      await writer.commit();
      expect(await stored()).toEqual(rowsOf(regularBars(4, 0, DAY, 50)));
    });

    test('a rollback leaves no trace, and no writer can go on after its end', async () => {
      const writer = await storage().openWriter(key);
      await writer.append(regularBars(3));
      await writer.rollback();
      await writer.rollback();
      expect(await storage().listSeries()).toEqual([]);
      await expect(writer.append(regularBars(1))).rejects.toMatchObject({ code: 'bad-argument' });
      await expect(writer.commit()).rejects.toMatchObject({ code: 'bad-argument' });
    });

    test('a second writer waits for the first one to end', async () => {
      const order: string[] = [];
      const first = await storage().openWriter(key);
      const waiting = storage()
        .openWriter(key)
        .then((second) => {
          order.push('second opened');
          return second;
        });
      await first.append(regularBars(3));
      order.push('first commits');
      await first.commit();
      const second = await waiting;
      await second.append(regularBars(5));
      expect(await second.commit()).toEqual({ inserted: 2, updated: 0, skipped: 3 });
      expect(order).toEqual(['first commits', 'second opened']);
    });

    test('writes and deletes at one moment leave no bar twice and no orphan', async () => {
      await Promise.all([
        storage().storeOhlcv(key, regularBars(50)),
        storage().storeOhlcv(key, regularBars(50, 25 * DAY)),
        storage().deleteSeries(key),
        storage().storeOhlcv(key, regularBars(50, 10 * DAY)),
        storage().storeOhlcv(key, regularBars(50, 5 * DAY)),
      ]);
      expect(await stored()).toEqual(rowsOf(regularBars(55, 5 * DAY)));
    });

    test('an empty write stores nothing and makes no series', async () => {
      expect(await storage().storeOhlcv(key, regularBars(0))).toEqual({
        inserted: 0,
        updated: 0,
        skipped: 0,
      });
      expect(await storage().listSeries()).toEqual([]);
    });

    test.each([
      ['timestamp', Number.NaN],
      ['timestamp', 0.5],
      ['close', Number.NaN],
      ['volume', Number.POSITIVE_INFINITY],
    ] as const)('a bar with %s %d is refused and nothing is stored', async (column, value) => {
      const bars = regularBars(3);
      bars[column][1] = value;
      await expect(storage().storeOhlcv(key, bars)).rejects.toMatchObject({ code: 'bad-argument' });
      expect(await storage().listSeries()).toEqual([]);
      expect(await storage().storeOhlcv(key, regularBars(3))).toMatchObject({ inserted: 3 });
    });

    test('columns of unequal length are refused', async () => {
      const bars: BarColumns = { ...regularBars(3), close: new Float64Array(2) };
      await expect(storage().storeOhlcv(key, bars)).rejects.toMatchObject({ code: 'bad-argument' });
    });

    test('prices of 17 digits, volumes of 1e12, negative zero and times before 1970 come back bit for bit', async () => {
      const times = [-62_135_596_800_000, -1, 0, 1, 253_402_300_799_999];
      const bars = barsAt(times);
      const odd = [0.1 + 0.2, 1e12 + 0.125, Number.MIN_VALUE, -0, 1.7976931348623157e308];
      for (const column of ['open', 'high', 'low', 'close', 'volume'] as const) bars[column].set(odd);
      await storage().storeOhlcv(key, bars);
      const read = await storage().getHistoricalPrices(key, EVERYTHING);
      for (const column of BAR_COLUMNS) expect(read[column]).toEqual(bars[column]);
      expect(Object.is(read.low?.[3], -0)).toBe(true);
    });

    test('a deleted series is gone, and nothing of it comes back with the next write', async () => {
      await storage().storeOhlcv(key, regularBars(5));
      const before = (await storage().listSeries())[0];
      expect(await storage().deleteSeries(key)).toBe(true);
      expect(await storage().deleteSeries(key)).toBe(false);
      expect(await storage().listSeries()).toEqual([]);
      await storage().storeOhlcv(key, regularBars(1, 9 * DAY));
      expect(await stored()).toEqual(rowsOf(regularBars(1, 9 * DAY)));
      expect((await storage().listSeries())[0]?.revision).toBeGreaterThan(before?.revision ?? 0);
    });

    test('every write that changes a series raises its revision, and no other write does', async () => {
      const revision = async () => (await storage().listSeries())[0]?.revision as number;
      await storage().storeOhlcv(key, regularBars(3));
      const first = await revision();
      await storage().storeOhlcv(key, regularBars(3));
      expect(await revision()).toBe(first);
      await storage().storeOhlcv(key, regularBars(3, 0, DAY, 1), { onConflict: 'replace' });
      expect(await revision()).toBeGreaterThan(first);
    });

    test('quotes, semicolons and letters of any script in a key are only text', async () => {
      const odd = seriesKey({
        symbol: `O'Re"il;ly -- 東京`,
        exchange: `');DROP TABLE bars;--`,
        source: `it's`,
      });
      await storage().storeOhlcv(odd, regularBars(2));
      await storage().storeOhlcv(key, regularBars(3));
      expect(await stored(odd)).toEqual(rowsOf(regularBars(2)));
      const [listed] = (await storage().listSeries()).filter(({ id }) => id === seriesId(odd));
      expect(listed).toMatchObject(odd);
      expect(await storage().deleteSeries(odd)).toBe(true);
      expect(await stored()).toEqual(rowsOf(regularBars(3)));
    });

    test('any sequence of writes leaves what a map from time to bar would hold, and the reports add up', async () => {
      const write = fc.record({
        days: fc.array(fc.integer({ min: -20, max: 60 }), { maxLength: 40 }),
        batches: fc.integer({ min: 1, max: 3 }),
        onConflict: fc.constantFrom<ConflictPolicy>('keep', 'replace'),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(write, { minLength: 1, maxLength: 4 }), async (writes) => {
          await storage().deleteSeries(key);
          const model = new Map<number, number>();
          let shift = 0;
          for (const { days, batches, onConflict } of writes) {
            const before = new Set(model.keys());
            const replaced = new Set<number>();
            const writer = await storage().openWriter(key, { onConflict });
            for (let batch = 0; batch < batches; batch++) {
              shift++;
              const part = days.filter((_, index) => index % batches === batch);
              for (const day of part) {
                if (before.has(day) && onConflict === 'replace') replaced.add(day);
                if (!model.has(day) || onConflict === 'replace') model.set(day, shift);
              }
              await writer.append(
                barsAt(
                  part.map((day) => day * DAY),
                  shift,
                ),
              );
            }
            const inserted = model.size - before.size;
            expect(await writer.commit()).toEqual({
              inserted,
              updated: replaced.size,
              skipped: days.length - inserted - replaced.size,
            });
          }
          const expected = [...model]
            .sort(([a], [b]) => a - b)
            .map(([day, s]) => rowsOf(barsAt([day * DAY], s))[0]);
          expect(await stored()).toEqual(expected);
          const [info] = await storage().listSeries();
          expect(info?.rows ?? 0).toBe(model.size);
          if (info) expect([info.first, info.last]).toEqual([expected[0]?.[0], expected.at(-1)?.[0]]);
        }),
        { numRuns: 25 },
      );
    });
  });
}
