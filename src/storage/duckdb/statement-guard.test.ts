import { describe, expect, test } from 'vitest';
import { guardStatement } from './statement-guard.ts';

const RUNS = [
  'select 1',
  '  SELECT 1 ;  ',
  'select 1 -- done',
  'select 1; -- done; really',
  "select ';' as semicolon, ')' as paren",
  'select 1 /* ; ) /* nested ; */ */ + 1',
  'select $$ ; ) $$',
  'select $tag$ ; $$ ) $tag$',
  'select "a;)" from (select 1 as "a;)")',
  "select 'it''s; fine'",
  'with a as (select 1) select * from a',
  'from bars',
  "values (1, 'x')",
  'describe bars',
  '((select 1))',
  "select count(*) from ohlcv_data where symbol = 'a' and (close > 1 or (volume < 2))",
] as const;

const REFUSED = [
  '',
  '   -- nothing',
  ';',
  'select 1; select 2',
  'select 1); drop table bars; --',
  '1) ; drop table bars; --',
  'select 1); insert into bars select * from bars; select * from (select 1',
  'select (1',
  'select 1)',
  "select 'open",
  'select "open',
  'select $$open',
  'select 1 /* open',
  'select 1 /* /* open */',
  "select e'\\'; drop table bars; --'",
  'checkpoint',
  'CHECKPOINT;',
  '/* hello */ checkpoint',
  "set wal_autocheckpoint = '1MB'",
  'pragma database_size',
  "attach 'x.db'",
  "copy bars to 'x.csv'",
  'install parquet',
  'load parquet',
  'drop table bars',
  'insert into bars select * from bars',
  'update bars set close = 1',
  'delete from bars',
  'begin',
  'commit',
  'explain analyze delete from bars',
  'create table x as select 1',
  'call force_checkpoint()',
  "select * from read_csv('x.csv')",
  "select * from read_text('backtab.db')",
  "select * from READ_BLOB ('backtab.db')",
  'select * from "read_blob"(\'backtab.db\')',
  "select * from main.read_blob('backtab.db')",
  "select * from read_blob/* ; */('backtab.db')",
  "select * from glob('*')",
  'select * from duckdb_secrets()',
  "select * from 'x.csv'",
  "select * from bars join 'x.csv' using (a)",
  "from 'x.csv'",
  "select * from query('select 1')",
  "with a as (select 1), b as (select * from sniff_csv('x')) select * from a",
] as const;

describe('a statement is let through when it is one balanced reading statement', () => {
  test.each(RUNS)('%s', (sql) => {
    expect(guardStatement(sql).length).toBeGreaterThan(0);
  });

  test('a trailing semicolon and what follows it are left out', () => {
    expect(guardStatement('select 1 ;\n-- bye')).toBe('select 1');
  });
});

describe('a statement is refused before DuckDB sees it', () => {
  test.each(REFUSED)('%s', (sql) => {
    expect(() => guardStatement(sql)).toThrow(expect.objectContaining({ code: 'query-refused' }));
  });
});
