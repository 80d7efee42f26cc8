import { describe, expect, it } from 'vitest';
import type { OrderRequest } from '../../core/order.ts';
import { barsOf, scripted, testRun } from '../testing/test-run.ts';

const order = (side: 'buy' | 'sell', quantity: number): OrderRequest => ({ type: 'market', side, quantity });

describe('a margin call', () => {
  // Cash 10,000 at margin 0.5: 200 at 100. At a close of 60 equity is 10,000 - 8,000 = 2,000; at 30% 200 * 60 * 0.3 = 3,600 are required.
  // 1,600 short, 18 a unit: 88.9, so 89 units are closed at the next open, 61. The rest: equity 2,000 + 200 = 2,200 at 61.
  const fall = barsOf([
    [100, 100],
    [100, 100],
    [100, 60],
    [61, 61],
    [61, 61],
  ]);
  const long = scripted({ 0: (c) => c.submitOrder(order('buy', 200)) });

  it('closes at the next open as many units as the equity does not cover', async () => {
    const { trades, equity, orders, warnings } = await testRun(fall, long, {
      margin: 0.5,
      maintenanceMargin: 0.3,
    });
    expect(trades).toMatchObject([
      { size: 89, exitBar: 3, exitPrice: 61, exitReason: 'margin call', open: false },
      { size: 111, open: true },
    ]);
    expect(orders[1]).toMatchObject({ submittedBar: 2, filledBar: 3, size: -89, tag: 'margin call' });
    expect([...equity.equity]).toEqual([10_000, 10_000, 2_000, 2_200, 2_200]);
    expect(warnings).toContainEqual({
      code: 'margin-call',
      bar: 2,
      time: fall.timestamp[2],
      message:
        'At 1 close the equity was below the maintenance margin, and trades were closed at the next open ("margin call"): at bar 2 (2020-01-08T00:00:00.000Z) it was 2000.00 where 3600.00 were required, and 89 units were closed',
    });
  });

  // At 80 equity is 10,000 - 4,000 = 6,000, which is 0.375 of 200 * 80 to the bit.
  it('is due below the maintenance margin, not at it', async () => {
    const dip = barsOf([
      [100, 100],
      [100, 100],
      [100, 80],
      [80, 80],
    ]);
    const codes = async (maintenanceMargin: number) =>
      (await testRun(dip, long, { margin: 0.5, maintenanceMargin })).warnings.map(({ code }) => code);
    expect(await codes(0.375)).not.toContain('margin-call');
    expect(await codes(0.376)).toContain('margin-call');
  });

  it('is on the record with its bar, the equity, what was required and the units closed of each series', async () => {
    const terms = { margin: 0.5, maintenanceMargin: 0.3 };
    const { marginCalls } = await testRun(fall, long, terms);
    expect(marginCalls).toEqual([
      { bar: 2, time: fall.timestamp[2], equity: 2_000, required: 3_600, closed: [{ series: 0, units: 89 }] },
    ]);
    const several = scripted({
      0: (c) => {
        for (const units of [50, 100, 50]) c.submitOrder(order('buy', units));
      },
    });
    const crash = barsOf([
      [100, 100],
      [100, 100],
      [100, 52],
      [52, 52],
    ]);
    const calls = (await testRun(crash, several, terms)).marginCalls;
    expect(calls?.map(({ closed }) => closed)).toEqual([[{ series: 0, units: 175 }]]);
    expect(await testRun(fall, long, { margin: 0.5 })).not.toHaveProperty('marginCalls');
  });

  it('closes whole lots', async () => {
    const { trades } = await testRun(fall, long, { margin: 0.5, maintenanceMargin: 0.3, lotSize: 10 });
    expect(trades[0]).toMatchObject({ size: 90, exitReason: 'margin call' });
  });

  it('is due for shorts when the price rises', async () => {
    // 100 short at 100, close 150: equity 10,000 - 5,000 = 5,000, required 0.5 * 15,000 = 7,500: 2,500 / 75 = 33.3, so 34 units.
    const rise = barsOf([
      [100, 100],
      [100, 150],
      [150, 150],
    ]);
    const { trades } = await testRun(rise, scripted({ 0: (c) => c.submitOrder(order('sell', 100)) }), {
      maintenanceMargin: 0.5,
    });
    expect(trades[0]).toMatchObject({ size: -34, exitReason: 'margin call', exitBar: 2 });
  });

  it('takes the largest trade first, and of equal ones the oldest', async () => {
    // Three trades of 50, 100 and 50; at 60 as above 89 units have to go: all from the one of 100. At 52 equity is 400,
    // required 3,120: 2,720 / 15.6 = 174.4, so 175: 100, then the first 50, then 25 of the second.
    const several = scripted({
      0: (c) => {
        for (const units of [50, 100, 50]) c.submitOrder(order('buy', units));
      },
    });
    const bars = (low: number) =>
      barsOf([
        [100, 100],
        [100, 100],
        [100, low],
        [low, low],
      ]);
    const terms = { margin: 0.5, maintenanceMargin: 0.3 };
    const one = await testRun(bars(60), several, terms);
    expect(one.trades.filter(({ open }) => !open).map(({ size }) => size)).toEqual([89]);
    const all = await testRun(bars(52), several, terms);
    const closed = all.orders.filter(({ tag }) => tag === 'margin call').map(({ size }) => size);
    expect(closed).toEqual([-100, -50, -25]);
  });

  it('comes after what the strategy decides, and before its orders execute', async () => {
    const hopeful = scripted({
      0: (c) => c.submitOrder(order('buy', 200)),
      2: (c) => {
        c.cancelOrders();
        c.submitOrder(order('sell', 150));
      },
    });
    const { fills } = await testRun(fall, hopeful, {
      margin: 0.5,
      maintenanceMargin: 0.3,
    });
    expect(fills.map(({ size }) => size)).toEqual([200, -89, -150]);
  });

  it('needs no maintenance margin where the run asks for none', async () => {
    const { orders } = await testRun(fall, long, { margin: 0.5 });
    expect(orders).toHaveLength(1);
  });
});
