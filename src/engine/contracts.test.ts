import { describe, expect, it } from 'vitest';
import type { OrderRequest } from '../core/order.ts';
import { barsOf, scripted, testRun } from './testing/test-run.ts';

const order = (side: 'buy' | 'sell', quantity?: number): OrderRequest =>
  quantity === undefined ? { type: 'market', side } : { type: 'market', side, quantity };
const RISE = barsOf([
  [100, 100],
  [100, 100],
  [110, 110],
  [110, 110],
]);

describe('a multiplier', () => {
  // 2 units at 100, 10 a point: 2,000 of value; up 10 points: 200. 1% of 2,000 and of 2,200 are 20 and 22.
  it('multiplies profit, equity and what a commission is a percentage of', async () => {
    const strategy = scripted({ 0: (c) => c.submitOrder(order('buy', 2)), 2: (c) => c.closePosition() });
    const { equity, trades, fills } = await testRun(RISE, strategy, {
      contract: { multiplier: 10 },
      commission: 0.01,
    });
    expect([...equity.equity]).toEqual([10_000, 9_980, 10_180, 10_158]);
    expect(fills.map(({ commission }) => commission)).toEqual([20, 22]);
    expect(trades[0]).toMatchObject({ size: 2, entryPrice: 100, exitPrice: 110, commission: 42, pnl: 158 });
    expect(trades[0]?.returnRatio).toBeCloseTo(0.1 - 42 / 2_000, 12);
  });

  it('counts in the size of an order for a fraction of equity, and in what it may cost', async () => {
    const all = await testRun(RISE, scripted({ 0: (c) => c.submitOrder(order('buy')) }), {
      contract: { multiplier: 30 },
    });
    // 10,000 / (100 * 30) = 3.33
    expect(all.fills[0]?.size).toBe(3);
    const four = await testRun(RISE, scripted({ 0: (c) => c.submitOrder(order('buy', 4)) }), {
      contract: { multiplier: 30 },
    });
    expect(four.orders[0]).toMatchObject({
      status: 'rejected',
      reason: '4 units cost 12000.00, 10000.00 are available',
    });
  });

  it('counts in cash, profit of a position and R', async () => {
    const seen: number[] = [];
    const strategy = scripted({
      0: (c) => c.submitOrder({ ...order('buy', 2), stopLoss: 95 }),
      2: (c) => {
        seen.push(c.cash, c.getPosition().profit, c.portfolioValue);
        c.closePosition();
      },
    });
    const { trades } = await testRun(RISE, strategy, { contract: { multiplier: 10 } });
    expect(seen).toEqual([8_000, 200, 10_200]);
    // 200 won, 2 * 5 * 10 = 100 at risk.
    expect(trades[0]?.r).toBe(2);
  });

  it('of one series in a list is the same as one for all', async () => {
    const strategy = scripted({ 0: (c) => c.submitOrder(order('buy')) });
    const one = await testRun(RISE, strategy, { contract: { multiplier: 10 } });
    const list = await testRun(RISE, strategy, { contract: [{ multiplier: 10 }] });
    expect(list.resultHash).toBe(one.resultHash);
  });
});

describe('a margin in money', () => {
  const terms = { contract: { multiplier: 50, initialMargin: 3_000, maintenanceMargin: 2_500 } };

  it('binds its sum for each unit and pays nothing for the unit itself; profit so far is cash', async () => {
    const seen: number[] = [];
    const strategy = scripted({
      0: (c) => c.submitOrder(order('buy')),
      1: (c) => seen.push(c.cash),
      2: (c) => seen.push(c.cash),
    });
    const { fills, equity } = await testRun(RISE, strategy, terms);
    // 10,000 / 3,000 = 3 contracts; 3 * 50 * 10 points = 1,500.
    expect(fills[0]?.size).toBe(3);
    expect([...equity.equity]).toEqual([10_000, 10_000, 11_500, 11_500]);
    expect(seen).toEqual([10_000, 11_500]);
  });

  it('rejects what it does not cover, and leverage makes no difference', async () => {
    const strategy = scripted({ 0: (c) => c.submitOrder(order('sell', 4)) });
    const { orders } = await testRun(RISE, strategy, { ...terms, margin: 0.1 });
    expect(orders[0]).toMatchObject({
      status: 'rejected',
      reason: '4 units cost 12000.00, 10000.00 are available',
    });
  });

  it('frees its sum when an opposite order closes', async () => {
    const strategy = scripted({
      0: (c) => c.submitOrder(order('buy', 3)),
      1: (c) => c.submitOrder(order('sell', 6)),
    });
    const { fills } = await testRun(RISE, strategy, terms);
    expect(fills.map(({ size }) => size)).toEqual([3, -6]);
  });

  // 3 long at 100, close 80: 10,000 - 3,000 = 7,000 and 3 * 2,500 = 7,500 are needed. 500 are short: one contract goes at the open, 79.
  it('below the maintenance margin at a close is a margin call', async () => {
    const fall = barsOf([
      [100, 100],
      [100, 100],
      [100, 80],
      [79, 79],
    ]);
    const { trades, equity } = await testRun(
      fall,
      scripted({ 0: (c) => c.submitOrder(order('buy')) }),
      terms,
    );
    expect(trades[0]).toMatchObject({ size: 1, exitPrice: 79, exitReason: 'margin call', pnl: -1_050 });
    // 2 contracts lost 1,050 each.
    expect(equity.equity[3]).toBe(10_000 - 3 * 1_050);
  });

  it('borrows nothing: neither interest nor fees are due on units', async () => {
    const financing = { borrowRate: 0.1, marginRate: 0.1 };
    for (const side of ['buy', 'sell'] as const) {
      const strategy = scripted({ 0: (c) => c.submitOrder(order(side, 3)) });
      const { ledger } = await testRun(RISE, strategy, { ...terms, financing });
      expect(ledger).toEqual([]);
    }
  });
});
