import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrderRequest } from '../core/order.ts';
import { onTick } from './price-tick.ts';
import { ohlc, scripted, type TestRunOptions, testRun } from './testing/test-run.ts';

describe('onTick', () => {
  it.each([
    [100.13, 0.25, true, 100.25],
    [100.13, 0.25, false, 100],
    [100.123, 0.01, true, 100.13],
    [100.123, 0.01, false, 100.12],
    [0.1 + 0.2, 0.1, true, 0.1 + 0.2],
    [7, 5, true, 10],
    [3, 5, false, 5],
    [100.123, Number.NaN, true, 100.123],
  ])('%d on a tick of %d, up: %s, is %d', (price, tick, up, expected) => {
    expect(onTick(price, tick, up)).toBe(expected);
  });

  it('lies less than a tick away, on the side asked for, and stays where it is', () => {
    const tick = fc.constantFrom(0.01, 0.05, 0.25, 0.5, 1, 2.5, 10);
    fc.assert(
      fc.property(fc.double({ min: 10, max: 1e5, noNaN: true }), tick, fc.boolean(), (price, step, up) => {
        const rounded = onTick(price, step, up);
        expect(up ? rounded - price : price - rounded).toBeGreaterThanOrEqual(0);
        expect(Math.abs(rounded - price)).toBeLessThan(step);
        expect(onTick(rounded, step, !up)).toBe(rounded);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a tick size', () => {
  const BARS = ohlc([
    [100, 101, 99, 100],
    [100, 101, 99, 100],
    [100, 108, 92, 100],
    [100, 101, 99, 100],
  ]);
  const submit = (request: OrderRequest, options: TestRunOptions = {}) =>
    testRun(BARS, scripted({ 0: (c) => c.submitOrder(request) }), {
      contract: { tickSize: 0.5 },
      ...options,
    });

  it('rounds prices of orders away from the favour of the trader', async () => {
    const quantity = 1;
    const buyLimit = await submit({ type: 'limit', side: 'buy', limit: 94.3, quantity });
    expect(buyLimit.orders[0]).toMatchObject({ limit: 94, filledPrice: 94 });
    const sellLimit = await submit({ type: 'limit', side: 'sell', limit: 105.1, quantity });
    expect(sellLimit.orders[0]).toMatchObject({ limit: 105.5, filledPrice: 105.5 });
    const buyStop = await submit({ type: 'stop', side: 'buy', stop: 104.1, quantity });
    expect(buyStop.orders[0]).toMatchObject({ stop: 104.5, filledPrice: 104.5 });
    const sellStop = await submit({ type: 'stop', side: 'sell', stop: 95.9, quantity });
    expect(sellStop.orders[0]).toMatchObject({ stop: 95.5, filledPrice: 95.5 });
  });

  it('rounds guards, changed prices and trailing stops', async () => {
    const strategy = scripted({
      0: (c) => {
        c.submitOrder({ type: 'market', side: 'buy', quantity: 1, stopLoss: 90.3, takeProfit: 110.3 });
        c.submitOrder({ type: 'trailing-stop', side: 'sell', trail: { percent: 10.1 }, quantity: 1 });
        const id = c.submitOrder({ type: 'limit', side: 'buy', limit: 80, quantity: 1 });
        c.modifyOrder(id, { limit: 81.4 });
      },
      1: (c) => c.setStopLoss(0, 91.7),
    });
    const { orders } = await testRun(BARS, strategy, { contract: { tickSize: 0.5 } });
    expect(orders.map(({ type, limit, stop }) => [type, limit, stop])).toEqual([
      ['market', null, null],
      // 108 * 0.899 = 97.092, then 101 loosens nothing.
      ['trailing-stop', null, 97],
      ['limit', 81, null],
      ['limit', 110.5, null],
      ['stop', null, 90],
      ['stop', null, 91.5],
    ]);
  });

  it('keeps fills on it: slippage, spread and opens between two ticks are rounded against the trader', async () => {
    const buy: OrderRequest = { type: 'market', side: 'buy', quantity: 1 };
    const slipped = await submit(buy, { slippage: { type: 'bps', bps: 10 } });
    expect(slipped.fills[0]?.price).toBe(100.5);
    const sold = await submit({ ...buy, side: 'sell' }, { spread: 0.001 });
    expect(sold.fills[0]?.price).toBe(99.5);
    const closed = await testRun(
      BARS,
      scripted({ 0: (c) => c.submitOrder(buy), 1: (c) => c.closePosition() }),
      { contract: { tickSize: 0.5 }, slippage: { type: 'bps', bps: 10 } },
    );
    expect(closed.fills.map(({ price }) => price)).toEqual([100.5, 99.5]);
    const between = await submit(buy, { contract: { tickSize: 0.3 } });
    expect(between.fills[0]?.price).toBeCloseTo(100.2, 12);
  });
});
