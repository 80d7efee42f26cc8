import { describe, expect, it } from 'vitest';
import type { BacktestSpecification } from './backtest-specification.ts';
import { barsAt, type TestSeries, testPortfolio } from './testing/portfolio-test-run.ts';
import { scripted } from './testing/test-run.ts';
import type { TradingContext } from './trading-context.ts';

const DAY = 86_400_000;
const START = Date.UTC(2024, 0, 1);

/** Daily bars whose open and close are one price. */
const at = (...prices: number[]): TestSeries => ({
  bars: barsAt(
    prices.map((_, i) => START + i * DAY),
    prices.map((price) => [price, price] as const),
  ),
});

const flat = (price: number, days = 6) => at(...new Array<number>(days).fill(price));

const run = (
  series: readonly TestSeries[],
  actions: Readonly<Record<number, (context: TradingContext) => void>>,
  options: Partial<Omit<BacktestSpecification, 'benchmark'>> = {},
) => testPortfolio(series, scripted(actions), options);

const units = (fills: readonly { series: number; size: number }[]) =>
  fills.map(({ series, size }) => [series, size]);

describe('rebalance', () => {
  it('brings each series to its share of the equity, in whole lots', async () => {
    const { fills, equity } = await run([flat(100), flat(30), flat(7)], {
      0: (context) => context.rebalance([0.5, 0.3, 0.2]),
      2: (context) => context.rebalance([0.2, 0.2, 0.6]),
    });
    expect(units(fills)).toEqual([
      [0, 50],
      [1, 100],
      [2, 285],
      [0, -30],
      [1, -34],
      [2, 572],
    ]);
    expect(equity.equity.at(-1)).toBe(10_000);
    const lots = await run(
      [flat(100)],
      { 0: (context) => context.rebalance([0.5]) },
      { lotSize: 0.25, cash: 1_010 },
    );
    expect(units(lots.fills)).toEqual([[0, 5]]);
  });

  it('sells what is too much before it buys, so that the cash of one pays for the other', async () => {
    const { fills, orders } = await run([flat(10), flat(10), flat(10)], {
      0: (context) => context.rebalance([0, 1, 0]),
      2: (context) => context.rebalance([0.5, 0, 0.5]),
    });
    expect(units(fills)).toEqual([
      [1, 1_000],
      [1, -1_000],
      [0, 500],
      [2, 500],
    ]);
    expect(orders.every(({ status, tag }) => status === 'filled' && tag === 'rebalance')).toBe(true);
  });

  it('cuts the last purchases to what the account can pay for when prices have risen overnight', async () => {
    const { fills, orders } = await run([at(100, 110, 110), at(100, 110, 110)], {
      0: (context) => context.rebalance([0.5, 0.5]),
    });
    expect(units(fills)).toEqual([
      [0, 50],
      [1, 40],
    ]);
    expect(orders.map(({ status }) => status)).toEqual(['filled', 'filled']);
  });

  it('leaves a share within the tolerance, but for a weight of 0', async () => {
    const { fills } = await run([at(100, 100, 104, 104, 104), flat(100)], {
      0: (context) => context.rebalance([0.5, 0.5]),
      2: (context) => context.rebalance([0.5, 0.5], { tolerance: 1.5 }),
      3: (context) => context.rebalance([0, 0.5], { tolerance: 90 }),
    });
    expect(units(fills)).toEqual([
      [0, 50],
      [1, 50],
      [0, -50],
    ]);
  });

  it('goes short, over to the other side, and leaves a series whose weight is null', async () => {
    const { fills } = await run([flat(100), flat(50)], {
      0: (context) => context.rebalance([0.4, -0.5]),
      2: (context) => context.rebalance([-0.2, null]),
      3: (context) => context.rebalance([-0.4]),
    });
    expect(units(fills)).toEqual([
      [0, 40],
      [1, -100],
      [0, -40],
      [0, -20],
      [0, -20],
    ]);
  });

  it('adjusts what is held where orders are exclusive, and closes it where there is hedging', async () => {
    for (const options of [{ exclusiveOrders: true }, { hedging: true }]) {
      const { fills, trades } = await run(
        [flat(100)],
        {
          0: (context) => context.rebalance([0.5]),
          1: (context) => context.setTargetWeight(0, 0.3),
          2: (context) => context.setTargetWeight(0, 0.6),
        },
        options,
      );
      expect(units(fills)).toEqual([
        [0, 50],
        [0, -20],
        [0, 30],
      ]);
      expect(trades.map(({ size, open }) => [size, open])).toEqual([
        [20, false],
        [30, true],
        [30, true],
      ]);
    }
  });

  it('cancels what is still pending of the call before', async () => {
    const sparse: TestSeries = {
      bars: barsAt(
        [START, START + 4 * DAY],
        [
          [10, 10],
          [10, 10],
        ],
      ),
    };
    const { fills, orders } = await run([flat(100), sparse], {
      0: (context) => context.rebalance([null, 0.5]),
      1: (context) => context.rebalance([null, 0.4]),
    });
    expect(units(fills)).toEqual([[1, 400]]);
    expect(orders[0]).toMatchObject({ status: 'cancelled', reason: 'replaced by a new rebalancing' });
  });

  it('leaves out a series without a price', async () => {
    const late: TestSeries = {
      bars: barsAt(
        [START + 3 * DAY, START + 4 * DAY],
        [
          [10, 10],
          [10, 10],
        ],
      ),
    };
    const { orders } = await run([flat(100), late], { 0: (context) => context.rebalance([0.5, 0.5]) });
    expect(orders.map(({ series }) => series)).toEqual([0]);
  });

  it('refuses weights that cannot be held', async () => {
    const refused = (weights: (number | null)[], options = {}) =>
      run([flat(100), flat(50)], { 0: (context) => context.rebalance(weights, options) });
    await expect(refused([0.7, 0.4])).rejects.toThrow(/add up to 1.1/);
    await expect(refused([0.7, Number.NaN])).rejects.toThrow(/weight of series 1/);
    await expect(refused([0.1, 0.1, 0.1])).rejects.toThrow(/at most 2 numbers/);
    await expect(refused([0.1], { tolerance: -1 })).rejects.toThrow(/tolerance/);
  });
});
