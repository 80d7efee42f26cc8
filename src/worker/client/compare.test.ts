import { beforeAll, describe, expect, it } from 'vitest';
import { orderColumns, orderRecords } from '../../core/order-columns.ts';
import { runBacktest } from '../../engine/backtest.ts';
import type { BacktestResult } from '../../engine/backtest-result.ts';
import { UNATTENDED } from '../../engine/run-control.ts';
import type { BarStorage } from '../../storage/bar-storage.ts';
import { MemoryStorage } from '../../storage/memory/memory-storage.ts';
import { findStrategy } from '../../strategies/catalogue.ts';
import { equityDifference } from '../storage/equity-difference.ts';
import { alterOneBar } from '../testing/altered-storage.ts';
import { swingingBars, TEST_SERIES } from '../testing/bars.ts';
import { RunStoreInMemory } from '../testing/run-store.ts';
import { compareResults } from './compare.ts';

const bars = swingingBars(400);

async function filled(): Promise<BarStorage> {
  const storage = new MemoryStorage({ clock: () => 0, now: () => 0 }, { chunkRows: 64 });
  await storage.storeOhlcv(TEST_SERIES, bars);
  return storage;
}

async function runOn(storage: BarStorage): Promise<BacktestResult> {
  const snapshot = await storage.openSnapshot([TEST_SERIES]);
  const result = await runBacktest(
    {
      strategy: 'sma-cross',
      params: { fast: 5, slow: 15, short: true },
      series: snapshot.series.map(({ info }) => info),
      cash: 10_000,
      commission: 0.001,
      fillProfile: 'next-open',
      exclusiveOrders: true,
      finalizeTrades: false,
      riskFreeRate: 0,
    },
    snapshot,
    findStrategy('sma-cross'),
    UNATTENDED,
  );
  await snapshot.release();
  return result;
}

const against = (a: BacktestResult, b: BacktestResult) =>
  compareResults(
    { name: 'duckdb', result: a },
    { name: 'memory', result: b },
    equityDifference(sourceOf(a), sourceOf(b)),
  );

function sourceOf({ equity }: BacktestResult) {
  const spool = new RunStoreInMemory().openSpool('run', 'memory', 86_400_000);
  spool.append(equity);
  return spool;
}

describe('two runs side by side', () => {
  let faithful: BacktestResult;
  beforeAll(async () => {
    faithful = await runOn(await filled());
  });

  it('are identical on two storages that hold the same bars', async () => {
    expect(faithful.fills.length).toBeGreaterThan(10);
    expect(against(faithful, await runOn(await filled()))).toEqual({ identical: true, divergence: null });
  });

  it('are told apart when one storage alters the close of one bar in the last digit', async () => {
    const bar = 200;
    const altered = alterOneBar(await filled(), {
      column: 'close',
      timestamp: bars.timestamp[bar] as number,
      change: (value) => value + 2 ** -46,
    });
    const { identical, divergence } = against(faithful, await runOn(altered));
    expect(identical).toBe(false);
    expect(divergence).toContain(`bar ${bar}, 2020-07-19`);
    expect(divergence).toContain(`duckdb ${faithful.equity.equity[bar]}`);
  });

  it('name the first fill that differs when one open price is altered', async () => {
    const altered = alterOneBar(await filled(), {
      column: 'open',
      timestamp: faithful.fills.time[1] as number,
      change: (value) => value * 1.01,
    });
    const { divergence } = against(faithful, await runOn(altered));
    expect(divergence).toMatch(/^(Order|Fill) \d+ \(bar \d+, .*\) differs in \w+: duckdb .+, memory .+/);
  });

  it('name the order that only one of them has', () => {
    const shorter = {
      ...faithful,
      orders: orderColumns(orderRecords(faithful.orders).slice(0, 3)),
      resultHash: 'other',
    };
    expect(against(faithful, shorter).divergence).toMatch(/^Order 3 exists on duckdb only/);
    expect(against(shorter, faithful).divergence).toMatch(/^Order 3 exists on memory only/);
  });

  it('name lengths that differ', () => {
    const { timestamp, equity } = faithful.equity;
    const cut = {
      ...faithful,
      resultHash: 'other',
      equity: { timestamp: timestamp.slice(0, 390), equity: equity.slice(0, 390) },
    };
    expect(against(faithful, cut).divergence).toBe('duckdb has 400 bars, memory 390');
  });

  it('say so when only the hashes differ', () => {
    const { divergence } = against(faithful, { ...faithful, resultHash: 'ffff' });
    expect(divergence).toContain('The result hashes differ');
  });
});
