import { describe, expect, it } from 'vitest';
import type { OrderRequest } from '../core/order.ts';
import { ohlc, scripted, type TestRunOptions, testRun } from './testing/test-run.ts';

type Row = readonly [number, number, number, number];
const CALM: Row = [100, 101, 99, 100];
const buy = { side: 'buy', quantity: 10 } as const;
const sell = { side: 'sell', quantity: 10 } as const;

/** Bar 0 is calm; the orders are placed at its close and meet `rows` from bar 1 on. */
async function place(
  orders: OrderRequest | readonly OrderRequest[],
  rows: readonly Row[],
  options: TestRunOptions = {},
) {
  const list = [orders].flat() as readonly OrderRequest[];
  const strategy = scripted({ 0: (c) => void list.map((order) => c.submitOrder(order)) });
  return testRun(ohlc([CALM, ...rows]), strategy, options);
}

const fillsOf = async (...args: Parameters<typeof place>) =>
  (await place(...args)).fills.map(({ bar, size, price }) => [bar, size, price]);

describe('the table of fills in next-open', () => {
  it.each<[string, OrderRequest, Row, number]>([
    ['a market order at the open', { type: 'market', ...buy }, [103, 104, 102, 103], 103],
    [
      'a buy limit at its limit when the bar touches it',
      { type: 'limit', limit: 98, ...buy },
      [100, 101, 98, 99],
      98,
    ],
    [
      'a buy limit at the open when the bar gaps below it',
      { type: 'limit', limit: 98, ...buy },
      [95, 97, 94, 96],
      95,
    ],
    ['a sell limit at its limit', { type: 'limit', limit: 104, ...sell }, [100, 104, 99, 100], 104],
    [
      'a sell limit at the open when the bar gaps above it',
      { type: 'limit', limit: 104, ...sell },
      [106, 107, 105, 106],
      106,
    ],
    ['a buy stop at its stop', { type: 'stop', stop: 102, ...buy }, [100, 103, 99, 102], 102],
    [
      'a buy stop at the open when the bar gaps above it',
      { type: 'stop', stop: 102, ...buy },
      [105, 106, 104, 105],
      105,
    ],
    ['a sell stop at its stop', { type: 'stop', stop: 97, ...sell }, [100, 101, 96, 98], 97],
    [
      'a sell stop at the open when the bar gaps below it',
      { type: 'stop', stop: 97, ...sell },
      [94, 95, 93, 94],
      94,
    ],
    [
      'a buy stop-limit at the trigger price when the limit allows it',
      { type: 'stop-limit', stop: 102, limit: 103, ...buy },
      [100, 104, 99, 103],
      102,
    ],
    [
      'a buy stop-limit that gaps over its limit, at the limit it comes back to',
      { type: 'stop-limit', stop: 102, limit: 103, ...buy },
      [105, 107, 102.5, 106],
      103,
    ],
    [
      'a buy stop-limit with its limit below the stop, once the close is back there',
      { type: 'stop-limit', stop: 102, limit: 101, ...buy },
      [100, 104, 99, 100.5],
      101,
    ],
    [
      'a sell stop-limit at the trigger price',
      { type: 'stop-limit', stop: 98, limit: 97, ...sell },
      [100, 101, 96, 97],
      98,
    ],
  ])('%s', async (_, order, row, price) => {
    expect(await fillsOf(order, [row, CALM])).toEqual([[1, order.side === 'buy' ? 10 : -10, price]]);
  });

  it.each<[string, OrderRequest, Row]>([
    ['a limit that the bar does not reach', { type: 'limit', limit: 98, ...buy }, [100, 101, 98.01, 99]],
    ['a stop that the bar does not reach', { type: 'stop', stop: 102, ...buy }, [100, 101.99, 99, 101]],
  ])('%s does not fill', async (_, order, row) => {
    expect(await fillsOf(order, [row])).toEqual([]);
  });

  it('a stop-limit whose limit may have been passed before the trigger waits as a limit order, and the bar counts as ambiguous', async () => {
    const order: OrderRequest = { type: 'stop-limit', stop: 102, limit: 101, ...buy };
    const { fills, ambiguities, orders } = await place(order, [
      [100, 104, 99, 103],
      [103, 104, 100.5, 102],
    ]);
    expect(fills).toMatchObject([{ bar: 2, price: 101 }]);
    expect(ambiguities).toMatchObject([{ bar: 1, kind: 'stop-limit', orderId: 0 }]);
    expect(orders[0]).toMatchObject({ triggeredBar: 1, filledBar: 2, stop: 102, limit: 101 });
  });
});

