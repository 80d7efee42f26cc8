import { describe, expect, it } from 'vitest';
import type { OrderRecord, OrderRequest } from '../core/order.ts';
import { barsOf, scripted, testRun } from './testing/test-run.ts';

const buy = (size: object = {}): OrderRequest => ({ type: 'market', side: 'buy', ...size });
const sell = (size: object = {}): OrderRequest => ({ type: 'market', side: 'sell', ...size });
const flat = barsOf([
  [100, 100],
  [100, 100],
  [100, 100],
  [100, 100],
  [100, 100],
]);
const rising = barsOf([
  [100, 101],
  [102, 103],
  [104, 105],
  [106, 107],
]);

describe('market orders in next-open', () => {
  it('an order decided at the close of bar 0 fills at the open of bar 1', async () => {
    const { fills, orders } = await testRun(
      rising,
      scripted({ 0: (c) => c.submitOrder(buy({ quantity: 3 })) }),
    );
    expect(fills).toEqual([
      { orderId: 0, series: 0, bar: 1, time: rising.timestamp[1], size: 3, price: 102, commission: 0 },
    ]);
    expect(orders[0]).toMatchObject({ submittedBar: 0, status: 'filled', filledBar: 1, filledPrice: 102 });
  });

  it('an order made on the last bar never fills and stays submitted', async () => {
    const { orders, fills } = await testRun(rising, scripted({ 3: (c) => c.submitOrder(buy()) }));
    expect(orders.map((order) => order.status)).toEqual(['submitted']);
    expect(fills).toEqual([]);
  });

  it('without a size buys whole lots for all available equity, commission included', async () => {
    const free = await testRun(flat, scripted({ 0: (c) => c.submitOrder(buy()) }));
    expect(free.fills[0]?.size).toBe(100);
    const charged = await testRun(flat, scripted({ 0: (c) => c.submitOrder(buy()) }), { commission: 0.01 });
    expect(charged.fills[0]).toMatchObject({ size: 99, commission: 99 });
  });

  it('a fraction is of available equity, a quantity may be fractional', async () => {
    const { fills } = await testRun(
      flat,
      scripted({
        0: (c) => c.submitOrder(buy({ fraction: 0.505 })),
        1: (c) => c.submitOrder(buy({ quantity: 0.25 })),
      }),
    );
    expect(fills.map((fill) => fill.size)).toEqual([50, 0.25]);
  });

  it('a quantity beyond the cash at the open is rejected as a whole, with the figures', async () => {
    const result = await testRun(flat, scripted({ 0: (c) => c.submitOrder(buy({ quantity: 101 })) }));
    expect(result.orders[0]).toMatchObject({
      status: 'rejected',
      size: 101,
      reason: '101 units cost 10100.00, 10000.00 are available',
    });
    expect(result.fills).toEqual([]);
    expect(result.warnings).toContainEqual(expect.objectContaining({ code: 'orders-rejected', bar: 0 }));
  });

  it('an order against the position that is too big to reverse it changes nothing', async () => {
    const result = await testRun(
      flat,
      scripted({
        0: (c) => c.submitOrder(buy({ quantity: 10 })),
        1: (c) => c.submitOrder(sell({ quantity: 500 })),
      }),
    );
    expect(result.orders[1]?.status).toBe('rejected');
    expect(result.trades.map(({ size, open }) => [size, open])).toEqual([[10, true]]);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])(
    'a quantity of %s is a recorded rejection',
    async (quantity) => {
      const { orders } = await testRun(flat, scripted({ 0: (c) => c.submitOrder(buy({ quantity })) }));
      expect(orders[0]).toMatchObject({
        status: 'rejected',
        reason: expect.stringContaining(`got ${quantity}`),
      });
    },
  );

  it.each([0, 1.5, Number.NaN])('a fraction of %s is a recorded rejection', async (fraction) => {
    const { orders } = await testRun(flat, scripted({ 0: (c) => c.submitOrder(buy({ fraction })) }));
    expect(orders[0]).toMatchObject({
      status: 'rejected',
      reason: expect.stringContaining(`got ${fraction}`),
    });
  });

  it('a quantity and a fraction in one order are refused, naming the field', async () => {
    const run = testRun(
      flat,
      scripted({ 0: (c) => c.submitOrder(buy({ quantity: 1, fraction: 0.5 }) as OrderRequest) }),
    );
    await expect(run).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining('`quantity`'),
    });
  });

  it('whole units only in the backtesting.py profile', async () => {
    const { orders } = await testRun(flat, scripted({ 1: (c) => c.submitOrder(buy({ quantity: 1.5 })) }), {
      fillProfile: 'backtesting.py',
    });
    expect(orders[0]).toMatchObject({ status: 'rejected', reason: expect.stringContaining('1.5') });
  });

  it('a cancelled order never fills', async () => {
    const { orders, fills } = await testRun(
      flat,
      scripted({
        0: (c) => {
          const id = c.submitOrder(buy());
          expect(c.cancelOrder(id)).toBe(true);
          expect(c.cancelOrder(id)).toBe(false);
        },
      }),
    );
    expect(orders[0]).toMatchObject({ status: 'cancelled', reason: 'cancelled by the strategy' });
    expect(fills).toEqual([]);
  });
});

