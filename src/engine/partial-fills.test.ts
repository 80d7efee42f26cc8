import { describe, expect, it } from 'vitest';
import type { BarColumns } from '../core/bar.ts';
import { ohlc, scripted, type TestRunOptions, testRun } from './testing/test-run.ts';
import type { TradingContext } from './trading-context.ts';

const BARS: BarColumns = {
  ...ohlc([
    [100, 101, 99, 100],
    [101, 102, 100, 101],
    [102, 103, 101, 102],
    [103, 104, 102, 103],
    [104, 105, 103, 104],
  ]),
  volume: Float64Array.of(1_000, 40, 60, 1_000, 1_000),
};

const run = (
  actions: Readonly<Record<number, (context: TradingContext) => void>>,
  options: TestRunOptions = {},
  bars = BARS,
) => testRun(bars, scripted(actions), { volumeLimit: 0.1, ...options });

const buy = { type: 'market', side: 'buy', quantity: 20 } as const;

describe('a volume limit', () => {
  it('fills what the share of each bar allows, at the opens of following bars, and charges each part', async () => {
    const result = await run({ 0: (c) => c.submitOrder(buy) }, { commission: 0.01 });
    expect(result.fills.map(({ bar, size, price, commission }) => [bar, size, price, commission])).toEqual([
      [1, 4, 101, 4.04],
      [2, 6, 102, 6.12],
      [3, 10, 103, 10.3],
    ]);
    expect(result.orders).toMatchObject([{ status: 'filled', size: 20, filledBar: 3, filledPrice: 102.3 }]);
    expect(result.trades.map(({ size, entryPrice }) => [size, entryPrice])).toEqual([
      [4, 101],
      [6, 102],
      [10, 103],
    ]);
  });

  it('is shared by all orders of a bar', async () => {
    const result = await run({
      0: (c) => {
        c.submitOrder({ ...buy, quantity: 3 });
        c.submitOrder({ ...buy, quantity: 3 });
      },
    });
    expect(result.fills.map(({ orderId, bar, size }) => [orderId, bar, size])).toEqual([
      [0, 1, 3],
      [1, 1, 1],
      [1, 2, 2],
    ]);
  });

  it('gives IOC what the bar has, FOK all or nothing', async () => {
    const ioc = await run({ 0: (c) => c.submitOrder({ ...buy, timeInForce: 'IOC' }) });
    expect(ioc.fills.map(({ bar, size }) => [bar, size])).toEqual([[1, 4]]);
    expect(ioc.orders).toMatchObject([{ status: 'expired', endedBar: 1 }]);
    const fok = await run({ 0: (c) => c.submitOrder({ ...buy, timeInForce: 'FOK' }) });
    expect(fok.fills).toEqual([]);
    expect(fok.orders).toMatchObject([{ status: 'expired', endedBar: 1 }]);
    const small = await run({ 0: (c) => c.submitOrder({ ...buy, quantity: 4, timeInForce: 'FOK' }) });
    expect(small.orders).toMatchObject([{ status: 'filled' }]);
  });

  it('has guards follow each part that was filled', async () => {
    const result = await run({ 0: (c) => c.submitOrder({ ...buy, stopLoss: 90, takeProfit: 104.5 }) });
    const guards = result.orders.filter(({ type }) => type === 'stop');
    expect(guards.map(({ submittedBar, size }) => [submittedBar, size])).toEqual([
      [1, -4],
      [2, -6],
      [3, -10],
    ]);
    const exits = result.fills.filter(({ size }) => size < 0);
    expect(exits.map(({ bar, size, price }) => [bar, size, price])).toEqual([
      [4, -4, 104.5],
      [4, -6, 104.5],
      [4, -10, 104.5],
    ]);
  });

  it('leaves the rest of a stop-loss to the following opens', async () => {
    const falling: BarColumns = {
      ...ohlc([
        [100, 101, 99, 100],
        [100, 101, 99, 100],
        [100, 100, 94, 96],
        [97, 98, 96, 97],
      ]),
      volume: Float64Array.of(1_000, 1_000, 120, 1_000),
    };
    const result = await run({ 0: (c) => c.submitOrder({ ...buy, stopLoss: 95 }) }, {}, falling);
    expect(result.fills.map(({ bar, size, price }) => [bar, size, price])).toEqual([
      [1, 20, 100],
      [2, -12, 95],
      [3, -8, 97],
    ]);
    expect(result.trades.every(({ open }) => !open)).toBe(true);
  });

  it('sends what an order triggers once all of it is filled, and cancels its group with the first part', async () => {
    const next = { type: 'limit', side: 'sell', quantity: 20, limit: 150 } as const;
    const result = await run({
      0: (c) => {
        c.submitOneCancelsOther([
          { ...buy, triggers: [next] },
          { ...buy, type: 'limit', limit: 50 },
        ]);
      },
    });
    expect(result.orders).toMatchObject([
      { status: 'filled', filledBar: 3 },
      { status: 'cancelled', endedBar: 1 },
      { type: 'limit', submittedBar: 3 },
    ]);
  });

  it('sizes a fraction once, with the first part', async () => {
    const result = await run({ 0: (c) => c.submitOrder({ type: 'market', side: 'buy', fraction: 0.2 }) });
    expect(result.fills.map(({ size }) => size)).toEqual([4, 6, 9]);
    expect(result.orders).toMatchObject([{ status: 'filled', size: 19 }]);
  });

  it('closes a part of an opposite trade first', async () => {
    const result = await run(
      {
        2: (c) => c.submitOrder({ ...buy, quantity: 5 }),
        3: (c) => c.submitOrder({ ...buy, side: 'sell', quantity: 8 }),
      },
      { volumeLimit: 0.006 },
    );
    expect(result.fills.map(({ bar, size }) => [bar, size])).toEqual([
      [3, 5],
      [4, -6],
    ]);
    expect(result.trades).toMatchObject([
      { size: 5, exitBar: 4 },
      { size: -1, open: true },
    ]);
  });

  it('loads the volume for a strategy that does not ask for it', async () => {
    const strategy = { ...scripted({ 0: (c) => c.submitOrder(buy) }), columns: ['high', 'low'] as const };
    const { fills } = await testRun(BARS, strategy, { volumeLimit: 0.1 });
    expect(fills[0]?.size).toBe(4);
  });

  it('counts once a bar what fills at the close that decides', async () => {
    const actions = {
      0: (c: TradingContext) => c.submitOrder({ ...buy, type: 'limit', limit: 102, quantity: 3 }),
      1: (c: TradingContext) => c.submitOrder(buy),
    };
    const result = await run(actions, { fillProfile: 'close' });
    expect(result.fills.map(({ bar, size, price }) => [bar, size, price])).toEqual([
      [1, 3, 101],
      [1, 1, 101],
      [2, 6, 102],
      [3, 13, 103],
    ]);
  });

  it('is a share', async () => {
    await expect(run({}, { volumeLimit: 0 })).rejects.toThrow('`volumeLimit` of a run must be a share');
    await expect(run({}, { fillProfile: 'backtesting.py' })).rejects.toThrow(
      '`volumeLimit` of a run must be absent',
    );
  });
});
