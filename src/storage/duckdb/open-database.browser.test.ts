import { afterEach, describe, expect, test } from 'vitest';
import { removePrivateFiles } from '../../../tests/harness/storage/private-files.ts';
import { expectSameBytes, expectSameColumns } from '../../../tests/harness/storage/same-bytes.ts';
import { startCompiled } from '../../../tests/harness/storage/start-compiled.ts';
import type { StartedHarness } from '../../../tests/harness/storage/start-harness.ts';
import { STORED_COLUMNS } from '../../core/bar.ts';
import { regularBars, seriesKey } from '../contract/sample-bars.ts';

const FILE = 'outcomes.db';
const key = seriesKey();
const started: StartedHarness[] = [];

async function start(): Promise<StartedHarness> {
  const one = await startCompiled();
  started.push(one);
  return one;
}

afterEach(async () => {
  for (const { worker } of started.splice(0)) worker.terminate();
  await removePrivateFiles(FILE, `${FILE}.wal`);
});

describe('opening the database', () => {
  test('what was stored is there after close, reopen, another write and another reopen', async () => {
    const { harness } = await start();
    for (let session = 0; session < 4; session++) {
      const storage = await harness.openStorage(FILE);
      expect(await storage.stats()).toMatchObject({ rows: session * 10 });
      await storage.storeOhlcv(key, regularBars((session + 1) * 10));
      await storage.close();
    }
  });

  test('a worker that is ended in the middle keeps what was acknowledged and loses the open write', async () => {
    const first = await start();
    const storage = await first.harness.openStorage(FILE);
    await storage.storeOhlcv(key, regularBars(1000));
    const writer = await storage.openWriter(seriesKey({ symbol: 'HALF' }));
    await writer.append(regularBars(300_000));
    first.worker.terminate();
    const reopened = await (await start()).harness.openStorage(FILE);
    expect((await reopened.listSeries()).map(({ symbol, rows }) => [symbol, rows])).toEqual([['TEST', 1000]]);
  });

  test('while one worker holds the database, another is told so, and opens it once it is free', async () => {
    const first = await start();
    const second = await start();
    const storage = await first.harness.openStorage(FILE);
    await storage.storeOhlcv(key, regularBars(7));
    await expect(second.harness.openStorage(FILE)).rejects.toMatchObject({ code: 'database-in-use' });
    await storage.close();
    expect(await (await second.harness.openStorage(FILE)).stats()).toMatchObject({ rows: 7 });
  });

  test('a free database is opened by a worker that is busy for longer than another one is waited for', async () => {
    const { harness } = await start();
    await harness.loseTime();
    expect(await (await harness.openStorage(FILE)).stats()).toMatchObject({ rows: 0 });
  });

  test('a worker that is just ending is waited for', async () => {
    const first = await start();
    const second = await start();
    await first.harness.openStorage(FILE);
    const opening = second.harness.openStorage(FILE);
    setTimeout(() => first.worker.terminate(), 500);
    expect(await (await opening).stats()).toMatchObject({ rows: 0 });
  });

  test.each([
    ['its first page overwritten', (bytes: Uint8Array) => bytes.fill(7, 0, 4096)],
    ['its header pages overwritten', (bytes: Uint8Array) => bytes.fill(7, 0, 12_288)],
    ['everything but its head cut off', (bytes: Uint8Array) => bytes.subarray(0, 5000)],
    ['text in it', () => new TextEncoder().encode('date,open,high,low,close,volume\n'.repeat(1000))],
  ] as const)('a file with %s is refused as damaged and stays byte for byte', async (_, damage) => {
    const { harness } = await start();
    const storage = await harness.openStorage(FILE);
    await storage.storeOhlcv(key, regularBars(1000));
    await storage.close();
    await harness.writeFile(FILE, damage(await harness.readFile(FILE)));
    const before = [await harness.readFile(FILE), await harness.readFile(`${FILE}.wal`)] as const;
    await expect(harness.openStorage(FILE)).rejects.toMatchObject({ code: 'database-damaged' });
    expectSameBytes(await harness.readFile(FILE), before[0]);
    expectSameBytes(await harness.readFile(`${FILE}.wal`), before[1]);
  });

  test('a read that reaches past the end of a file that was cut off fails as damaged, it does not wait', async () => {
    const { harness } = await start();
    const storage = await harness.openStorage(FILE);
    await storage.storeOhlcv(key, regularBars(1000));
    await storage.close();
    const bytes = await harness.readFile(FILE);
    await harness.writeFile(FILE, bytes.subarray(0, bytes.byteLength / 2));
    const read = harness
      .openStorage(FILE)
      .then((reopened) => reopened.getHistoricalPrices(key, { from: 0, to: Number.POSITIVE_INFINITY }));
    await expect(read).rejects.toMatchObject({ code: 'database-damaged' });
  });

  test('an empty file beside a log that is not empty is refused as damaged', async () => {
    const { harness } = await start();
    await harness.writeFile(FILE, new Uint8Array(0));
    await harness.writeFile(`${FILE}.wal`, new Uint8Array(100));
    await expect(harness.openStorage(FILE)).rejects.toMatchObject({ code: 'database-damaged' });
    expect(await harness.readFile(`${FILE}.wal`)).toHaveLength(100);
  });

  test('a schema of a later version is refused and stays byte for byte', async () => {
    const { harness } = await start();
    const storage = await harness.openStorage(FILE);
    await storage.storeOhlcv(key, regularBars(10));
    await harness.execute(['INSERT INTO schema_version VALUES (99)']);
    await storage.close();
    const before = await harness.readFile(FILE);
    await expect(harness.openStorage(FILE)).rejects.toMatchObject({ code: 'database-newer' });
    expectSameBytes(await harness.readFile(FILE), before);
  });

  test.each([1, 3, 4] as const)(
    'a database of schema %i is brought up to date on opening and keeps every bar and every level of detail',
    async (version) => {
      const { harness } = await start();
      const minute = seriesKey({ timeframe: '1m' });
      const odd = seriesKey({ symbol: 'ODD' });
      const storage = await harness.openStorage(FILE);
      await storage.storeOhlcv(minute, regularBars(300_000, 0, 60_000));
      await storage.storeOhlcv(key, { ...regularBars(900), dividend: new Float64Array(900).fill(0.25) });
      const exact = regularBars(500);
      await storage.storeOhlcv(odd, { ...exact, close: exact.close.map((price) => price / 7) });
      const range = { from: 0, to: 300_000 * 60_000 };
      const chart = (opened: typeof storage) => opened.getChartBars(minute, range, 100);
      const bars = (opened: typeof storage) =>
        Promise.all(
          [minute, key, odd].map((each) => opened.getHistoricalPrices(each, range, STORED_COLUMNS)),
        );
      const before = { chart: await chart(storage), bars: await bars(storage) };
      await harness.revertSchema(version);
      await storage.close();
      const reopened = await harness.openStorage(FILE);
      expect(await reopened.stats()).toMatchObject({ rows: 301_400, series: 3 });
      expect(await chart(reopened)).toEqual(before.chart);
      for (const [index, columns] of (await bars(reopened)).entries())
        expectSameColumns({ ...columns }, { ...before.bars[index] });
      const ask = async (sql: string) => (await harness.userQuery(sql)).rows;
      expect(await ask('SELECT level, sum(rows)::INTEGER FROM bar_levels GROUP BY ALL ORDER BY 1')).toEqual(
        [0, 1, 2, 3].map((level) => [level, 301_400]),
      );
      expect(await ask('SELECT (SELECT count(*) FROM packed_bars), (SELECT count(*) FROM raw_bars)')).toEqual(
        [[300_000, 1400]],
      );
      expect(await ask('SELECT count(*), max(dividend) FROM ohlcv_data')).toEqual([[301_400, 0.25]]);
      expect(
        await ask('SELECT (SELECT count(*) FROM run_series), (SELECT count(*) FROM run_ledger)'),
      ).toEqual([[0, 0]]);
    },
  );

  test('calls to open that overlap share one opening', async () => {
    const { harness } = await start();
    const [one, two] = await Promise.all([harness.openStorage(FILE), harness.openStorage(FILE)]);
    await one.storeOhlcv(key, regularBars(3));
    expect(await two.stats()).toMatchObject({ rows: 3 });
  });

  test('the log is empty after every write, and after a write that an open snapshot held up once it is released', async () => {
    const { harness } = await start();
    const logBytes = async () => (await harness.readFile(`${FILE}.wal`)).byteLength;
    const storage = await harness.openStorage(FILE);
    await storage.storeOhlcv(key, regularBars(500));
    expect(await logBytes()).toBe(0);
    const snapshot = await storage.openSnapshot([key]);
    await storage.deleteSeries(key);
    await storage.storeOhlcv(key, regularBars(20));
    await storage.storeOhlcv(key, regularBars(30));
    expect(await logBytes()).toBeGreaterThan(0);
    await snapshot.release();
    expect(await logBytes()).toBe(0);
    expect(await storage.stats()).toMatchObject({ rows: 30 });
  });

  test('a deletion that is cancelled leaves the series whole, and the log empty', async () => {
    const { harness } = await start();
    const storage = await harness.openStorage(FILE);
    const minute = seriesKey({ timeframe: '1m' });
    await storage.storeOhlcv(minute, regularBars(1_200_000, 0, 60_000));
    expect(await harness.cancelDeletion(minute)).toEqual({ error: 'AbortError', rowsTotal: 1_200_000 });
    const ask = async (sql: string) => (await harness.userQuery(sql)).rows;
    expect(await ask('SELECT count(*) FROM bars')).toEqual([[1_200_000]]);
    expect(await ask('SELECT sum(rows)::INTEGER FROM bar_levels WHERE level = 0')).toEqual([[1_200_000]]);
    expect((await harness.readFile(`${FILE}.wal`)).byteLength).toBe(0);
    expect(await storage.deleteSeries(minute)).toBe(true);
    expect(await ask('SELECT (SELECT count(*) FROM bars) + (SELECT count(*) FROM bar_levels)')).toEqual([
      [0],
    ]);
  });

  test('a database without a file says that it is in memory', async () => {
    const { harness } = await start();
    const storage = await harness.openStorage(undefined);
    expect(await harness.place()).toBe('memory');
    await storage.storeOhlcv(key, regularBars(5));
    expect((await storage.stats()).bytes).toBeGreaterThan(0);
  });
});
