import { describe, expect, it } from 'vitest';
import { runBacktest } from '../../engine/backtest.ts';
import { UNATTENDED } from '../../engine/run-control.ts';
import { MemoryStorage } from '../../storage/memory/memory-storage.ts';
import smaCross from '../../strategies/sma-cross.ts';
import type { StoredRun } from '../stored-run.ts';
import { swingingBars, TEST_SERIES } from '../testing/bars.ts';
import { accountOfRun } from './run-account.ts';

async function keptRun() {
  const storage = new MemoryStorage({ clock: () => 0, now: () => 0 }, { chunkRows: 64 });
  await storage.storeOhlcv(TEST_SERIES, swingingBars(200));
  const series = await storage.listSeries();
  const snapshot = await storage.openSnapshot([TEST_SERIES]);
  const { equity, ...result } = await runBacktest(
    {
      strategy: 'sma-cross',
      params: { fast: 3, slow: 9, short: true },
      series,
      cash: 10_000,
      commission: 0.001,
      fillProfile: 'next-open',
      exclusiveOrders: true,
      finalizeTrades: false,
      riskFreeRate: 0,
    },
    snapshot,
    smaCross,
    UNATTENDED,
  );
  await snapshot.release();
  const run = { runId: 'one', runs: [{ storage: 'duckdb', equityOf: 'duckdb', result }] };
  return { storage, equity, run: run as unknown as StoredRun };
}

describe('the account of a kept run', () => {
  it('is put together from the stored bars', async () => {
    const { storage, equity, run } = await keptRun();
    const account = await accountOfRun(run, 'duckdb', equity, storage);
    expect(account?.units).toHaveLength(1);
    expect(new Set(account?.units[0]?.map(Math.sign))).toEqual(new Set([0, 1, -1]));
    for (const [bar, worth] of equity.equity.entries()) {
      expect(account!.cash[bar]! + account!.net[bar]!).toBeCloseTo(worth, 8);
    }
  });

  it('is not made of bars that were written again since', async () => {
    const { storage, equity, run } = await keptRun();
    await storage.storeOhlcv(TEST_SERIES, swingingBars(201));
    await expect(accountOfRun(run, 'duckdb', equity, storage)).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining('TEST 1d was written again since run "one"'),
    });
  });

  it('is undefined for a run, or a storage of it, that is not kept', async () => {
    const { storage, equity, run } = await keptRun();
    expect(await accountOfRun(undefined, 'duckdb', equity, storage)).toBeUndefined();
    expect(await accountOfRun(run, 'memory', equity, storage)).toBeUndefined();
    expect(await accountOfRun(run, 'duckdb', undefined, storage)).toBeUndefined();
  });
});
