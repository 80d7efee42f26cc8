import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, type Page, test } from '@playwright/test';
import { HARNESS_PORT } from './harness-server.ts';
import { type LossBench, openBench } from './loss-page.ts';

// What leaves the browser is read by an ordinary DuckDB.

let bench: LossBench;
let folder: string;
test.setTimeout(120_000);
test.beforeEach(async () => {
  bench = await openBench(HARNESS_PORT);
  folder = mkdtempSync(join(tmpdir(), 'backtab-native-'));
});
test.afterEach(async () => {
  await bench.end();
  rmSync(folder, { recursive: true, force: true });
});

async function save(page: Page, what: 'backup' | 'csv' | 'parquet', name: string): Promise<string> {
  const text = await page.evaluate(async (format) => {
    const { harness } = await globalThis.started;
    const key = Reflect.get(globalThis, 'benchKey') as (
      symbol: string,
    ) => Parameters<typeof harness.exportSeries>[0];
    const blob =
      format === 'backup' ? await harness.backup() : await harness.exportSeries(key('OUT'), format);
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let binary = '';
    for (let at = 0; at < bytes.length; at += 8192)
      binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(binary);
  }, what);
  const path = join(folder, name);
  writeFileSync(path, Buffer.from(text, 'base64'));
  return path;
}

async function ask(path: string, sql: string): Promise<unknown> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  const rows = (await connection.runAndReadAll(sql)).getRowsJson();
  connection.closeSync();
  instance.closeSync();
  return rows;
}

const SUMMARY =
  'count(*)::INTEGER, round(sum(close), 4), min(timestamp)::VARCHAR, max(timestamp)::VARCHAR, count(dividend)::INTEGER';

test('a backup and both exports hold the same bars for an ordinary DuckDB', async () => {
  const [backup, csv, parquet] = await bench.session('close', async (page) => {
    await page.evaluate(() => globalThis.bench.store('OUT', 0, 150_000));
    await page.evaluate(() => globalThis.bench.store('OTHER', 0, 1000));
    return [
      await save(page, 'backup', 'backup.db'),
      await save(page, 'csv', 'out.csv'),
      await save(page, 'parquet', 'out.parquet'),
    ];
  });
  const prices = Array.from({ length: 150_000 }, (_, row) => 100 + (row % 991) / 100);
  const sum = Math.round(prices.reduce((total, price) => total + price, 0) * 1e4) / 1e4;
  const expected = [[150_000, sum, '1970-01-01 00:00:00', '1970-04-15 03:59:00', 0]];
  const view = `SELECT ${SUMMARY} FROM ohlcv_data WHERE asset_symbol = 'OUT' AND timeframe = '1m'`;
  expect(await ask(backup, view)).toEqual(expected);
  expect(await ask(backup, "SELECT count(*)::INTEGER FROM ohlcv_data WHERE asset_symbol = 'OTHER'")).toEqual([
    [1000],
  ]);
  expect(await ask(':memory:', `SELECT ${SUMMARY} FROM read_parquet('${parquet}')`)).toEqual(expected);
  const types = "types = {'timestamp': 'TIMESTAMP'}";
  expect(await ask(':memory:', `SELECT ${SUMMARY} FROM read_csv('${csv}', ${types})`)).toEqual(expected);
});
