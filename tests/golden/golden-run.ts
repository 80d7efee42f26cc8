import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { BarColumns } from '../../src/core/bar.ts';
import { runBacktest } from '../../src/engine/backtest.ts';
import type { BacktestSpecification } from '../../src/engine/backtest-specification.ts';
import { UNATTENDED } from '../../src/engine/run-control.ts';
import type { StrategyDefinition } from '../../src/engine/strategy.ts';
import { ArrayFeed } from '../../src/engine/testing/array-feed.ts';
import { type RecordedResult, recorded } from '../../src/engine/testing/recorded-result.ts';
import type { Statistics } from '../../src/metrics/statistics.ts';
import type { GoldenRun, GoldenStatistic } from './golden-file.ts';
import { inOurUnits, STATISTICS } from './statistic-names.ts';
import { GOLDEN_STRATEGIES } from './strategies/catalogue.ts';

/** Reads a golden file; a missing one fails the test that asks for it. */
export function readGolden(path: string | URL): GoldenRun {
  return JSON.parse(readFileSync(path, 'utf8')) as GoldenRun;
}

/** The strategy of a golden file, written to its rules. */
export function strategyOf(golden: GoldenRun, bars: BarColumns): StrategyDefinition {
  const create = GOLDEN_STRATEGIES[golden.strategy.name];
  if (!create) throw new Error(`No strategy "${golden.strategy.name}" for the golden run ${golden.id}`);
  return create(golden.strategy.params, bars);
}

/** The broker settings of backtesting.py in the terms of a specification. */
export function brokerTerms(broker: GoldenRun['broker']): Partial<BacktestSpecification> {
  const { commission } = broker;
  const charged: Partial<BacktestSpecification> =
    typeof commission === 'number'
      ? { commission }
      : { fees: { type: 'flat-percent', amount: commission[0], rate: commission[1] } };
  return {
    ...charged,
    cash: broker.cash,
    spread: broker.spread,
    margin: broker.margin,
    fillProfile: 'backtesting.py',
    tradeOnClose: Boolean(broker.trade_on_close),
    hedging: Boolean(broker.hedging),
    exclusiveOrders: Boolean(broker.exclusive_orders),
    finalizeTrades: Boolean(broker.finalize_trades),
  };
}

/** Runs the strategy of a golden file on `bars`, with the golden broker settings unless overridden. */
export async function runGolden(
  golden: GoldenRun,
  bars: BarColumns,
  chunkRows = 65_536,
  overrides: Partial<BacktestSpecification> = {},
  strategy: StrategyDefinition = strategyOf(golden, bars),
): Promise<RecordedResult> {
  const feed = new ArrayFeed(bars, chunkRows);
  const specification: BacktestSpecification = {
    strategy: strategy.id,
    params: {},
    series: feed.series.map(({ info }) => info),
    cash: golden.broker.cash,
    commission: 0,
    fillProfile: 'backtesting.py',
    exclusiveOrders: false,
    finalizeTrades: false,
    riskFreeRate: 0,
    ...brokerTerms(golden.broker),
    ...(golden.engine === 'FractionalBacktest' ? { lotSize: 1e-6 } : {}),
    ...overrides,
  };
  return recorded(await runBacktest(specification, feed, strategy, UNATTENDED));
}

/** Within 1e-7 of the golden value, relative for values above 1. */
function expectStatistic(name: string, actual: number | null, golden: GoldenStatistic): void {
  if (golden === null) {
    expect(actual, name).toBeNull();
    return;
  }
  const expected = inOurUnits(golden);
  expect(actual, name).not.toBeNull();
  const error = Math.abs((actual ?? Number.NaN) - expected) / Math.max(1, Math.abs(expected));
  expect(error, `${name}: ${actual} instead of ${expected}`).toBeLessThanOrEqual(1e-7);
}

/** Every statistic of `golden` within 1e-7; one that the table does not know fails. */
export function expectStatistics(statistics: Statistics, golden: GoldenRun['stats']): void {
  for (const [name, expected] of Object.entries(golden)) {
    const key = STATISTICS[name];
    if (!key) throw new Error(`The golden statistic "${name}" has no counterpart`);
    expectStatistic(name, statistics[key], expected);
  }
}

function expectClose(actual: number, expected: number, what: string): void {
  const error = Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
  expect(error, `${what}: ${actual} instead of ${expected}`).toBeLessThanOrEqual(1e-9);
}

/** Every trade, open trade, equity value and statistic of `golden`. */
export function expectGolden(result: RecordedResult, golden: GoldenRun, curve?: readonly number[]): void {
  const closed = result.trades.filter((trade) => !trade.open);
  const open = result.trades.filter((trade) => trade.open);
  expect(result.firstDecisionBar).toBe(golden.firstNextBar);
  expect(closed.map(({ entryBar, exitBar }) => [entryBar, exitBar])).toEqual(
    golden.trades.map(({ entryBar, exitBar }) => [entryBar, exitBar]),
  );
  closed.forEach((trade, i) => {
    const expected = golden.trades[i]!;
    expectClose(trade.size, expected.size, `size of trade ${i}`);
    expectClose(trade.entryPrice, expected.entryPrice, `entry price of trade ${i}`);
    expectClose(trade.exitPrice, expected.exitPrice, `exit price of trade ${i}`);
    expectClose(trade.commission, expected.commission, `commission of trade ${i}`);
    expectClose(trade.pnl, expected.pnl, `PnL of trade ${i}`);
    expectClose(trade.returnRatio, expected.returnPct, `return of trade ${i}`);
  });
  expect(open.map(({ entryBar }) => entryBar)).toEqual(
    golden.openTradesAtEnd.map(({ entryBar }) => entryBar),
  );
  open.forEach((trade, i) => {
    const expected = golden.openTradesAtEnd[i]!;
    expectClose(trade.size, expected.size, `size of open trade ${i}`);
    expectClose(trade.entryPrice, expected.entryPrice, `entry price of open trade ${i}`);
    expectClose(trade.pnl + trade.commission, expected.pl, `profit of open trade ${i}`);
  });
  const pending = result.orders.filter((order) => order.status === 'submitted');
  expect(pending).toHaveLength(golden.pendingOrdersAtEnd);
  const refused = result.orders.filter(({ reason }) => reason.includes('available'));
  expect(refused).toHaveLength(golden.warnings['insufficient margin'] ?? 0);
  const doubts = result.ambiguities.filter(({ kind }) => kind === 'entry-and-exit');
  expect(doubts).toHaveLength(golden.warnings['contingent SL/TP same bar ambiguous'] ?? 0);
  const { equity } = result.equity;
  expect(equity).toHaveLength(golden.equity.n);
  for (const [bar, value] of golden.equity.every50) expectClose(equity[bar]!, value, `equity at bar ${bar}`);
  curve?.forEach((value, bar) => {
    expectClose(equity[bar]!, value, `equity at bar ${bar}`);
  });
  expectClose(equity.at(-1)!, golden.equity.final, 'final equity');
  expectClose(
    equity.reduce((sum, value) => sum + value, 0),
    golden.equity.sum,
    'sum of equity',
  );
  expectClose(
    equity.reduce((sum, value) => sum + value * value, 0),
    golden.equity.sumSquares,
    'sum of squared equity',
  );
  expectStatistics(result.statistics, golden.stats);
}
