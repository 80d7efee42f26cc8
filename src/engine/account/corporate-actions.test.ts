import { describe, expect, it } from 'vitest';
import type { StoredBars } from '../../core/bar.ts';
import type { OrderRequest } from '../../core/order.ts';
import { ArrayFeed } from '../testing/array-feed.ts';
import { barsOf, ohlc, scripted, testRun } from '../testing/test-run.ts';

const NONE = Number.NaN;
const buy = (quantity: number): OrderRequest => ({ type: 'market', side: 'buy', quantity });

/** Bars at given opens and closes with dividends and splits by bar. */
function raw(
  prices: readonly (readonly [number, number])[],
  dividends: Readonly<Record<number, number>>,
  splits: Readonly<Record<number, number>> = {},
): StoredBars {
  return {
    ...barsOf(prices),
    dividend: Float64Array.from(prices, (_, bar) => dividends[bar] ?? NONE),
    splitRatio: Float64Array.from(prices, (_, bar) => splits[bar] ?? NONE),
  };
}

describe('a dividend', () => {
  const bars = raw(
    [
      [100, 100],
      [100, 100],
      [98, 98],
      [98, 98],
    ],
    { 2: 2 },
  );

  it('is paid in cash on the ex-date on what was held at the close before', async () => {
    const { equity, ledger } = await testRun(bars, scripted({ 0: (c) => c.submitOrder(buy(50)) }), {
      adjustments: 'raw',
    });
    expect([...equity.equity]).toEqual([10_000, 10_000, 10_000, 10_000]);
    expect(ledger).toEqual([{ bar: 2, time: bars.timestamp[2], kind: 'dividend', amount: 100, series: 0 }]);
  });

  it('is paid by the holder of a short', async () => {
    const { equity, ledger } = await testRun(
      bars,
      scripted({ 0: (c) => c.submitOrder({ type: 'market', side: 'sell', quantity: 50 }) }),
      { adjustments: 'raw' },
    );
    expect(ledger?.[0]?.amount).toBe(-100);
    expect([...equity.equity]).toEqual([10_000, 10_000, 10_000, 10_000]);
  });

  it('is not paid to who buys at the open of the ex-date, and is paid to who sells there', async () => {
    const late = await testRun(bars, scripted({ 1: (c) => c.submitOrder(buy(50)) }), { adjustments: 'raw' });
    expect(late.ledger).toEqual([]);
    const seller = scripted({ 0: (c) => c.submitOrder(buy(50)), 1: (c) => c.closePosition() });
    const sold = await testRun(bars, seller, { adjustments: 'raw' });
    expect(sold.ledger?.[0]?.amount).toBe(100);
  });

  it('and a split of one bar: the split comes first, the dividend is for each new unit', async () => {
    const both = raw(
      [
        [100, 100],
        [100, 100],
        [49, 49],
      ],
      { 2: 1 },
      { 2: 2 },
    );
    const { equity, ledger } = await testRun(both, scripted({ 0: (c) => c.submitOrder(buy(50)) }), {
      adjustments: 'raw',
    });
    expect(ledger?.[0]?.amount).toBe(100);
    expect(equity.equity[2]).toBe(10_000);
  });
});

