import { describe, expect, it } from 'vitest';
import { orderHistory } from '../core/order-history.ts';
import { FIRST_TIME, ohlc, scripted, type TestRunOptions, testRun } from './testing/test-run.ts';
import type { TradingContext } from './trading-context.ts';

const BARS = {
  ...ohlc([
    [100, 101, 99, 100],
    [101, 102, 100, 101],
    [102, 106, 101, 105],
    [103, 104, 102, 103],
    [104, 105, 103, 104],
  ]),
  volume: Float64Array.of(1_000, 40, 60, 1_000, 1_000),
};

async function historyOf(
  actions: Readonly<Record<number, (context: TradingContext) => void>>,
  options: TestRunOptions = {},
  id = 0,
) {
  const { orders, fills, orderChanges } = await testRun(BARS, scripted(actions), options);
  return orderHistory(orders[id]!, fills, orderChanges);
}

const buy = { type: 'market', side: 'buy', quantity: 20 } as const;
const brief = (events: Awaited<ReturnType<typeof historyOf>>) =>
  events.map(({ event, bar, size, price }) => (size === null ? [event, bar] : [event, bar, size, price]));

describe('the history of an order', () => {
  it('has each part of a fill with its bar, time, size and price', async () => {
    const events = await historyOf({ 0: (c) => c.submitOrder(buy) }, { volumeLimit: 0.1 });
    expect(brief(events)).toEqual([
      ['submitted', 0],
      ['partly-filled', 1, 4, 101],
      ['partly-filled', 2, 6, 102],
      ['filled', 3, 10, 103],
    ]);
    expect(events.at(-1)?.time).toBe(FIRST_TIME + 3 * 86_400_000);
  });

  it('has the change, the trigger and the fill of a stop-limit order', async () => {
    const order = { type: 'stop-limit', side: 'buy', quantity: 1, stop: 110, limit: 111 } as const;
    const events = await historyOf({
      0: (c) => c.submitOrder(order),
      1: (c) => c.modifyOrder(0, { stop: 105.5, limit: 103.5 }),
    });
    expect(brief(events)).toEqual([
      ['submitted', 0],
      ['changed', 1],
      ['triggered', 2],
      ['filled', 3, 1, 103],
    ]);
    expect(events[1]?.reason).toBe('limit 103.5, stop 105.5');
  });

  it('ends with the reason of a rejection, a cancellation or an expiry', async () => {
    const last = async (...parameters: Parameters<typeof historyOf>) =>
      (await historyOf(...parameters)).at(-1);
    const limit = { ...buy, type: 'limit', limit: 50 } as const;
    expect(await last({ 0: (c) => c.submitOrder({ ...buy, quantity: 0 }) })).toMatchObject({
      event: 'rejected',
      bar: 0,
      reason: '`quantity` must be a positive number of units, got 0',
    });
    expect(await last({ 0: (c) => c.submitOrder(limit), 2: (c) => c.cancelOrder(0) })).toMatchObject({
      event: 'cancelled',
      bar: 2,
      reason: 'cancelled by the strategy',
    });
    expect(await last({ 0: (c) => c.submitOrder({ ...limit, timeInForce: 'DAY' }) })).toMatchObject({
      event: 'expired',
      bar: 2,
      reason: 'its time in force is over',
    });
  });

  it('keeps the parts of an order that was changed and given up half filled', async () => {
    const events = await historyOf(
      {
        0: (c) => c.submitOrder(buy),
        1: (c) => c.modifyOrder(0, { quantity: 9 }),
        2: (c) => c.cancelOrder(0),
      },
      { volumeLimit: 0.1 },
    );
    expect(brief(events)).toEqual([
      ['submitted', 0],
      ['changed', 1],
      ['partly-filled', 1, 4, 101],
      ['partly-filled', 2, 6, 102],
      ['cancelled', 2],
    ]);
  });

  it('has each move of a trailing stop, one a bar, when the run asks for that', async () => {
    const trail = { type: 'trailing-stop', side: 'sell', quantity: 1, trail: { amount: 3 } } as const;
    const actions = {
      0: (c: TradingContext) => void [c.submitOrder({ ...buy, quantity: 1 }), c.submitOrder(trail)],
    };
    const asked = await testRun(BARS, scripted(actions), { trailHistory: true });
    expect(asked.orderChanges).toEqual(
      [
        [1, 99],
        [2, 103],
      ].map(([bar, stop]) => ({
        orderId: 1,
        bar,
        time: FIRST_TIME + bar! * 86_400_000,
        limit: null,
        stop,
        quantity: null,
      })),
    );
    const events = orderHistory(asked.orders[1]!, asked.fills, asked.orderChanges);
    expect(brief(events)).toEqual([
      ['submitted', 0],
      ['changed', 1],
      ['changed', 2],
      ['triggered', 3],
      ['filled', 3, -1, 103],
    ]);
    const plain = await testRun(BARS, scripted(actions));
    expect(plain.orderChanges).toBeUndefined();
    expect(plain.resultHash).toBe(asked.resultHash);
  });
});
