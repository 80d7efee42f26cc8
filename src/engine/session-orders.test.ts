import { describe, expect, it } from 'vitest';
import type { BarColumns } from '../core/bar.ts';
import type { OrderRequest } from '../core/order.ts';
import { FIRST_TIME, ohlc, scripted, testRun } from './testing/test-run.ts';

const HOUR = 3_600_000;

/** Two days of three hourly bars each, opening at 14:00 UTC. */
const HOURLY: BarColumns = {
  ...ohlc([
    [100, 101, 99, 100.5],
    [101, 102, 100, 101.5],
    [102, 103, 101, 102.5],
    [110, 111, 109, 110.5],
    [111, 112, 110, 111.5],
    [112, 113, 111, 112.5],
  ]),
  timestamp: Float64Array.from([14, 15, 16, 38, 39, 40], (hour) => FIRST_TIME + hour * HOUR),
};

const fillsOf = async (order: OrderRequest, at = 0, options = {}) => {
  const { fills } = await testRun(HOURLY, scripted({ [at]: (c) => c.submitOrder(order) }), options);
  return fills.map(({ bar, price }) => [bar, price]);
};

describe('an order for the open of a session', () => {
  const order = { type: 'market-on-open', side: 'buy', quantity: 1 } as const;

  it('fills at the open of the first bar of the next session', async () => {
    expect(await fillsOf(order, 0)).toEqual([[3, 110]]);
    expect(await fillsOf(order, 2)).toEqual([[3, 110]]);
    expect(await fillsOf(order, 3)).toEqual([]);
  });

  it('fills at that open with trade on close as well', async () => {
    expect(await fillsOf(order, 0, { tradeOnClose: true })).toEqual([[3, 110]]);
  });

  it('has its guards live in the bar of its entry', async () => {
    expect(await fillsOf({ ...order, stopLoss: 109.5 }, 1)).toEqual([
      [3, 110],
      [3, 109.5],
    ]);
  });

  it('on daily bars fills at the next open', async () => {
    const daily = ohlc([
      [100, 101, 99, 100],
      [102, 103, 101, 102],
    ]);
    const { fills } = await testRun(daily, scripted({ 0: (c) => c.submitOrder(order) }));
    expect(fills).toMatchObject([{ bar: 1, price: 102 }]);
  });
});

describe('an order for the close of a session', () => {
  const order = { type: 'market-on-close', side: 'buy', quantity: 1 } as const;

  it.each([1, 2, 65_536])(
    'fills at the close of the last bar of the session, chunks of %i',
    async (chunkRows) => {
      expect(await fillsOf(order, 0, { chunkRows })).toEqual([[2, 102.5]]);
      expect(await fillsOf(order, 2, { chunkRows })).toEqual([[5, 112.5]]);
    },
  );

  it('does not close a trade in the bar that it enters it in', async () => {
    const guarded = { ...order, stopLoss: 101.5, takeProfit: 108 } as const;
    expect(await fillsOf(guarded, 0)).toEqual([
      [2, 102.5],
      [3, 110],
    ]);
    const { ambiguities } = await testRun(HOURLY, scripted({ 0: (c) => c.submitOrder(guarded) }));
    expect(ambiguities).toEqual([]);
  });

  it('is gone with its day', async () => {
    const strategy = scripted({
      0: (c) => c.submitOrder({ ...order, type: 'market-on-open', timeInForce: 'DAY' }),
    });
    const { orders } = await testRun(HOURLY, strategy);
    expect(orders).toMatchObject([{ status: 'expired', endedBar: 3 }]);
  });

  it('is judged by the money at that close', async () => {
    const strategy = scripted({
      0: (c) => {
        c.submitOrder({ ...order, quantity: 98 });
      },
    });
    const { orders } = await testRun(HOURLY, strategy);
    expect(orders).toMatchObject([{ status: 'rejected', endedBar: 2 }]);
  });
});

