import { describe, expect, it } from 'vitest';
import type { OrderRequest } from '../core/order.ts';
import { defineStrategy } from './strategy.ts';
import { barsOf, scripted, type TestRunOptions, testRun } from './testing/test-run.ts';

/** Volume of every bar is 1,000. */
const BARS = barsOf(Array.from({ length: 4 }, () => [100, 100] as const));
const slippage = { type: 'volume-share', coefficient: 0.1 } as const;
const submit = (request: OrderRequest, options: TestRunOptions = {}, bars = BARS) =>
  testRun(bars, scripted({ 0: (c) => c.submitOrder(request), 1: (c) => c.closePosition() }), {
    slippage,
    cash: 1e6,
    ...options,
  });

describe('volume-share slippage', () => {
  // 200 of 1,000 are a share of 0.2: 0.1 * 0.04 = 0.4% of 100.
  it('moves the price by coefficient * share^2, at entry and at exit', async () => {
    const { fills } = await submit({ type: 'market', side: 'buy', quantity: 200 });
    expect(fills.map(({ price }) => price)).toEqual([100 * (1 + 0.1 * 0.2 ** 2), 100 * (1 - 0.1 * 0.2 ** 2)]);
  });

  it('counts a share of at most 1, and 1 where there is no volume', async () => {
    const large = await submit({ type: 'market', side: 'sell', quantity: 5_000 });
    expect(large.fills[0]?.price).toBe(90);
    const high = BARS.high.map((price) => price + 1);
    const silent = { ...BARS, high, volume: new Float64Array(4) };
    const { fills } = await submit({ type: 'market', side: 'buy', quantity: 1 }, {}, silent);
    expect(fills[0]?.price).toBeCloseTo(110, 9);
  });

  it('does not touch limit orders', async () => {
    const { fills } = await submit({ type: 'limit', side: 'buy', limit: 100, quantity: 500 });
    expect(fills[0]?.price).toBe(100);
  });

  // 10,000 at 100 are 100 units, a share of 0.1 and an impact of 0.1%: at 100.1 the money pays for 99.
  it('of an order for a fraction of equity is that of its size without impact', async () => {
    const { fills } = await submit({ type: 'market', side: 'buy' }, { cash: 10_000 });
    expect(fills[0]).toMatchObject({ size: 99 });
    expect(fills[0]?.price).toBeCloseTo(100.1, 9);
  });

  it('loads the volume by itself', async () => {
    const spare = defineStrategy({
      ...scripted({ 0: (c) => c.submitOrder({ type: 'market', side: 'buy', quantity: 200 }) }),
      columns: [],
    });
    const { fills } = await testRun(BARS, spare, { slippage, cash: 1e6 });
    expect(fills[0]?.price).toBeCloseTo(100.4, 9);
  });
});
