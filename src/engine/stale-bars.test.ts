import { describe, expect, it } from 'vitest';
import type { BarColumns } from '../core/bar.ts';
import type { OrderRequest } from '../core/order.ts';
import { FIRST_TIME, ohlc, scripted, type TestRunOptions, testRun } from './testing/test-run.ts';

const DAY = 86_400_000;
const market = { type: 'market', side: 'buy', quantity: 1 } as const;

/** Four daily bars with `days` days without bars before the second. */
function withHole(days: number): BarColumns {
  const bars = ohlc([
    [100, 101, 99, 100],
    [102, 103, 101, 102],
    [104, 105, 103, 104],
    [106, 107, 105, 106],
  ]);
  return { ...bars, timestamp: bars.timestamp.map((time, i) => time + (i > 0 ? days * DAY : 0)) };
}

const run = (bars: BarColumns, order: OrderRequest, options: TestRunOptions = {}) =>
  testRun(bars, scripted({ 0: (c) => c.submitOrder(order) }), options);

describe('a hole in the data', () => {
  it.each([
    ['14 days at most by default', 14, {}, true],
    ['no more than 14 days', 15, {}, false],
    ['what the run says', 3, { maxGap: 2 }, false],
    ['no bound where the run says so', 400, { maxGap: null }, true],
    ['no bound in the profile lumibot', 400, { fillProfile: 'lumibot' }, true],
  ] as const)('that a market order is filled across: %s', async (_rule, days, options, filled) => {
    const { orders } = await run(withHole(days), market, options);
    expect(orders).toMatchObject([{ status: filled ? 'filled' : 'expired' }]);
  });

  it('begins after one day for crypto, which is traded every day', async () => {
    const strategy = scripted({ 1: (c) => c.submitOrder(market) });
    const bars = {
      ...withHole(0),
      timestamp: withHole(0).timestamp.map((time, i) => time + (i > 1 ? 2 * DAY : 0)),
    };
    const stock = await testRun(bars, strategy);
    expect(stock.orders).toMatchObject([{ status: 'filled' }]);
    const info = stock.specification.series.map((each) => ({ ...each, assetType: 'crypto' as const }));
    const crypto = await testRun(bars, strategy, { series: info });
    expect(crypto.orders).toMatchObject([{ status: 'expired', endedTime: FIRST_TIME + 4 * DAY }]);
  });

  it('ends closing orders as well, and leaves resting orders and guards alone', async () => {
    const bars = {
      ...withHole(0),
      timestamp: withHole(0).timestamp.map((time, i) => time + (i > 1 ? 60 * DAY : 0)),
    };
    const strategy = scripted({
      0: (c) => c.submitOrder({ ...market, takeProfit: 104.5 }),
      1: (c) => {
        c.closePosition();
        c.submitOrder({ ...market, type: 'limit', limit: 103.5 });
      },
    });
    const { orders } = await testRun(bars, strategy);
    expect(orders.map(({ type, status }) => [type, status])).toEqual([
      ['market', 'filled'],
      ['limit', 'filled'],
      ['market', 'expired'],
      ['limit', 'filled'],
    ]);
  });
});

describe('a bar that repeats the close before it without volume', () => {
  const repeated = (volume: number): BarColumns => ({
    ...ohlc([
      [100, 101, 99, 100],
      [100, 100, 100, 100],
      [105, 106, 104, 105],
    ]),
    volume: Float64Array.of(1_000, volume, 1_000),
  });

  it('fills nothing: orders wait for a bar that was traded', async () => {
    expect((await run(repeated(0), market)).fills).toMatchObject([{ bar: 2, price: 105 }]);
    expect((await run(repeated(0), { ...market, timeInForce: 'IOC' })).fills).toMatchObject([{ bar: 2 }]);
  });

  it('does not fill at its close what is decided there', async () => {
    const strategy = scripted({ 1: (c) => c.submitOrder(market) });
    const stale = await testRun(repeated(0), strategy, { fillProfile: 'close' });
    expect(stale.fills).toMatchObject([{ bar: 2, price: 105 }]);
    const traded = await testRun(repeated(1), strategy, { fillProfile: 'close' });
    expect(traded.fills).toMatchObject([{ bar: 1, price: 100 }]);
  });

  it('is a bar like others when something was traded, or in the profiles of other software', async () => {
    expect((await run(repeated(1), market)).fills).toMatchObject([{ bar: 1, price: 100 }]);
    const lumibot = await run(repeated(0), market, { fillProfile: 'lumibot' });
    expect(lumibot.fills).toMatchObject([{ bar: 1, price: 100 }]);
  });
});