describe('trailing stops', () => {
  const highs = [100, 110, 105, 101];
  const rows = highs.map((high): Row => [high, high, high - 0.1, high - 0.05]);

  it('a sell of 5% under highs 100, 110, 105, 101 stands at 95, 104.5, 104.5, 104.5', async () => {
    const stops: (number | null | undefined)[] = [];
    const watch = (c: { getOrders(): readonly { stop: number | null }[] }) =>
      stops.push(c.getOrders()[0]?.stop);
    const strategy = scripted({
      0: (c) => {
        c.submitOrder({ type: 'trailing-stop', trail: { percent: 5 }, ...sell });
        watch(c);
      },
      1: watch,
    });
    const prices = ohlc([[100, 100, 99, 100], ...rows.slice(1)]);
    const { fills, orders } = await testRun(prices, strategy);
    expect(stops).toEqual([95, 104.5]);
    expect(fills).toMatchObject([{ bar: 3, price: 101 }]);
    expect(orders[0]?.stop).toBe(104.5);
  });

  it('never loosens while it is not reached', async () => {
    const stops: (number | null | undefined)[] = [];
    const watch = (c: { getOrders(): readonly { stop: number | null }[] }) =>
      stops.push(c.getOrders()[0]?.stop);
    const wide = highs.map((high): Row => [104.7, Math.max(high, 104.7), 104.6, 104.65]);
    const strategy = scripted({
      0: (c) => {
        c.submitOrder({ type: 'trailing-stop', trail: { percent: 5 }, ...sell });
        watch(c);
      },
      1: watch,
      2: watch,
      3: watch,
    });
    await testRun(ohlc([[100, 100, 99, 100], wide[1]!, wide[2]!, wide[3]!]), strategy);
    expect(stops).toEqual([95, 104.5, 104.5, 104.5]);
  });

  it('is tested against the stop of the bar before: a high and a fall in one bar do not trigger the new stop', async () => {
    const order: OrderRequest = { type: 'trailing-stop', trail: { amount: 5 }, ...sell };
    expect(await fillsOf(order, [[100, 110, 96, 97], CALM])).toEqual([[2, -10, 100]]);
  });

  it('a buy trails the lows', async () => {
    const order: OrderRequest = { type: 'trailing-stop', trail: { amount: 5 }, ...buy };
    expect(
      await fillsOf(order, [
        [100, 101, 90, 91],
        [91, 96, 90, 95],
      ]),
    ).toEqual([[2, 10, 95]]);
  });
});

