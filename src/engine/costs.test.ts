import { describe, expect, it } from 'vitest';
import type { CommissionTerms, SlippageTerms } from '../core/costs.ts';
import type { OrderRequest } from '../core/order.ts';
import { defineStrategy } from './strategy.ts';
import { ohlc, scripted, type TestRunOptions, testRun } from './testing/test-run.ts';

const BARS = ohlc([
  [100, 101, 99, 100],
  [100, 101, 99, 100],
  [110, 111, 109, 110],
  [110, 111, 109, 110],
]);
const buy = (quantity: number): OrderRequest => ({ type: 'market', side: 'buy', quantity });

/** Buys 10 at 100 and sells them at 110. */
async function roundTrip(options: TestRunOptions, quantity = 10) {
  const strategy = scripted({
    0: (c) => c.submitOrder(buy(quantity)),
    1: (c) => c.closePosition(),
  });
  return testRun(BARS, strategy, options);
}

describe('commission', () => {
  it.each<[CommissionTerms, number, number]>([
    [{ type: 'percent', rate: 0.01 }, 10, 11],
    [{ type: 'flat', amount: 3 }, 3, 3],
    [{ type: 'flat-percent', amount: 3, rate: 0.01 }, 13, 14],
    [{ type: 'per-unit', amount: 0.5 }, 5, 5],
    [{ type: 'per-unit', amount: 0.01, min: 1 }, 1, 1],
    [{ type: 'per-unit', amount: 5, max: 20 }, 20, 20],
    [{ type: 'maker-taker', maker: 0.001, taker: 0.01 }, 10, 11],
    [{ type: 'flat-percent', amount: 0, rate: -0.01 }, -10, -11],
  ])('%j costs %d at the entry and %d at the exit', async (fees, entry, exit) => {
    const { fills, trades, equity } = await roundTrip({ fees });
    expect(fills.map(({ commission }) => commission)).toEqual([entry, exit]);
    expect(trades[0]).toMatchObject({ commission: entry + exit, pnl: 100 - entry - exit });
    expect(equity.equity.at(-1)).toBeCloseTo(10_100 - entry - exit, 9);
  });

  it.each([
    ['commission', { commission: -0.11 }],
    ['fees.maker', { fees: { type: 'maker-taker', maker: -0.11, taker: 0 } }],
    ['fees.amount', { fees: { type: 'flat', amount: -1 } }],
  ] as const)('a rebate is a share of at most a tenth: %s', async (field, options) => {
    await expect(roundTrip(options)).rejects.toThrow(field);
  });

  it('a resting limit order pays the maker rate', async () => {
    const strategy = scripted({
      0: (c) => c.submitOrder({ type: 'limit', limit: 99, side: 'buy', quantity: 10 }),
    });
    const { fills } = await testRun(BARS, strategy, {
      fees: { type: 'maker-taker', maker: 0.001, taker: 0.01 },
    });
    expect(fills[0]?.commission).toBeCloseTo(0.99, 12);
  });

  it('the strategy may bring a function of size and price', async () => {
    const own = defineStrategy({
      ...scripted({ 0: (c) => c.submitOrder(buy(10)) }),
      commission: (size, price) => Math.abs(size) * 0.1 + price / 100,
    });
    const { fills } = await testRun(BARS, own, { fees: { type: 'strategy' } });
    expect(fills[0]?.commission).toBe(2);
  });

  it('a flat fee is paid once at the entry: parts that are closed share it', async () => {
    const strategy = scripted({
      0: (c) => c.submitOrder(buy(10)),
      1: (c) => c.closePosition(0, 0.4),
      2: (c) => c.closePosition(),
    });
    const { trades, equity } = await testRun(BARS, strategy, { fees: { type: 'flat', amount: 10 } });
    expect(trades.map(({ size, commission }) => [size, commission])).toEqual([
      [4, 14],
      [6, 16],
    ]);
    const earned = trades.reduce((sum, { pnl }) => sum + pnl, 0);
    expect(equity.equity.at(-1)).toBeCloseTo(10_000 + earned, 9);
  });

  it('an order for everything leaves room for its own fee', async () => {
    const strategy = scripted({ 0: (c) => c.submitOrder({ type: 'market', side: 'buy' }) });
    const { fills } = await testRun(BARS, strategy, { fees: { type: 'flat', amount: 150 } });
    expect(fills[0]).toMatchObject({ size: 98, commission: 150 });
  });
});

