import { describe, expect, it } from 'vitest';
import { drawdownNetOf } from '../metrics/account-columns.ts';
import { accountCurve } from './account-curve.ts';
import { runBacktest } from './backtest.ts';
import { UNATTENDED } from './run-control.ts';
import { ArrayFeed } from './testing/array-feed.ts';
import { type PortfolioTestOptions, portfolioOf, type TestSeries } from './testing/portfolio-test-run.ts';
import { barsOf, scripted } from './testing/test-run.ts';

async function accountOf(
  series: readonly TestSeries[],
  strategy: ReturnType<typeof scripted>,
  options: PortfolioTestOptions = {},
) {
  const { feed, specification } = portfolioOf(series, strategy, options);
  const result = await runBacktest(specification, feed, strategy, UNATTENDED);
  return { result, account: await accountCurve(result, result.equity, feed) };
}

const rising = barsOf([
  [10, 10],
  [10, 11],
  [12, 12],
  [13, 13],
]);

describe('the account at every bar', () => {
  it('has cash, exposure and units of a long trade from its fill on', async () => {
    const strategy = scripted({
      0: (context) => context.submitOrder({ type: 'market', side: 'buy', quantity: 100 }),
      2: (context) => context.closePosition(),
    });
    const { account } = await accountOf([{ bars: rising }], strategy);
    expect([...account.units[0]!]).toEqual([0, 100, 100, 0]);
    expect([...account.cash]).toEqual([10_000, 9_000, 9_000, 10_300]);
    expect([...account.net]).toEqual([0, 1_100, 1_200, 0]);
    expect([...account.gross]).toEqual([0, 1_100, 1_200, 0]);
  });

  it('has the proceeds of a short sale in the cash, and its value negative in the net and positive in the gross exposure', async () => {
    const strategy = scripted({
      0: (context) => context.submitOrder({ type: 'market', side: 'sell', quantity: 100 }),
    });
    const { account } = await accountOf([{ bars: rising }], strategy);
    expect([...account.cash]).toEqual([10_000, 11_000, 11_000, 11_000]);
    expect([...account.net]).toEqual([0, -1_100, -1_200, -1_300]);
    expect([...account.gross]).toEqual([0, 1_100, 1_200, 1_300]);
  });

  it('counts the multiplier, and leaves the price of units with a margin of their own in the cash', async () => {
    const strategy = scripted({
      0: (context) => context.submitOrder({ type: 'market', side: 'buy', quantity: 2 }),
    });
    const { account } = await accountOf([{ bars: rising }], strategy, {
      contract: { multiplier: 50, initialMargin: 100 },
    });
    expect([...account.net]).toEqual([0, 1_100, 1_200, 1_300]);
    expect([...account.cash]).toEqual([...account.equity]);
  });

  it('sees a market order of trade on close in the bar to whose close it is booked, in the units of before a split', async () => {
    const bars = {
      ...rising,
      dividend: new Float64Array(4).fill(Number.NaN),
      splitRatio: Float64Array.of(Number.NaN, Number.NaN, 2, Number.NaN),
      close: Float64Array.of(10, 11, 6, 6.5),
      open: Float64Array.of(10, 10, 6, 6.5),
      high: Float64Array.of(10, 11, 6, 6.5),
      low: Float64Array.of(10, 10, 6, 6.5),
    };
    const strategy = scripted({
      0: (context) => context.submitOrder({ type: 'market', side: 'buy', quantity: 100 }),
      1: (context) => context.closePosition(0, 0.5),
      2: (context) => context.closePosition(0, 0.5),
    });
    const { account, result } = await accountOf([{ bars }], strategy, {
      adjustments: 'raw',
      tradeOnClose: true,
    });
    expect([...result.trades.size]).toEqual([100, 50, 50]);
    expect([...account.units[0]!]).toEqual([100, 50, 50, 50]);
    for (const [bar, worth] of account.equity.entries()) {
      expect(account.cash[bar]! + account.net[bar]!).toBeCloseTo(worth, 9);
    }
  });

  it('has a drawdown net of deposits and withdrawals, as deep as that of the statistics', async () => {
    const bars = barsOf([10, 12, 9, 9, 8, 11, 7].map((price) => [price, price] as const));
    const strategy = scripted({
      0: (context) => context.submitOrder({ type: 'market', side: 'buy', quantity: 500 }),
    });
    const { account, result } = await accountOf([{ bars }], strategy, {
      cashFlows: [
        { time: bars.timestamp[3]!, amount: 5_000 },
        { time: bars.timestamp[3]!, amount: 2_000 },
        { time: bars.timestamp[5]!, amount: -3_000 },
      ],
    });
    expect(Math.max(...account.drawdown) * -100).toBeCloseTo(result.statistics.maxDrawdownPct!, 9);
    expect(account.drawdown[3]).toBeCloseTo(account.drawdown[2]!, 12);
    expect(Math.max(...drawdownNetOf(account.equity))).not.toBeCloseTo(Math.max(...account.drawdown), 3);
  });

  it('is the same however the bars are cut into chunks', async () => {
    const strategy = scripted({
      0: (context) => context.submitOrder({ type: 'market', side: 'buy', quantity: 100 }),
    });
    const { account, result } = await accountOf([{ bars: rising }], strategy);
    const key = { symbol: 'S0' };
    expect(await accountCurve(result, result.equity, new ArrayFeed(rising, 1, key))).toEqual(account);
  });
});