describe('brackets', () => {
  const bracket = { stopLoss: 95, takeProfit: 110 } as const;

  it('after a market entry the stop may trigger in the entry bar', async () => {
    const rows: Row[] = [[100, 101, 94, 96]];
    expect(await fillsOf({ type: 'market', ...buy, ...bracket }, rows)).toEqual([
      [1, 10, 100],
      [1, -10, 95],
    ]);
  });

  it.each<[string, OrderRequest]>([
    ['limit', { type: 'limit', limit: 98, ...buy, ...bracket }],
    ['stop', { type: 'stop', stop: 102, ...buy, ...bracket }],
  ])(
    'after a %s entry they live from the next bar on, and the entry bar counts as ambiguous',
    async (_, order) => {
      const { fills, ambiguities } = await place(order, [
        [100, 103, 94, 97],
        [97, 98, 94, 96],
      ]);
      expect(fills.map(({ bar }) => bar)).toEqual([1, 2]);
      expect(fills[1]?.price).toBe(95);
      expect(ambiguities).toMatchObject([{ bar: 1, kind: 'entry-and-exit' }]);
    },
  );

  it('with both in one bar the stop is taken, and the bar counts as ambiguous', async () => {
    const { fills, ambiguities, trades } = await place({ type: 'market', ...buy, ...bracket }, [
      CALM,
      [100, 112, 93, 101],
    ]);
    expect(fills.at(-1)).toMatchObject({ bar: 2, price: 95 });
    expect(ambiguities).toMatchObject([{ bar: 2, kind: 'stop-and-target' }]);
    expect(trades[0]).toMatchObject({ exitReason: 'stop loss' });
  });

  it('a bar that opens beyond the target fills it there, whatever follows', async () => {
    const { fills, ambiguities } = await place({ type: 'market', ...buy, ...bracket }, [
      CALM,
      [111, 112, 93, 94],
    ]);
    expect(fills.at(-1)).toMatchObject({ bar: 2, price: 111 });
    expect(ambiguities).toEqual([]);
  });

  it('one leg cancels the other, and a partial close shrinks both', async () => {
    const strategy = scripted({
      0: (c) => c.submitOrder({ type: 'market', ...buy, ...bracket }),
      1: (c) => c.closePosition(0, 0.5),
    });
    const { orders, fills } = await testRun(ohlc([CALM, CALM, CALM, [100, 112, 99, 111]]), strategy);
    expect(fills.map(({ size, price }) => [size, price])).toEqual([
      [10, 100],
      [-5, 100],
      [-5, 110],
    ]);
    expect(orders.find(({ tag }) => tag === 'stop loss')).toMatchObject({
      status: 'cancelled',
      reason: 'its trade is closed',
      size: -5,
    });
  });

  it('guards can be moved and removed', async () => {
    const strategy = scripted({
      0: (c) => c.submitOrder({ type: 'market', ...buy, ...bracket }),
      1: (c) => {
        const id = c.getOpenTrades()[0]!.id;
        c.setStopLoss(id, 99);
        c.setTakeProfit(id, null);
      },
    });
    const { fills } = await testRun(ohlc([CALM, CALM, [112, 113, 111, 112], [100, 101, 98, 99]]), strategy);
    expect(fills.at(-1)).toMatchObject({ bar: 3, price: 99 });
  });
});

describe('orders that hang together', () => {
  it('one that fills cancels the other in the same instant', async () => {
    const strategy = scripted({
      0: (c) =>
        void c.submitOneCancelsOther([
          { type: 'stop', stop: 102, ...buy },
          { type: 'limit', limit: 98, ...buy },
        ]),
    });
    const { orders, fills } = await testRun(ohlc([CALM, [100, 103, 97, 100]]), strategy);
    expect(fills).toHaveLength(1);
    expect(orders.map(({ status }) => status)).toEqual(['filled', 'cancelled']);
    expect(orders[1]?.reason).toContain('other order');
  });

  it('one that fills triggers the next: in the entry bar after a market order', async () => {
    const next: OrderRequest = { type: 'limit', limit: 104, ...sell };
    const rows: Row[] = [[100, 105, 99, 104]];
    expect(await fillsOf({ type: 'market', ...buy, triggers: [next] }, rows)).toEqual([
      [1, 10, 100],
      [1, -10, 104],
    ]);
  });

  it('and from the next bar on after a limit order', async () => {
    const next: OrderRequest = { type: 'limit', limit: 104, ...sell };
    const rows: Row[] = [
      [100, 105, 98, 104],
      [103, 104, 102, 103],
    ];
    expect(await fillsOf({ type: 'limit', limit: 98, ...buy, triggers: [next] }, rows)).toEqual([
      [1, 10, 98],
      [2, -10, 104],
    ]);
  });

  it('a reduce-only order closes what is held and opens nothing', async () => {
    const strategy = scripted({
      0: (c) => c.submitOrder({ type: 'market', side: 'buy', quantity: 4 }),
      1: (c) => c.submitOrder({ type: 'market', ...sell, reduceOnly: true }),
      2: (c) => c.submitOrder({ type: 'market', ...sell, reduceOnly: true }),
    });
    const { fills, orders } = await testRun(ohlc([CALM, CALM, CALM, CALM]), strategy);
    expect(fills.map(({ size }) => size)).toEqual([4, -4]);
    expect(orders[2]).toMatchObject({ status: 'rejected', reason: expect.stringContaining('reduce') });
  });
});

