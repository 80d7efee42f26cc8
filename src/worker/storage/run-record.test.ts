import { describe, expect, it } from 'vitest';
import { fillRecords } from '../../core/fill-columns.ts';
import { hashOf } from '../../core/hash.ts';
import { orderRecords } from '../../core/order-columns.ts';
import { tradeRecords } from '../../core/trade-columns.ts';
import { runBacktest } from '../../engine/backtest.ts';
import type { BacktestResult } from '../../engine/backtest-result.ts';
import type { RunTerms } from '../../engine/backtest-specification.ts';
import { UNATTENDED } from '../../engine/run-control.ts';
import { findStrategy } from '../../strategies/catalogue.ts';
import type { StorageRun, StoredRun } from '../stored-run.ts';
import { infoOf, swingingBars, TEST_SERIES } from '../testing/bars.ts';
import { fromRunRecord, fromSummaryRecord, toRunRecord } from './run-record.ts';

const bars = swingingBars(150);
const info = infoOf(TEST_SERIES, bars);
const curves = new Map<string, BacktestResult['equity']>();
const extent = { rows: 150, first: info.first, last: info.last };

async function storageRun(
  storage: 'duckdb' | 'memory',
  cash = 10_000,
  terms: RunTerms = {},
): Promise<StorageRun> {
  const result = await runBacktest(
    {
      strategy: 'sma-cross',
      params: { fast: 3, slow: 8, short: true },
      series: [info],
      cash,
      commission: 0.002,
      fillProfile: 'next-open',
      exclusiveOrders: true,
      finalizeTrades: false,
      riskFreeRate: 0,
      ...terms,
    },
    { series: [{ info, chunks: [extent] }], read: async () => bars },
    findStrategy('sma-cross'),
    UNATTENDED,
  );
  const feed = { queries: 1, rows: 150, bytes: 1_200, milliseconds: 0.5 };
  const { equity, ...kept } = result;
  curves.set(kept.resultHash, equity);
  return {
    storage,
    equityOf: storage,
    result: kept,
    timings: { load: 1, engine: 2, total: 3, feed, queries: [] },
  };
}

function recordsOf({ orders, fills, trades }: StorageRun['result']) {
  return { orders: orderRecords(orders), fills: fillRecords(fills), trades: tradeRecords(trades) };
}

function stored(runs: readonly StorageRun[], identical: boolean | null): StoredRun {
  return { runId: 'r1', startedAt: 1_700_000_000_000, runs, identical, divergence: null };
}

describe('a run in the database', () => {
  it('comes back as it was, to the bit', async () => {
    const run = stored([await storageRun('duckdb')], null);
    expect(fromRunRecord(toRunRecord(run))).toEqual(run);
  });

  it('comes back with its ledger and its flows', async () => {
    const run = await storageRun('duckdb', 10_000, {
      financing: { cashRate: 0.02 },
      cashFlows: [{ time: bars.timestamp[5]!, amount: 250 }],
    });
    expect(run.result.ledger?.length).toBeGreaterThan(100);
    expect(run.result.flows?.amount).toEqual(Float64Array.of(250));
    expect(fromRunRecord(toRunRecord(stored([run], null))).runs[0]).toEqual(run);
  });

  it('keeps identical results once and gives them to both', async () => {
    const other = await storageRun('memory');
    const run = stored([await storageRun('duckdb'), { ...other, equityOf: 'duckdb' }], true);
    const record = toRunRecord(run);
    expect(record.results.map(({ storage }) => storage)).toEqual(['duckdb']);
    expect(fromRunRecord(record)).toEqual(run);
  });

  it('keeps different results apart', async () => {
    const run = stored([await storageRun('duckdb'), await storageRun('memory', 20_000)], false);
    const record = toRunRecord(run);
    expect(record.results).toHaveLength(2);
    expect(fromRunRecord(record)).toEqual(run);
  });

  it('of an engine that kept records still loads, without the figures that it did not know', async () => {
    const run = stored([await storageRun('duckdb')], null);
    const { orders, fills, trades } = recordsOf(run.runs[0]!.result);
    const old = trades.map(({ barsHeld, mae, mfe, r, entryOrder, exitOrder, ...trade }) => trade);
    const record = toRunRecord(run);
    const document = JSON.parse(record.document);
    Object.assign(document.runs[0].result, { orders, fills, trades: old });
    const older = { ...record, results: [], document: JSON.stringify(document) };
    const { result } = fromRunRecord(older).runs[0]!;
    const equity = curves.get(result.resultHash)!;
    expect(await hashOf({ ...result, equity })).toBe(result.resultHash);
    expect(tradeRecords(result.trades).map(({ pnl, exitReason }) => ({ pnl, exitReason }))).toEqual(
      trades.map(({ pnl, exitReason }) => ({ pnl, exitReason })),
    );
    expect(result.trades.barsHeld[0]).toBeNaN();
  });

  it('has a summary for the list of runs', async () => {
    const run = stored([await storageRun('duckdb'), await storageRun('memory')], true);
    expect(fromSummaryRecord(toRunRecord(run))).toEqual({
      runId: 'r1',
      startedAt: 1_700_000_000_000,
      strategy: 'sma-cross',
      symbol: 'TEST',
      storages: ['duckdb', 'memory'],
      returnPct: run.runs[0]?.result.statistics.returnPct,
    });
  });

  it('keeps the text of a strategy that was given as text', async () => {
    const source = { text: "exports.default = { name: 'Ü' };", sha256: 'ab12' };
    const run = { ...stored([await storageRun('memory')], null), source };
    expect(fromRunRecord(toRunRecord(run)).source).toEqual(source);
    expect(fromRunRecord(toRunRecord(stored([await storageRun('memory')], null)))).not.toHaveProperty(
      'source',
    );
  });
});
