import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BAR_COLUMNS, type BarColumns } from '../../core/bar.ts';
import type { BarSnapshot } from '../bar-storage.ts';
import { barsAt, concatenate, DAY, regularBars, rowsOf, seriesKey } from './sample-bars.ts';
import { CONTRACT_CHUNK_ROWS, type StorageUnderTest } from './storage-under-test.ts';

/** What a snapshot shows. */
export function describeSnapshots({ storage }: StorageUnderTest): void {
  const key = seriesKey();

  describe('snapshots', () => {
    test('chunks add up to the series: extents, rows and bars', async () => {
      const bars = regularBars(10 * CONTRACT_CHUNK_ROWS + 7, -30 * DAY);
      await storage().storeOhlcv(key, bars);
      const snapshot = await storage().openSnapshot([key]);
      const chunks = snapshot.series[0]?.chunks ?? [];
      expect(chunks.length).toBeGreaterThan(5);
      for (const { rows } of chunks) expect(rows).toBeLessThanOrEqual(2 * CONTRACT_CHUNK_ROWS);
      expect(await readAll(snapshot, 0)).toEqual(bars);
      await snapshot.release();
    });

    test('a read returns the columns asked for, in arrays that the caller may give away', async () => {
      await storage().storeOhlcv(key, regularBars(3));
      const snapshot = await storage().openSnapshot([key]);
      const [first, second] = await Promise.all([
        snapshot.read(0, 0, ['close']),
        snapshot.read(0, 0, ['timestamp', 'close']),
      ]);
      expect(Object.keys(first ?? {})).toEqual(['close']);
      structuredClone(first?.close, { transfer: [first?.close?.buffer as ArrayBuffer] });
      expect(second?.close).toEqual(regularBars(3).close);
      expect(second?.close?.byteLength).toBe(second?.close?.buffer.byteLength);
      expect((await snapshot.read(0, 0, ['close'])).close).toEqual(regularBars(3).close);
      await snapshot.release();
    });

    test('a store, a replacement and a deletion change nothing in an open snapshot', async () => {
      const bars = regularBars(3 * CONTRACT_CHUNK_ROWS);
      await storage().storeOhlcv(key, bars);
      const snapshot = await storage().openSnapshot([key]);
      const info = snapshot.series[0]?.info;
      await storage().storeOhlcv(key, regularBars(50, -60 * DAY));
      expect(await readAll(snapshot, 0)).toEqual(bars);
      await storage().storeOhlcv(key, regularBars(500, 0, DAY, 9), { onConflict: 'replace' });
      expect(await readAll(snapshot, 0)).toEqual(bars);
      await storage().deleteSeries(key);
      expect(await readAll(snapshot, 0)).toEqual(bars);
      await storage().storeOhlcv(key, regularBars(5, 0, DAY, 3));
      expect(await readAll(snapshot, 0)).toEqual(bars);
      expect(info?.rows).toBe(bars.timestamp.length);
      await snapshot.release();
      const fresh = await storage().openSnapshot([key]);
      expect(await readAll(fresh, 0)).toEqual(regularBars(5, 0, DAY, 3));
      await fresh.release();
    });

    test('an uncommitted write is not in a snapshot, not even after its commit', async () => {
      await storage().storeOhlcv(key, regularBars(2));
      const writer = await storage().openWriter(key);
      await writer.append(regularBars(4));
      const snapshot = await storage().openSnapshot([key]);
      await writer.commit();
      expect(await readAll(snapshot, 0)).toEqual(regularBars(2));
      await snapshot.release();
    });

    test('two snapshots of two moments stand beside each other', async () => {
      await storage().storeOhlcv(key, regularBars(2));
      const before = await storage().openSnapshot([key]);
      await storage().storeOhlcv(key, regularBars(4));
      const after = await storage().openSnapshot([key]);
      expect(await readAll(before, 0)).toEqual(regularBars(2));
      expect(await readAll(after, 0)).toEqual(regularBars(4));
      expect(after.series[0]?.info.revision).toBeGreaterThan(before.series[0]?.info.revision as number);
      await before.release();
      await after.release();
    });

    test('several series come in the order asked for', async () => {
      const other = seriesKey({ symbol: 'OTHER' });
      await storage().storeOhlcv(key, regularBars(3));
      await storage().storeOhlcv(other, regularBars(4, DAY, DAY, 5));
      const snapshot = await storage().openSnapshot([other, key]);
      expect(snapshot.series.map(({ info }) => info.symbol)).toEqual(['OTHER', 'TEST']);
      expect(await readAll(snapshot, 0)).toEqual(regularBars(4, DAY, DAY, 5));
      expect(await readAll(snapshot, 1)).toEqual(regularBars(3));
      await snapshot.release();
    });

    test('a series that is not stored is an error', async () => {
      await expect(storage().openSnapshot([key])).rejects.toMatchObject({ code: 'unknown-series' });
    });

    test('a released snapshot serves nothing, and releasing it again is fine', async () => {
      await storage().storeOhlcv(key, regularBars(3));
      const snapshot = await storage().openSnapshot([key]);
      await snapshot.release();
      await snapshot.release();
      await expect(snapshot.read(0, 0, ['close'])).rejects.toMatchObject({ code: 'bad-argument' });
    });

    test('a chunk that is not there is an error', async () => {
      await storage().storeOhlcv(key, regularBars(3));
      const snapshot = await storage().openSnapshot([key]);
      await expect(snapshot.read(0, 1, ['close'])).rejects.toMatchObject({ code: 'bad-argument' });
      await expect(snapshot.read(1, 0, ['close'])).rejects.toMatchObject({ code: 'bad-argument' });
      await snapshot.release();
    });

    test('bars in clusters, stored in pieces in any order, come in ascending chunks of bounded length', async () => {
      const cluster = fc.record({
        start: fc.integer({ min: -2000, max: 2_000_000 }),
        length: fc.integer({ min: 1, max: 150 }),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(cluster, { minLength: 1, maxLength: 6 }), async (clusters) => {
          await storage().deleteSeries(key);
          const times = new Set<number>();
          for (const { start, length } of clusters) {
            const piece = Array.from({ length }, (_, index) => (start + index) * 60_000);
            for (const time of piece) times.add(time);
            await storage().storeOhlcv(key, barsAt(piece));
          }
          const snapshot = await storage().openSnapshot([key]);
          const bars = await readAll(snapshot, 0);
          await snapshot.release();
          expect(rowsOf(bars)).toEqual(rowsOf(barsAt([...times].sort((a, b) => a - b))));
        }),
        { numRuns: 15 },
      );
    });
  });
}

/** All bars of a series, chunk by chunk; each chunk is what its extent says. */
async function readAll(snapshot: BarSnapshot, series: number): Promise<BarColumns> {
  const { chunks, info } = snapshot.series[series] as BarSnapshot['series'][number];
  const blocks: BarColumns[] = [];
  for (const [index, extent] of chunks.entries()) {
    const block = (await snapshot.read(series, index, BAR_COLUMNS)) as BarColumns;
    const { timestamp } = block;
    expect({ rows: timestamp.length, first: timestamp[0], last: timestamp.at(-1) }).toEqual({ ...extent });
    expect(extent.rows).toBeLessThanOrEqual(2 * CONTRACT_CHUNK_ROWS);
    blocks.push(block);
  }
  const all = concatenate(blocks);
  expect([info.rows, info.first, info.last]).toEqual([
    all.timestamp.length,
    all.timestamp[0],
    all.timestamp.at(-1),
  ]);
  return all;
}
