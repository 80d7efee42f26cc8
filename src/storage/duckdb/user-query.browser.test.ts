import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCompiled } from '../../../tests/harness/storage/start-compiled.ts';
import type { StartedHarness } from '../../../tests/harness/storage/start-harness.ts';
import type { BarStorage } from '../bar-storage.ts';
import { DAY, regularBars, seriesKey } from '../contract/sample-bars.ts';

const FILE = 'user-query.db';
let started: StartedHarness;
let storage: BarStorage;

beforeAll(async () => {
  started = await startCompiled();
  await started.harness.removeFiles(FILE);
  storage = await started.harness.openStorage(FILE);
  await storage.storeOhlcv(seriesKey(), regularBars(10));
  await storage.storeOhlcv(seriesKey({ symbol: "O'R" }), regularBars(5, 3 * DAY));
});

afterAll(async () => {
  await storage.close();
  started.worker.terminate();
});

const query = (sql: string, options?: Parameters<StartedHarness['harness']['userQuery']>[1]) =>
  started.harness.userQuery(sql, options);

describe("a user's SQL", () => {
  test('reads the view with the columns of the plan', async () => {
    const { columns, rows } = await query(
      'select * from ohlcv_data order by asset_symbol, timestamp limit 1',
    );
    expect(columns.map(({ name }) => name)).toEqual([
      'asset_symbol',
      'asset_type',
      'exchange',
      'timestamp',
      'timeframe',
      'source',
      'open',
      'high',
      'low',
      'close',
      'volume',
      'adj_close',
      'dividend',
      'split_ratio',
      'created_at',
    ]);
    expect(rows[0]?.slice(0, 12)).toEqual([
      "O'R",
      'stock',
      '',
      3 * DAY,
      '1d',
      'file',
      103,
      105,
      101,
      104,
      1003,
      null,
    ]);
  });

  test('returns plain values of every kind', async () => {
    const { rows } =
      await query(`select 1::tinyint, 9007199254740991, 9007199254740993, 1.25::decimal(9,2), 'x''y', true, null,
      date '1970-01-02', timestamp '1969-12-31 23:59:59', '1970-01-01 02:00:00+02'::timestamptz, [1, 2], {'a': 1},
      interval 1 day, 170141183460469231731687303715884105727::hugeint, 'nan'::double, '\\x41'::blob, time '10:00:00',
      'infinity'::timestamp`);
    expect(rows).toEqual([
      [
        1,
        9007199254740991,
        '9007199254740993',
        1.25,
        "x'y",
        true,
        null,
        DAY,
        -1000,
        0,
        '[1, 2]',
        "{'a': 1}",
        '1 day',
        '170141183460469231731687303715884105727',
        'NaN',
        'A',
        '10:00:00',
        null,
      ],
    ]);
    expect(JSON.parse(JSON.stringify(rows))).toEqual(rows);
  });

  test('keeps its order and two columns of one name, and is cut at the limit', async () => {
    const result = await query('select i as a, -i as a from range(10) r(i) order by i desc; -- last first', {
      limit: 3,
    });
    expect(result.rows).toEqual([
      [9, -9],
      [8, -8],
      [7, -7],
    ]);
    expect(result.truncated).toBe(true);
    expect((await query('select 1', { limit: 1 })).truncated).toBe(false);
  });

  test.each([
    'select 1; -- bye',
    'select \';)\' as "a;)" /* ; ) */',
    'with a as (select 1) select * from a',
    'from bars limit 1',
    'values (1), (2)',
    'describe bars',
    'summarize bars',
    'show tables',
  ])('runs %s', async (sql) => {
    expect((await query(sql)).rows.length).toBeGreaterThan(0);
  });

  test.each([
    '1) ; drop table bars; --',
    'select 1; select 2',
    'select 1); insert into bars select * from bars; select * from (select 1',
    'checkpoint',
    "set wal_autocheckpoint = '1MB'",
    "select * from read_blob('user-query.db')",
    "select * from 'user-query.db'",
  ])('refuses %s and changes nothing', async (sql) => {
    await expect(query(sql)).rejects.toMatchObject({ code: 'query-refused' });
    expect(await storage.stats()).toMatchObject({ series: 2, rows: 15 });
  });

  test.each([
    'select * from nowhere',
    'select * from bars, "x.csv"',
    "select * from bars, 'x.csv'",
    'select * from (checkpoint)',
    'select * from (insert into bars select * from bars)',
    'with a as (delete from bars returning *) select * from a',
    'select 1 as a, from',
  ])('fails on %s and changes nothing', async (sql) => {
    await expect(query(sql)).rejects.toMatchObject({ code: 'query-failed' });
    expect(await storage.stats()).toMatchObject({ series: 2, rows: 15 });
  });

  test('settings that durability rests on cannot be changed even past the guard', async () => {
    for (const statement of [
      "SET wal_autocheckpoint = '1MB'",
      'SET enable_external_access = true',
      "ATTACH 'x.db'",
      "COPY bars TO 'x.csv'",
    ]) {
      await expect(started.harness.execute([statement])).rejects.toMatchObject({ code: 'internal' });
    }
  });

  test('a query that takes too long is stopped, and the database goes on', async () => {
    const endless = 'select count(*) from range(1000000000000) t(x) where x % 7 = 3';
    await expect(query(endless, { timeLimit: 300 })).rejects.toMatchObject({ code: 'query-failed' });
    expect((await query('select count(*) from bars')).rows).toEqual([[15]]);
    await storage.storeOhlcv(seriesKey(), regularBars(11));
    expect(await storage.stats()).toMatchObject({ rows: 16 });
    await storage.deleteSeries(seriesKey());
  });

  test('is observed, a failed one too', async () => {
    await started.harness.observations();
    await query('select 42 as answer');
    await expect(query('select * from nowhere')).rejects.toThrow('nowhere');
    const seen = await started.harness.observations();
    expect(seen.map(({ sql, rows, error }) => [sql, rows, error === undefined])).toEqual([
      ['select 42 as answer', 1, true],
      ['select * from nowhere', 0, false],
    ]);
  });
});