describe('an if-touched order', () => {
  const bars = ohlc([
    [100, 101, 99, 100],
    [100, 102, 97, 99],
    [95, 96, 94, 95],
  ]);
  const run = async (order: OrderRequest, options = {}) => {
    const { fills, orders } = await testRun(bars, scripted({ 0: (c) => c.submitOrder(order) }), options);
    return { fill: fills[0] && [fills[0].bar, fills[0].price], order: orders[0] };
  };

  it.each([
    ['buys at the touch once the price comes down to it', 'buy', { touch: 98 }, [1, 98]],
    ['buys at the open of a bar that gaps through the touch', 'buy', { touch: 96 }, [2, 95]],
    ['sells at the touch once the price comes up to it', 'sell', { touch: 101.5 }, [1, 101.5]],
    ['waits while the touch is out of reach', 'sell', { touch: 103 }, undefined],
  ] as const)('market: %s', async (_rule, side, touch, expected) => {
    const { fill } = await run({ type: 'market-if-touched', side, quantity: 1, ...touch });
    expect(fill).toEqual(expected);
  });

  it.each([
    [
      'a limit behind the touch is on the way and fills at the limit',
      { touch: 98.5, limit: 97.5 },
      [1, 97.5],
    ],
    ['a limit before the touch allows the touch', { touch: 98.5, limit: 99 }, [1, 98.5]],
    ['a limit out of reach stays as a limit order', { touch: 98.5, limit: 96 }, [2, 95]],
  ] as const)('limit: %s', async (_rule, prices, expected) => {
    const { fill, order } = await run({ type: 'limit-if-touched', side: 'buy', quantity: 1, ...prices });
    expect(fill).toEqual(expected);
    expect(order).toMatchObject({ triggeredBar: 1, stop: prices.touch, limit: prices.limit });
  });

  it('market pays slippage, limit does not', async () => {
    const slippage = { type: 'fixed', amount: 0.25 } as const;
    const touch = { side: 'buy', quantity: 1, touch: 98 } as const;
    expect((await run({ type: 'market-if-touched', ...touch }, { slippage })).fill).toEqual([1, 98.25]);
    expect((await run({ type: 'limit-if-touched', limit: 98, ...touch }, { slippage })).fill).toEqual([
      1, 98,
    ]);
  });

  it('fills at its touch with trade on close and in the profile backtesting.py', async () => {
    const order = { type: 'market-if-touched', side: 'buy', quantity: 1, touch: 98 } as const;
    expect((await run(order, { tradeOnClose: true })).fill).toEqual([1, 98]);
    const strategy = scripted({ 1: (c) => c.submitOrder({ ...order, touch: 96 }) });
    const { fills } = await testRun(bars, strategy, { fillProfile: 'backtesting.py', tradeOnClose: true });
    expect(fills).toMatchObject([{ bar: 2, price: 95 }]);
  });

  it('can have its touch changed', async () => {
    const order = { type: 'market-if-touched', side: 'buy', quantity: 1, touch: 90 } as const;
    const strategy = scripted({
      0: (c) => c.submitOrder(order),
      1: (c) => c.modifyOrder(0, { touch: 94.5 }),
    });
    expect((await testRun(bars, strategy)).fills).toMatchObject([{ bar: 2, price: 94.5 }]);
    const wrong = scripted({ 0: (c) => c.modifyOrder(c.submitOrder(order), { stop: 90 }) });
    await expect(testRun(bars, wrong)).rejects.toThrow('`stop` of a changed order must be absent');
  });
});

describe('orders that make no sense', () => {
  const buy = { side: 'buy', quantity: 1 } as const;

  it('do not type-check, and fail with the name of the field', async () => {
    const requests: readonly (readonly [string, OrderRequest])[] = [
      // @ts-expect-error A touch price is needed.
      ['touch', { type: 'market-if-touched', ...buy }],
      // @ts-expect-error A limit is needed.
      ['limit', { type: 'limit-if-touched', touch: 90, ...buy }],
      // @ts-expect-error An order that is touched has no stop.
      ['stop', { type: 'market-if-touched', touch: 90, stop: 95, ...buy }],
      // @ts-expect-error A stop order has no touch price.
      ['touch', { type: 'stop', stop: 105, touch: 90, ...buy }],
      // @ts-expect-error An order for the open has no price.
      ['limit', { type: 'market-on-open', limit: 90, ...buy }],
      // @ts-expect-error An order for the close cannot be for the open only.
      ['timeInForce', { type: 'market-on-close', timeInForce: 'IOC', ...buy }],
      // @ts-expect-error Quantity and fraction in one order.
      ['quantity', { type: 'market-on-close', fraction: 0.5, ...buy }],
      // @ts-expect-error No such type.
      ['type', { type: 'market-on-time', ...buy }],
    ];
    for (const [field, request] of requests) {
      const run = testRun(HOURLY, scripted({ 0: (c) => c.submitOrder(request) }));
      await expect(run, JSON.stringify(request)).rejects.toThrow(`\`${field}\` of an order must be`);
    }
  });
});
