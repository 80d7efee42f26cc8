import type { BarColumns, StoredBars } from '../../core/bar.ts';
import { runBacktest } from '../backtest.ts';
import type { BacktestSpecification } from '../backtest-specification.ts';
import { type RunControl, UNATTENDED } from '../run-control.ts';
import { defineStrategy, type Strategy, type StrategyDefinition } from '../strategy.ts';
import type { TradingContext } from '../trading-context.ts';
import { ArrayFeed } from './array-feed.ts';
import { type RecordedResult, recorded } from './recorded-result.ts';

const DAY = 86_400_000;
/** Monday 2020-01-06, 00:00 UTC: open time of the first test bar. */
export const FIRST_TIME = Date.UTC(2020, 0, 6);

/** Daily bars from [open, close] pairs; high and low are the extremes of the two, volume is 1,000. */
export function barsOf(prices: readonly (readonly [number, number])[]): BarColumns {
  return {
    timestamp: Float64Array.from(prices, (_, i) => FIRST_TIME + i * DAY),
    open: Float64Array.from(prices, ([open]) => open),
    high: Float64Array.from(prices, ([open, close]) => Math.max(open, close)),
    low: Float64Array.from(prices, ([open, close]) => Math.min(open, close)),
    close: Float64Array.from(prices, ([, close]) => close),
    volume: new Float64Array(prices.length).fill(1_000),
  };
}

/** Daily bars from [open, high, low, close] rows; volume is 1,000. */
export function ohlc(rows: readonly (readonly [number, number, number, number])[]): BarColumns {
  const column = (index: 0 | 1 | 2 | 3) => Float64Array.from(rows, (row) => row[index]);
  return {
    timestamp: Float64Array.from(rows, (_, i) => FIRST_TIME + i * DAY),
    open: column(0),
    high: column(1),
    low: column(2),
    close: column(3),
    volume: new Float64Array(rows.length).fill(1_000),
  };
}

/** A strategy whose actions are listed by the bar at whose close they happen. */
export function scripted(
  actions: Readonly<Record<number, (context: TradingContext) => void>>,
  others: Omit<Strategy, 'onTradingIteration'> = {},
): StrategyDefinition {
  return defineStrategy({
    id: 'scripted',
    name: 'Scripted',
    description: 'Does what a test says.',
    parameters: {},
    create: () => ({ ...others, onTradingIteration: (context) => actions[context.bar]?.(context) }),
  });
}

/** Options of {@link testRun}: fields of a specification, the feed's chunk size and the control. */
export interface TestRunOptions extends Partial<BacktestSpecification> {
  readonly chunkRows?: number;
  readonly control?: Partial<RunControl>;
  /** Feed to read instead of one over the bars. */
  readonly feed?: ArrayFeed;
}

/** Runs a strategy on bars in memory: cash 10,000, no commission, `next-open`, neither exclusive nor finalized unless given. */
export async function testRun(
  bars: StoredBars,
  strategy: StrategyDefinition,
  {
    chunkRows = 65_536,
    control,
    feed = new ArrayFeed(bars, chunkRows),
    ...specification
  }: TestRunOptions = {},
): Promise<RecordedResult> {
  const result = await runBacktest(
    {
      strategy: strategy.id,
      params: {},
      series: feed.series.map(({ info }) => info),
      cash: 10_000,
      commission: 0,
      fillProfile: 'next-open',
      exclusiveOrders: false,
      finalizeTrades: false,
      riskFreeRate: 0,
      ...specification,
    },
    feed,
    strategy,
    { ...UNATTENDED, ...control },
  );
  return recorded(result);
}