describe('time in force', () => {
  const limit = { type: 'limit', limit: 98, ...buy } as const;
  const far: Row = [100, 101, 99, 100];
  const near: Row = [100, 101, 97, 98];

  it('GTC waits', async () => expect(await fillsOf(limit, [far, far, near])).toEqual([[3, 10, 98]]));

  it('DAY ends with the UTC day of the first bar it meets', async () => {
    const { orders, fills } = await place({ ...limit, timeInForce: 'DAY' }, [far, near]);
    expect(fills).toEqual([]);
    expect(orders[0]).toMatchObject({
      status: 'expired',
      endedBar: 2,
      reason: expect.stringContaining('time in force'),
    });
    expect(await fillsOf({ ...limit, timeInForce: 'DAY' }, [near])).toHaveLength(1);
  });

  it('GTD ends before the first bar that opens at its date', async () => {
    const goodTill = Date.UTC(2020, 0, 8);
    const dated = { ...limit, timeInForce: 'GTD', goodTill } as const;
    expect(await fillsOf(dated, [near])).toHaveLength(1);
    expect((await place(dated, [far, near])).orders[0]).toMatchObject({ status: 'expired', endedBar: 2 });
  });

  it.each(['IOC', 'FOK'] as const)('%s fills at the open of the first bar or never', async (timeInForce) => {
    const { orders } = await place({ ...limit, timeInForce }, [near]);
    expect(orders[0]).toMatchObject({ status: 'expired', endedBar: 1 });
    expect(await fillsOf({ ...limit, timeInForce }, [[97, 98, 96, 97]])).toEqual([[1, 10, 97]]);
  });
});

describe('changing and refusing orders', () => {
  it('a changed order keeps its place and fills at its new price', async () => {
    const strategy = scripted({
      0: (c) => c.submitOrder({ type: 'limit', limit: 90, ...buy }),
      1: (c) => expect(c.modifyOrder(0, { limit: 99, quantity: 3 })).toBe(true),
      3: (c) => expect(c.modifyOrder(0, { limit: 1 })).toBe(false),
    });
    const { fills, orders } = await testRun(ohlc([CALM, CALM, CALM, CALM]), strategy);
    expect(fills).toMatchObject([{ bar: 2, size: 3, price: 99 }]);
    expect(orders[0]).toMatchObject({ limit: 99, size: 3 });
  });

  it.each<[string, object]>([
    ['type', { type: 'limitless', ...buy }],
    ['limit', { type: 'limit', ...buy }],
    ['limit', { type: 'limit', limit: -1, ...buy }],
    ['limit', { type: 'market', limit: 5, ...buy }],
    ['stop', { type: 'stop', ...buy }],
    ['stop', { type: 'limit', limit: 5, stop: 4, ...buy }],
    ['trail', { type: 'trailing-stop', ...buy }],
    ['trail', { type: 'trailing-stop', trail: { amount: 1, percent: 1 }, ...buy }],
    ['trail.percent', { type: 'trailing-stop', trail: { percent: 100 }, ...buy }],
    ['stopLoss', { type: 'market', stopLoss: Number.NaN, ...buy }],
    ['stopLoss', { type: 'limit', limit: 98, stopLoss: 99, ...buy }],
    ['takeProfit', { type: 'limit', limit: 98, takeProfit: 97, ...buy }],
    ['takeProfit', { type: 'market', stopLoss: 99, takeProfit: 98, ...buy }],
    ['timeInForce', { type: 'market', timeInForce: 'LATER', ...buy }],
    ['goodTill', { type: 'market', timeInForce: 'GTD', ...buy }],
    ['goodTill', { type: 'market', goodTill: 5, ...buy }],
  ])('an illegal `%s` is an error that names it: %j', async (field, order) => {
    await expect(place(order as OrderRequest, [CALM])).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining(`\`${field}\``),
    });
  });

  it('illegal orders do not type-check', () => {
    // @ts-expect-error a limit order needs its limit
    const unlimited: OrderRequest = { type: 'limit', side: 'buy' };
    // @ts-expect-error a market order has no stop
    const stopped: OrderRequest = { type: 'market', side: 'buy', stop: 3 };
    // @ts-expect-error never both sizes
    const twice: OrderRequest = { type: 'market', side: 'buy', quantity: 1, fraction: 0.5 };
    // @ts-expect-error good till a date needs the date
    const dateless: OrderRequest = { type: 'market', side: 'buy', timeInForce: 'GTD' };
    expect([unlimited, stopped, twice, dateless]).toHaveLength(4);
  });
});
