import { mkdtempSync, openAsBlob, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImportFile } from '../byte-source.ts';
import { importFile } from '../import-file.ts';
import type { ImportProgress } from '../import-types.ts';
import { previewFile } from '../preview-file.ts';
import { createControl, createStorage, storedBars } from '../test-storage.ts';
import { loadParquet } from './parquet-engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'parquet-import-'));
let connection: DuckDBConnection;

beforeAll(async () => {
  await loadParquet(readFileSync('node_modules/parquet-wasm/esm/parquet_wasm_bg.wasm'));
  connection = await (await DuckDBInstance.create(':memory:')).connect();
});
afterAll(() => {
  connection.closeSync();
  rmSync(folder, { recursive: true });
});

async function write(name: string, select: string, options = 'COMPRESSION zstd'): Promise<ImportFile> {
  const path = join(folder, name);
  await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet, ${options})`);
  return Object.assign(await openAsBlob(path), { name });
}

const BARS = `SELECT TIMESTAMP '2024-01-02 09:30:00' + INTERVAL (i) MINUTE AS ts, 100 + i % 7 AS open,
  108.25 + i % 7 AS high, 99.5 AS low, (101 + i % 5)::DOUBLE AS close, i AS volume FROM range(300000) t(i)`;

describe('a Parquet file', () => {
  test.each(['snappy', 'zstd', 'gzip', 'uncompressed'])(
    'with %s compression and several row groups is stored whole',
    async (codec) => {
      const file = await write('ABC_1m.parquet', BARS, `COMPRESSION ${codec}, ROW_GROUP_SIZE 100000`);
      const storage = createStorage();
      const seen: ImportProgress[] = [];
      const report = await importFile(file, {}, storage, createControl({ onProgress: (p) => seen.push(p) }));
      expect(report).toMatchObject({ rowsIn: 300_000, rowsStored: 300_000, rowsRejected: 0 });
      expect(report.series).toMatchObject({ symbol: 'ABC', timeframe: '1m' });
      const bars = await storedBars(storage, report.series);
      expect(bars.timestamp[0]).toBe(Date.UTC(2024, 0, 2, 9, 30));
      expect(bars.timestamp[299_999]).toBe(Date.UTC(2024, 0, 2, 9, 30) + 299_999 * 60_000);
      for (const row of [0, 99_999, 100_000, 299_999])
        expect([bars.open[row], bars.high[row], bars.low[row], bars.close[row], bars.volume[row]]).toEqual([
          100 + (row % 7),
          108.25 + (row % 7),
          99.5,
          101 + (row % 5),
          row,
        ]);
      expect(seen.at(-1)).toMatchObject({ bytesRead: file.size, bytesTotal: file.size, phase: 'committing' });
    },
  );

  test('with a time and one price is previewed with dates for midnights, and stored by choice', async () => {
    const file = await write(
      'FUND.parquet',
      "SELECT TIMESTAMP '2024-01-01' + to_days(i::INTEGER) AS day, CASE i WHEN 2 THEN NULL ELSE 100.5 + i END AS nav FROM range(40) t(i)",
    );
    const preview = await previewFile(file);
    expect(preview.mapping.roles).toEqual(['timestamp', 'close']);
    expect(preview.sampleRows[1]).toEqual(['2024-01-02', '101.5']);
    expect(preview.problems).toEqual([expect.stringMatching(/^Not found: open, high, low/)]);
    const storage = createStorage();
    await expect(importFile(file, {}, storage, createControl())).rejects.toMatchObject({
      code: 'missing-column',
    });
    const report = await importFile(file, { mapping: { closeOnly: true } }, storage, createControl());
    expect(report).toMatchObject({ rowsIn: 40, rowsStored: 39, rowsRejected: 1, linesSkipped: 0 });
    expect(report.rejections).toEqual([
      { line: 3, reason: 'empty close price', text: expect.stringMatching(/,$/) },
    ]);
    const bars = await storedBars(storage, report.series);
    expect(bars.high).toEqual(bars.close);
    expect(bars.low[0]).toBe(100.5);
  });

  const START = Date.UTC(2024, 0, 2, 9, 30);
  test.each<[string, string, number]>([
    ['TIMESTAMP_S', "TIMESTAMP_S '2024-01-02 09:30:00' + INTERVAL (i) MINUTE", START],
    ['TIMESTAMP_MS', "(TIMESTAMP '2024-01-02 09:30:00.001' + INTERVAL (i) MINUTE)::TIMESTAMP_MS", START + 1],
    ['TIMESTAMP_NS', "(TIMESTAMP '2024-01-02 09:30:00.001' + INTERVAL (i) MINUTE)::TIMESTAMP_NS", START + 1],
    ['TIMESTAMPTZ', "TIMESTAMPTZ '2024-01-02 11:30:00+02' + to_minutes(i)", START],
    ['epoch seconds', `${START / 1000} + i * 60`, START],
    ['epoch ms', `${START} + i * 60000`, START],
    ['epoch ns', `${START + 1}000000 + i * 60000000000`, START + 1],
    ['epoch ms as double', `(${START} + i * 60000)::DOUBLE`, START],
    [
      'ISO text',
      "strftime(TIMESTAMP '2024-01-02 09:30:00' + to_minutes(i), '%Y-%m-%dT%H:%M:%S') || '+01:00'",
      START - 3_600_000,
    ],
  ])('reads %s stamps exactly', async (_, stamp, first) => {
    const file = await write(
      'X.parquet',
      `SELECT ${stamp} AS "Open time", 1.5::FLOAT AS open, 2::DECIMAL(18,4) AS high, 1::TINYINT AS low, '1.25' AS close, 12345678901.5::DECIMAL(38,2) AS volume FROM range(50) t(i)`,
    );
    const storage = createStorage();
    const report = await importFile(file, {}, storage, createControl());
    expect(report).toMatchObject({ rowsIn: 50, rowsStored: 50 });
    const bars = await storedBars(storage, report.series);
    expect(bars.timestamp[0]).toBe(first);
    expect(bars.timestamp[49]).toBe(first + 49 * 60_000);
    expect([bars.open[7], bars.high[7], bars.low[7], bars.close[7], bars.volume[7]]).toEqual([
      1.5, 2, 1, 1.25, 12345678901.5,
    ]);
  });

  test('with dates and no volume is daily at 00:00 UTC with volume 0', async () => {
    const file = await write(
      'DAYS.parquet',
      "SELECT DATE '2024-01-01' + i::INT AS date, 1.0 AS o, 2.0 AS h, 0.5 AS l, 1.5 AS c FROM range(40) t(i)",
    );
    const storage = createStorage();
    const report = await importFile(
      file,
      { mapping: { timeZone: 'America/New_York' } },
      storage,
      createControl(),
    );
    expect(report.series).toMatchObject({ symbol: 'DAYS', timeframe: '1d' });
    const bars = await storedBars(storage, report.series);
    expect([bars.timestamp[0], bars.volume[0]]).toEqual([Date.UTC(2024, 0, 1), 0]);
  });

  test('rejects nulls and what is not finite, by row', async () => {
    const file = await write(
      'N.parquet',
      `SELECT CASE i WHEN 3 THEN NULL ELSE TIMESTAMP '2024-01-02' + to_days(i::INT) END AS ts, 2.0 AS open, CASE i WHEN 5 THEN NULL ELSE 3.0 END AS high,
       1.0 AS low, CASE i WHEN 7 THEN 'nan'::DOUBLE ELSE 2.0 END AS close, CASE i WHEN 9 THEN NULL ELSE 1 END AS volume FROM range(12) t(i)`,
    );
    const report = await importFile(file, {}, createStorage(), createControl());
    expect(report.rejections.map(({ line, reason }) => [line, reason])).toEqual([
      [4, 'unreadable timestamp ""'],
      [6, 'empty high price'],
      [8, 'close "NaN" is not finite'],
      [10, 'empty volume'],
    ]);
    expect(report).toMatchObject({ rowsIn: 12, rowsStored: 8, rowsRejected: 4 });
  });

  test('is previewed from its head', async () => {
    const file = await write('BTCUSDT-1m-2024-01.parquet', `SELECT *, 'BTCUSDT' AS symbol FROM (${BARS})`);
    const preview = await previewFile(file);
    expect(preview.mapping).toMatchObject({
      format: 'parquet',
      roles: ['timestamp', 'open', 'high', 'low', 'close', 'volume', 'ignore'],
    });
    expect(preview.series).toMatchObject({
      symbol: 'BTCUSDT',
      assetType: 'crypto',
      quote: 'USDT',
      timeframe: '1m',
    });
    expect(preview.sampleRows[0]).toEqual([
      '2024-01-02 09:30:00',
      '100',
      '108.25',
      '99.5',
      '101',
      '0',
      'BTCUSDT',
    ]);
  });

  test('with two instruments is refused and leaves nothing', async () => {
    const file = await write(
      'T.parquet',
      `SELECT *, CASE WHEN volume < 200000 THEN 'A' ELSE 'B' END AS ticker FROM (${BARS})`,
    );
    const storage = createStorage();
    await expect(importFile(file, {}, storage, createControl())).rejects.toMatchObject({
      code: 'unsupported-file',
    });
    expect(await storage.listSeries()).toEqual([]);
  });

  test.each<[string, string, string]>([
    [
      'without rows',
      "SELECT * FROM (SELECT DATE '2024-01-01' AS date, 1 AS open) WHERE open > 1",
      'empty-file',
    ],
    ['of people', "SELECT 'Ann' AS name, 34 AS age", 'not-ohlcv'],
    ['without a close', "SELECT DATE '2024-01-01' AS date, 1 AS open, 2 AS high, 1 AS low", 'missing-column'],
    [
      'with a list for a price',
      "SELECT DATE '2024-01-01' AS date, [1] AS open, 2 AS high, 1 AS low, 1 AS close",
      'unsupported-file',
    ],
  ])('%s is refused', async (_, select, code) => {
    const file = await write('R.parquet', select);
    await expect(importFile(file, {}, createStorage(), createControl())).rejects.toMatchObject({ code });
  });

  test('that was cut off is unreadable', async () => {
    const file = await write('ABC.parquet', BARS);
    const cut = new File([file.slice(0, Math.floor(file.size / 2))], 'ABC.parquet');
    await expect(previewFile(cut)).rejects.toMatchObject({ code: 'unreadable-file' });
  });

  test('cancelled between row groups leaves nothing', async () => {
    const file = await write('ABC.parquet', BARS, 'ROW_GROUP_SIZE 30000');
    const storage = createStorage();
    const abort = new AbortController();
    const control = createControl({
      signal: abort.signal,
      onProgress: ({ rows }) => {
        if (rows > 100_000) abort.abort();
      },
    });
    await expect(importFile(file, {}, storage, control)).rejects.toMatchObject({ name: 'AbortError' });
    expect(await storage.listSeries()).toEqual([]);
  });
});