describe('positions', () => {
  it('a short gains when the price falls; its proceeds are cash', async () => {
    const bars = barsOf([
      [100, 100],
      [100, 90],
      [90, 80],
    ]);
    const { equity } = await testRun(
      bars,
      scripted({
        0: (c) => c.submitOrder(sell({ quantity: 10 })),
        1: (c) => {
          expect(c.cash).toBe(11_000);
          expect(c.portfolioValue).toBe(10_100);
          expect(c.getPosition()).toMatchObject({ size: -10, averagePrice: 100, profit: 100, isShort: true });
        },
      }),
    );
    expect([...equity.equity]).toEqual([10_000, 10_100, 10_200]);
  });

  it('closing is first in, first out', async () => {
    const { trades } = await testRun(
      rising,
      scripted({
        0: (c) => c.submitOrder(buy({ quantity: 2 })),
        1: (c) => c.submitOrder(buy({ quantity: 3 })),
        2: (c) => c.submitOrder(sell({ quantity: 4 })),
      }),
    );
    expect(trades.map(({ size, entryPrice, exitBar, open }) => [size, entryPrice, exitBar, open])).toEqual([
      [2, 102, 3, false],
      [2, 104, 3, false],
      [1, 104, null, true],
    ]);
  });

  it('an exclusive order cancels what is pending and replaces the position in one bar', async () => {
    const { orders, trades } = await testRun(
      rising,
      scripted({
        0: (c) => c.submitOrder(buy({ quantity: 2 })),
        1: (c) => {
          c.submitOrder(buy({ quantity: 5 }));
          c.submitOrder(sell({ quantity: 1 }));
        },
      }),
      { exclusiveOrders: true },
    );
    expect(orders.filter(({ status }) => status === 'cancelled').map(({ reason }) => reason)).toEqual([
      'replaced by a new order',
      'replaced by a new order',
    ]);
    expect(
      trades.map(({ size, entryBar, exitBar, exitReason }) => [size, entryBar, exitBar, exitReason]),
    ).toEqual([
      [2, 1, 2, 'replaced by a new order'],
      [-1, 2, null, ''],
    ]);
  });

  it('a position closed twice is sold once', async () => {
    const { fills, orders } = await testRun(
      flat,
      scripted({
        0: (c) => c.submitOrder(buy({ quantity: 2 })),
        1: (c) => {
          c.closePosition();
          c.closePosition();
        },
      }),
    );
    expect(fills.map((fill) => fill.size)).toEqual([2, -2]);
    expect(orders.at(-2)).toMatchObject({ status: 'cancelled', reason: 'its trade is closed' });
  });

  it('finalize closes at the close of the last bar, with commission, on the record', async () => {
    const result = await testRun(rising, scripted({ 0: (c) => c.submitOrder(buy({ quantity: 10 })) }), {
      finalizeTrades: true,
      commission: 0.01,
    });
    expect(result.trades).toEqual([
      expect.objectContaining({ exitBar: 3, exitPrice: 107, exitReason: 'end of the run', open: false }),
    ]);
    expect(result.orders.at(-1)).toMatchObject({ status: 'filled', filledBar: 3, size: -10 });
    expect(result.equity.equity.at(-1)).toBeCloseTo(10_000 + 50 - 10.2 - 10.7, 9);
  });

  it('without finalize an open trade is marked at the last close, and a warning says so', async () => {
    const result = await testRun(rising, scripted({ 0: (c) => c.submitOrder(buy({ quantity: 10 })) }));
    expect(result.trades).toEqual([
      expect.objectContaining({ open: true, exitBar: null, exitTime: null, exitPrice: 107, pnl: 50 }),
    ]);
    expect(result.warnings.map(({ code }) => code)).toEqual(['open-trades']);
    expect(result.statistics).toMatchObject({ exposureTimePct: 0, timeInMarketPct: 75, trades: 0 });
  });

  it('a ruined account is closed at that close and trades no more', async () => {
    const bars = barsOf([
      [100, 100],
      [100, 100],
      [100, 250],
      [250, 300],
      [300, 10],
    ]);
    let last = -1;
    const result = await testRun(
      bars,
      scripted({ 0: (c) => c.submitOrder(sell()), 1: (c) => (last = c.bar), 2: (c) => (last = c.bar) }),
    );
    expect([...result.equity.equity]).toEqual([10_000, 10_000, 0, 0, 0]);
    expect(last).toBe(1);
    expect(result.trades).toEqual([expect.objectContaining({ exitBar: 2, exitReason: 'equity used up' })]);
    expect(result.warnings).toContainEqual(expect.objectContaining({ code: 'ruin', bar: 2 }));
    expect(result.statistics).toMatchObject({ returnPct: -100, cagrPct: -100, sharpeRatio: 0, beta: null });
  });
});

describe('what a strategy is told about its orders', () => {
  it('fills and refusals arrive at the close of the bar in which they happened, before the iteration', async () => {
    const told: [number, string, OrderRecord['status']][] = [];
    await testRun(
      flat,
      scripted(
        {
          0: (c) => {
            c.submitOrder(buy({ quantity: 1 }));
            c.submitOrder(buy({ quantity: 1_000 }));
          },
          1: (c) => told.push([c.bar, 'iteration', 'submitted']),
        },
        {
          onFilledOrder: (c, order) => told.push([c.bar, 'filled', order.status]),
          onCanceledOrder: (c, order) => told.push([c.bar, 'canceled', order.status]),
        },
      ),
    );
    expect(told).toEqual([
      [1, 'filled', 'filled'],
      [1, 'canceled', 'rejected'],
      [1, 'iteration', 'submitted'],
    ]);
  });

  it('initialize is called once, at the first decision', async () => {
    const bars: number[] = [];
    await testRun(flat, scripted({}, { initialize: (c) => bars.push(c.bar) }));
    expect(bars).toEqual([0]);
  });
});