describe('slippage and spread', () => {
  it.each<[SlippageTerms, number, number]>([
    [{ type: 'fixed', amount: 0.5 }, 100.5, 109.5],
    [{ type: 'bps', bps: 100 }, 101, 110 * 0.99],
    [{ type: 'ticks', ticks: 2, tickSize: 0.25 }, 100.5, 109.5],
  ])('%j makes a buy dearer and a sale cheaper', async (slippage, entry, exit) => {
    const { fills } = await roundTrip({ slippage });
    expect(fills.map(({ price }) => price)).toEqual([entry, exit]);
  });

  it('a limit order does not slip', async () => {
    const strategy = scripted({
      0: (c) => c.submitOrder({ type: 'limit', limit: 99, side: 'buy', quantity: 10 }),
    });
    const { fills } = await testRun(BARS, strategy, { slippage: { type: 'fixed', amount: 1 } });
    expect(fills[0]?.price).toBe(99);
  });

  it('the spread is paid at the entry only', async () => {
    const { fills } = await roundTrip({ spread: 0.01 });
    expect(fills.map(({ price }) => price)).toEqual([101, 110]);
  });
});

describe('margin, lots and hedging', () => {
  it('a margin of a quarter carries four times the equity', async () => {
    const strategy = scripted({ 0: (c) => c.submitOrder({ type: 'market', side: 'buy' }) });
    expect((await testRun(BARS, strategy, { margin: 0.25 })).fills[0]?.size).toBe(400);
  });

  it('fractions of equity are whole lots', async () => {
    const strategy = scripted({
      0: (c) => c.submitOrder({ type: 'market', side: 'buy', fraction: 0.12345 }),
    });
    const sizes = await Promise.all(
      [5, 0.1].map(async (lotSize) => (await testRun(BARS, strategy, { lotSize })).fills[0]?.size),
    );
    expect(sizes[0]).toBe(10);
    expect(sizes[1]).toBeCloseTo(12.3, 12);
  });

  it('with hedging a sale opens a short beside the long', async () => {
    const strategy = scripted({
      0: (c) => c.submitOrder(buy(10)),
      1: (c) => c.submitOrder({ type: 'market', side: 'sell', quantity: 4 }),
    });
    const { trades } = await testRun(BARS, strategy, { hedging: true });
    expect(trades.map(({ size, open }) => [size, open])).toEqual([
      [10, true],
      [-4, true],
    ]);
  });

  it.each([
    ['spread', { spread: -1 }],
    ['margin', { margin: 0 }],
    ['lotSize', { lotSize: 0 }],
    ['fees.amount', { fees: { type: 'flat', amount: -1 } }],
    ['fees.rate', { fees: { type: 'percent' } }],
    ['fees.type', { fees: { type: 'free' } }],
    ['slippage.bps', { slippage: { type: 'bps', bps: Number.NaN } }],
    ['slippage.type', { slippage: { type: 'bad' } }],
  ])('an impossible `%s` of a run is an error that names it', async (field, options) => {
    await expect(roundTrip(options as TestRunOptions)).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining(`\`${field}\``),
    });
  });
});

describe('the profile close', () => {
  it('a market order fills at the close that decides it, and its stop lives from the next bar on', async () => {
    const strategy = scripted({
      1: (c) => c.submitOrder({ type: 'market', side: 'buy', quantity: 10, stopLoss: 99.5 }),
    });
    const bars = ohlc([
      [100, 101, 99, 100],
      [100, 101, 90, 100.5],
      [100, 101, 99, 100],
    ]);
    const { fills, equity } = await testRun(bars, strategy, { fillProfile: 'close', commission: 0.001 });
    expect(fills.map(({ bar, price }) => [bar, price])).toEqual([
      [1, 100.5],
      [2, 99.5],
    ]);
    expect(equity.equity[1]).toBeCloseTo(10_000 - 1.005, 9);
  });

  it('limit orders wait for the next bar', async () => {
    const strategy = scripted({
      0: (c) => c.submitOrder({ type: 'limit', limit: 105, side: 'buy', quantity: 1 }),
    });
    const { fills } = await testRun(BARS, strategy, { fillProfile: 'close' });
    expect(fills).toMatchObject([{ bar: 1, price: 100 }]);
  });
});
