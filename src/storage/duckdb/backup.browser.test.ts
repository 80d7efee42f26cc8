import { afterEach, describe, expect, test } from 'vitest';
import { expectSameBytes } from '../../../tests/harness/storage/same-bytes.ts';
import { startCompiled } from '../../../tests/harness/storage/start-compiled.ts';
import type { StartedHarness } from '../../../tests/harness/storage/start-harness.ts';
import { DAY, regularBars, rowsOf, seriesKey } from '../contract/sample-bars.ts';

const FILE = 'backup.db';
const EVERYTHING = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
const key = seriesKey();
const started: StartedHarness[] = [];

async function start() {
  const one = await startCompiled();
  started.push(one);
  await one.harness.removeFiles(FILE);
  return one.harness;
}

afterEach(() => {
  for (const { worker } of started.splice(0)) worker.terminate();
});

describe('backup and restore', () => {
  test('a restored backup brings back what was stored then, and nothing that came later', async () => {
    const harness = await start();
    const storage = await harness.openStorage(FILE);
    await storage.storeOhlcv(key, regularBars(3000));
    const backup = await harness.backup();
    await storage.storeOhlcv(seriesKey({ symbol: 'LATER' }), regularBars(5));
    await storage.deleteSeries(key);
    await storage.close();
    await harness.restore(FILE, backup);
    const restored = await harness.openStorage(FILE);
    expect((await restored.listSeries()).map(({ symbol, rows }) => [symbol, rows])).toEqual([['TEST', 3000]]);
    expect(rowsOf(await restored.getHistoricalPrices(key, EVERYTHING))).toEqual(rowsOf(regularBars(3000)));
    await restored.storeOhlcv(key, regularBars(3001));
    await restored.close();
    expect(await (await harness.openStorage(FILE)).stats()).toMatchObject({ rows: 3001 });
  });

  test.each([
    ['text', (_: Blob) => new Blob(['date,open\n'.repeat(5000)]), 'database-damaged'],
    ['half of a backup', (backup: Blob) => backup.slice(0, backup.size / 2), 'database-damaged'],
  ] as const)('%s is refused and leaves the database as it was', async (_, spoil, code) => {
    const harness = await start();
    const storage = await harness.openStorage(FILE);
    await storage.storeOhlcv(key, regularBars(100_000));
    const backup = await harness.backup();
    await storage.close();
    await expect(harness.restore(FILE, spoil(backup))).rejects.toMatchObject({ code });
    expect(await (await harness.openStorage(FILE)).stats()).toMatchObject({ rows: 100_000 });
  });

  test.each([
    ['a bar', 'DELETE FROM packed_bars WHERE series_id = 1 AND epoch_ms(timestamp) = 0'],
    ['a cell of a level', 'DELETE FROM packed_levels WHERE level = 1 AND epoch_ms(timestamp) = 0'],
    ['the row of a series', 'DELETE FROM series'],
  ])('a backup that lost %s is refused and leaves the database as it was', async (_, loss) => {
    const harness = await start();
    const storage = await harness.openStorage(FILE);
    await storage.storeOhlcv(key, regularBars(3000));
    await harness.execute([loss]);
    const backup = await harness.backup();
    await storage.close();
    await harness.removeFiles(FILE);
    const other = await harness.openStorage(FILE);
    await other.storeOhlcv(key, regularBars(7));
    await other.close();
    await expect(harness.restore(FILE, backup)).rejects.toMatchObject({
      code: 'database-damaged',
      message: expect.stringContaining('the backup has'),
    });
    expect(await (await harness.openStorage(FILE)).stats()).toMatchObject({ rows: 7 });
  });

  test('a backup that was cut off within what runs left behind is refused', async () => {
    const harness = await start();
    const storage = await harness.openStorage(FILE);
    await storage.storeOhlcv(key, regularBars(3000));
    await harness.execute([
      "INSERT INTO run SELECT 'r' || i, make_timestamp(i), md5(i::VARCHAR), repeat(md5((i * 7)::VARCHAR), 200), NULL FROM range(3000) t(i)",
    ]);
    const backup = await harness.backup();
    await storage.close();
    const half = backup.slice(0, 12_288 + 262_144 * Math.ceil(backup.size / 262_144 / 2));
    await expect(harness.restore(FILE, half)).rejects.toMatchObject({ code: 'database-damaged' });
    expect(await (await harness.openStorage(FILE)).stats()).toMatchObject({ rows: 3000 });
  });

  test('a backup that a later version wrote is refused', async () => {
    const harness = await start();
    const storage = await harness.openStorage(FILE);
    await harness.execute(['INSERT INTO schema_version VALUES (99)']);
    const backup = await harness.backup();
    await storage.close();
    await expect(harness.restore(FILE, backup)).rejects.toMatchObject({ code: 'database-newer' });
  });

  test('a database is not restored over while it is open', async () => {
    const harness = await start();
    const storage = await harness.openStorage(FILE);
    await storage.storeOhlcv(key, regularBars(10));
    const backup = await harness.backup();
    await expect(harness.restore(FILE, backup)).rejects.toMatchObject({ code: 'database-in-use' });
    expect(await storage.stats()).toMatchObject({ rows: 10 });
  });

  test('a backup is refused while a snapshot holds up the checkpoint', async () => {
    const harness = await start();
    const storage = await harness.openStorage(FILE);
    await storage.storeOhlcv(key, regularBars(10));
    const snapshot = await storage.openSnapshot([key]);
    await storage.deleteSeries(key);
    await expect(harness.backup()).rejects.toMatchObject({ code: 'database-in-use' });
    await snapshot.release();
    expect((await harness.backup()).size).toBeGreaterThan(12_288);
  });

  test('many small writes leave the file no bigger than a few do', async () => {
    const harness = await start();
    const storage = await harness.openStorage(FILE);
    const grow = async (from: number, to: number) => {
      for (let day = from; day < to; day++) await storage.storeOhlcv(key, regularBars(1, day * DAY));
      return (await storage.stats()).bytes;
    };
    const few = await grow(0, 20);
    expect(await grow(20, 120)).toBeLessThanOrEqual(few + 2 * 262_144);
  });
});

describe('a damaged file', () => {
  test('is set aside whole, can be read from there, and makes way for a new database', async () => {
    const harness = await start();
    const storage = await harness.openStorage(FILE);
    await storage.storeOhlcv(key, regularBars(1000));
    await storage.close();
    const damaged = (await harness.readFile(FILE)).fill(7, 0, 4096);
    await harness.writeFile(FILE, damaged);
    await expect(harness.openStorage(FILE)).rejects.toMatchObject({ code: 'database-damaged' });
    const stamp = Date.now();
    const aside = await harness.setAside(FILE, stamp);
    const name = `${FILE}.damaged-${stamp}`;
    expect(aside.find((file) => file.name === name)).toMatchObject({ bytes: damaged.byteLength });
    expect(await (await harness.openStorage(FILE)).stats()).toMatchObject({ rows: 0 });
    const kept = new Uint8Array(await (await harness.readSetAside(FILE, name)).arrayBuffer());
    expectSameBytes(kept, damaged);
    await harness.removeFiles(name);
  });

  test('only files that were set aside can be read', async () => {
    const harness = await start();
    await harness.openStorage(FILE);
    await expect(harness.readSetAside(FILE, FILE)).rejects.toMatchObject({ code: 'bad-argument' });
  });
});