describe('a split', () => {
  const twoForOne = raw(
    [
      [100, 100],
      [100, 100],
      [50, 50],
      [50, 60],
    ],
    {},
    { 2: 2 },
  );

  it('multiplies the units and divides the entry price: equity stays', async () => {
    const { equity, trades } = await testRun(twoForOne, scripted({ 0: (c) => c.submitOrder(buy(50)) }), {
      adjustments: 'raw',
    });
    expect([...equity.equity]).toEqual([10_000, 10_000, 10_000, 11_000]);
    expect(trades[0]).toMatchObject({ size: 100, entryPrice: 50, pnl: 1_000 });
  });

  it('leaves fractions of a unit as they are', async () => {
    const reverse = raw(
      [
        [10, 10],
        [10, 10],
        [100, 100],
        [100, 100],
      ],
      {},
      { 2: 0.1 },
    );
    const strategy = scripted({ 0: (c) => c.submitOrder(buy(15)), 2: (c) => c.closePosition() });
    const { trades, equity } = await testRun(reverse, strategy, { adjustments: 'raw' });
    expect(trades[0]).toMatchObject({ size: 1.5, entryPrice: 100, exitPrice: 100, open: false });
    expect(equity.equity.at(-1)).toBe(10_000);
  });

  it('adjusts pending orders: quantity, limit, stop, trail, guards and what they trigger', async () => {
    const strategy = scripted({
      0: (c) => {
        c.submitOrder({
          ...{ type: 'limit', side: 'buy', limit: 80, quantity: 10, stopLoss: 70, takeProfit: 90 },
          triggers: [{ type: 'stop', side: 'sell', stop: 60, quantity: 4 }],
        } as OrderRequest);
        c.submitOrder({ type: 'trailing-stop', side: 'sell', trail: { amount: 30 }, quantity: 10 });
      },
    });
    const bars = {
      ...ohlc([
        [100, 100, 100, 100],
        [100, 100, 100, 100],
        [50, 50, 39, 50],
        [50, 50, 36, 50],
      ]),
      dividend: Float64Array.of(NONE, NONE, NONE, NONE),
      splitRatio: Float64Array.of(NONE, NONE, 2, NONE),
    };
    const { orders } = await testRun(bars, strategy, { adjustments: 'raw' });
    const [limit, trailing, ...others] = orders;
    expect(limit).toMatchObject({ limit: 40, size: 20, status: 'filled', filledBar: 2, filledPrice: 40 });
    // 100 - 30 = 70, halved by the split to 35, then 50 - 15 = 35.
    expect(trailing).toMatchObject({ stop: 35, size: -20, status: 'submitted' });
    expect(others.map(({ type, stop, limit: at, size }) => [type, stop, at, size])).toEqual([
      ['limit', null, 45, -20],
      ['stop', 35, null, -20],
      ['stop', 30, null, -8],
    ]);
  });

  it('adjusts the touch price of an order that waits to be triggered', async () => {
    const strategy = scripted({
      0: (c) => {
        c.submitOrder({
          ...{ type: 'limit', side: 'buy', limit: 80, quantity: 10 },
          triggers: [{ type: 'market-if-touched', side: 'sell', touch: 120, quantity: 4 }],
        } as OrderRequest);
      },
    });
    const bars = {
      ...ohlc([
        [100, 100, 100, 100],
        [50, 50, 39, 50],
        [50, 61, 50, 55],
      ]),
      dividend: Float64Array.of(NONE, NONE, NONE),
      splitRatio: Float64Array.of(NONE, 2, NONE),
    };
    const { orders } = await testRun(bars, strategy, { adjustments: 'raw' });
    expect(orders[1]).toMatchObject({ stop: 60, size: -8, status: 'filled', filledBar: 2, filledPrice: 60 });
  });

  it('halves what the last close counts for: a fraction of equity is sized as before', async () => {
    const strategy = scripted({ 1: (c) => c.submitOrder({ type: 'market', side: 'buy', fraction: 0.5 }) });
    const { fills } = await testRun(twoForOne, strategy, { adjustments: 'raw' });
    expect(fills[0]).toMatchObject({ size: 100, price: 50 });
  });
});

describe('raw and adjusted prices', () => {
  // Raw: 100, split 2:1 to 52, dividend 2 at 50, then 55. Total return of a unit: 2 * 52 / 100, (50 + 2) / 52, 55 / 50 of what is held.
  const rawBars = raw(
    [
      [100, 100],
      [100, 100],
      [52, 52],
      [50, 50],
    ],
    { 3: 2 },
    { 2: 2 },
  );
  // The same adjusted backwards: prices before the dividend times 50 / 52, before the split halved.
  const factor = 50 / 52;
  const adjusted = barsOf([
    [50 * factor, 50 * factor],
    [50 * factor, 50 * factor],
    [52 * factor, 52 * factor],
    [50, 50],
  ]);
  const all = scripted({ 0: (c) => c.submitOrder(c.createOrder('buy')) });

  it('give the same total return, each in its own way', async () => {
    const lotSize = 1e-9;
    const one = await testRun(rawBars, all, { adjustments: 'raw', lotSize });
    const other = await testRun(adjusted, all, { lotSize });
    expect(one.equity.equity.at(-1)).toBeCloseTo(10_400, 4);
    expect(other.equity.equity.at(-1)).toBeCloseTo(10_400, 4);
    for (const [bar, value] of other.equity.equity.entries()) {
      expect(one.equity.equity[bar]).toBeCloseTo(value, 4);
    }
  });

  it('give the same buy and hold return and beta', async () => {
    const one = await testRun(rawBars, all, { adjustments: 'raw' });
    const other = await testRun(adjusted, all);
    expect(one.statistics.buyHoldReturnPct).toBeCloseTo(4, 9);
    expect(other.statistics.buyHoldReturnPct).toBeCloseTo(4, 9);
    expect(one.statistics.beta).toBeCloseTo(other.statistics.beta!, 2);
  });

  it('apply nothing twice: with adjusted prices the columns are not even read', async () => {
    const { dividend: _dividend, splitRatio: _splitRatio, ...plain } = rawBars;
    const hash = (await testRun(plain, all)).resultHash;
    const feeds: ArrayFeed[] = [];
    for (const adjustments of ['adjusted', 'raw'] as const) {
      const feed = new ArrayFeed(rawBars);
      feeds.push(feed);
      const result = await testRun(rawBars, all, { adjustments, feed });
      expect(result.resultHash === hash).toBe(adjustments === 'adjusted');
    }
    expect(feeds.map(({ reads }) => reads.flat().includes('dividend'))).toEqual([false, true]);
  });

  it.each([
    ['dividend', { dividend: Float64Array.of(NONE, -1, NONE, NONE) }],
    ['splitRatio', { splitRatio: Float64Array.of(NONE, NONE, Number.POSITIVE_INFINITY, NONE) }],
  ])('refuse a %s that is none', async (column, columns) => {
    await expect(testRun({ ...rawBars, ...columns }, all, { adjustments: 'raw' })).rejects.toThrow(
      `\`${column}\` of a bar must be a positive number`,
    );
  });
});
