import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { CASH_KINDS, externalFlows } from '../../core/cash-entry.ts';
import { TRADE_FIELDS } from '../../core/trade-columns.ts';
import { accountCurve } from '../../engine/account-curve.ts';
import { anyActions } from '../../engine/testing/action-cases.ts';
import { anyMarkets } from '../../engine/testing/market-cases.ts';
import { arrayFeed, leanRun, type RunCase } from '../../engine/testing/random-run.ts';
import { anyTerms } from '../../engine/testing/terms-cases.ts';
import { runSeriesRows } from '../../worker/storage/run-series.ts';
import { ACCOUNT_STATEMENTS, ACCOUNT_TABLES, LEDGER_FIELDS, RUN_SERIES_FIELDS } from './account-schema.ts';
import { BAR_TABLE_STATEMENTS, BAR_VIEW_STATEMENT } from './bar-table.ts';
import { RUN_STATEMENTS, RUN_TABLES } from './run-schema.ts';
import { FIRST_STATEMENTS } from './schema.ts';

let database: DuckDBConnection;

beforeAll(async () => {
  database = await (await DuckDBInstance.create(':memory:')).connect();
  for (const statement of [...FIRST_STATEMENTS, ...RUN_STATEMENTS]) await database.run(statement);
  await database.run('DROP TABLE bars CASCADE');
  for (const statement of [BAR_TABLE_STATEMENTS.packed, BAR_TABLE_STATEMENTS.raw, BAR_VIEW_STATEMENT])
    await database.run(statement);
  for (const statement of ACCOUNT_STATEMENTS) await database.run(statement);
});

const sql = (value: number | string | undefined) =>
  typeof value === 'string'
    ? `'${value}'`
    : Number.isNaN(value ?? Number.NaN)
      ? "'nan'::DOUBLE"
      : `${value}::DOUBLE`;
const stamp = (time: number) => `make_timestamp(${Math.round(time * 1_000)}::BIGINT)`;
const insert = async (table: string, rows: readonly string[]) => {
  if (rows.length > 0) await database.run(`INSERT INTO ${table} VALUES ${rows.join(', ')}`);
};

/** Puts a run and its bars into the empty tables, as a browser would. */
async function keep(random: RunCase, result: Awaited<ReturnType<typeof leanRun>>): Promise<void> {
  for (const table of [
    'series',
    'raw_bars',
    'run_equity',
    RUN_TABLES.trades,
    ...Object.values(ACCOUNT_TABLES),
  ])
    await database.run(`DELETE FROM ${table}`);
  const { specification, columns, equity, ledger } = result;
  for (const [index, info] of specification.series.entries()) {
    const { bars } = random.markets[index]!;
    await insert('series', [
      `(${index}, '${info.id}', 'S', 'stock', '', '', '1d', 'test', '', 'UTC', false, ${info.rows}, ${stamp(info.first)}, ${stamp(info.last)}, ${info.revision}, ${stamp(0)}, ${stamp(info.updatedAt)})`,
    ]);
    const rows = Array.from(bars.timestamp, (time, row) => {
      const prices = [bars.open, bars.high, bars.low, bars.close, bars.volume].map((column) =>
        sql(column[row]),
      );
      const ratio = bars.splitRatio![row]!;
      return `(${index}, ${stamp(time)}, ${prices.join(', ')}, NULL, NULL, ${Number.isNaN(ratio) ? 'NULL' : sql(ratio)})`;
    });
    await insert('raw_bars', rows);
  }
  await insert(
    'run_equity',
    Array.from(
      equity.equity,
      (worth, bar) => `('r', 'duckdb', ${stamp(equity.timestamp[bar]!)}, ${sql(worth)})`,
    ),
  );
  const { trades } = columns;
  await insert(
    RUN_TABLES.trades,
    Array.from({ length: trades.length }, (_, row) => {
      const fields = TRADE_FIELDS.map((field) => sql(trades[field][row]));
      return `('r', 'duckdb', ${row}, row(${fields.join(', ')}))`;
    }),
  );
  await insert(
    ACCOUNT_TABLES.series,
    runSeriesRows(specification).map(
      (row) =>
        `('r', 'duckdb', row('${row.id}', ${RUN_SERIES_FIELDS.map((field) => sql(row[field])).join(', ')}))`,
    ),
  );
  await insert(
    ACCOUNT_TABLES.ledger,
    ledger.map((entry) => {
      const values = { ...entry, kind: CASH_KINDS.indexOf(entry.kind), series: entry.series ?? Number.NaN };
      return `('r', 'duckdb', row(${LEDGER_FIELDS.map((field) => sql(values[field])).join(', ')}))`;
    }),
  );
}

const select = async (query: string) => (await database.runAndReadAll(query)).getRowsJson();

describe('the account of a run by SQL', { timeout: 120_000 }, () => {
  it('is the one that the engine puts together: cash, exposure, drawdown and units at every bar', async () => {
    const seen = { traded: 0, several: 0, raw: 0, flows: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.record({ markets: anyMarkets, actions: anyActions, terms: anyTerms }),
        async (random) => {
          const result = await leanRun(random);
          const { specification, columns, ledger } = result;
          const flows = externalFlows(ledger);
          const account = await accountCurve(
            { ...columns, specification, flows },
            columns.equity,
            arrayFeed(random),
          );
          await keep(random, result);
          const rows = await select(
            "SELECT bar::DOUBLE, equity, cash, gross, net, drawdown FROM run_account('r') ORDER BY bar",
          );
          expect(rows).toHaveLength(account.equity.length);
          for (const [bar, row] of (rows as number[][]).entries()) {
            const expected = [
              bar,
              ...(['equity', 'cash', 'gross', 'net'] as const).map((name) => account[name][bar]!),
            ];
            const size = 1 + Math.abs(expected[1]!) + account.gross[bar]!;
            for (const [index, value] of expected.entries()) {
              expect(Math.abs(row[index]! - value) / size, `column ${index} of bar ${bar}`).toBeLessThan(
                1e-9,
              );
            }
            if (!account.equity.subarray(0, bar + 1).some((worth) => worth <= 0))
              expect(row[5]).toBeCloseTo(account.drawdown[bar]!, 9);
          }
          const units = (await select("SELECT series, bar, units FROM run_holding('r')")) as number[][];
          expect(units).toHaveLength(account.equity.length * specification.series.length);
          for (const [series, bar, held] of units) {
            const expected = account.units[series!]![Number(bar)]!;
            expect(Math.abs(held! - expected)).toBeLessThan(1e-9 * (1 + Math.abs(expected)));
          }
          if (columns.trades.length > 0) seen.traded++;
          if (columns.trades.length > 0 && random.markets.length > 1) seen.several++;
          if (specification.adjustments === 'raw' && columns.trades.length > 0) seen.raw++;
          if (flows.bar.length > 0) seen.flows++;
        },
      ),
      { numRuns: 30 },
    );
    for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(0);
  });

  it('has no cash and exposure where bars were written again since', async () => {
    await database.run('UPDATE series SET revision = revision + 1');
    const [row] = await select("SELECT cash, gross, equity > 0 FROM run_account('r') LIMIT 1");
    expect(row?.slice(0, 2)).toEqual([null, null]);
  });
});
