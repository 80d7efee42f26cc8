import type { BarColumns } from '../../core/bar.ts';
import type { SeriesKey } from '../../core/series.ts';
import { runBacktest } from '../backtest.ts';
import type { BacktestSpecification } from '../backtest-specification.ts';
import { UNATTENDED } from '../run-control.ts';
import type { StrategyDefinition } from '../strategy.ts';
import { ArrayFeed, joinedFeed } from './array-feed.ts';
import { type RecordedResult, recorded } from './recorded-result.ts';

/** Bars of a series of a test, and what is special about its key; daily unless given. */
export interface TestSeries extends Partial<SeriesKey> {
  readonly bars: BarColumns;
}

/** Options of {@link testPortfolio}. */
export interface PortfolioTestOptions extends Partial<Omit<BacktestSpecification, 'benchmark'>> {
  readonly chunkRows?: number;
  /** A series that is not traded. */
  readonly benchmark?: TestSeries;
}

/** A feed over some series in memory and the specification of a run on them: cash 10,000, no commission, `next-open`. */
export function portfolioOf(
  series: readonly TestSeries[],
  strategy: StrategyDefinition,
  { chunkRows = 65_536, benchmark, ...fields }: PortfolioTestOptions = {},
) {
  const all = benchmark ? [...series, benchmark] : series;
  const feeds = all.map(
    ({ bars, ...key }, index) => new ArrayFeed(bars, chunkRows, { symbol: `S${index}`, ...key }),
  );
  const feed = joinedFeed(feeds);
  const infos = feed.series.map(({ info }) => info);
  const specification: BacktestSpecification = {
    strategy: strategy.id,
    params: {},
    series: infos.slice(0, series.length),
    ...(benchmark ? { benchmark: infos.at(-1)! } : {}),
    cash: 10_000,
    commission: 0,
    fillProfile: 'next-open',
    exclusiveOrders: false,
    finalizeTrades: false,
    riskFreeRate: 0,
    ...fields,
  };
  return { feed, specification };
}

/** Runs a strategy on several series in memory. */
export async function testPortfolio(
  series: readonly TestSeries[],
  strategy: StrategyDefinition,
  options: PortfolioTestOptions = {},
): Promise<RecordedResult> {
  const { feed, specification } = portfolioOf(series, strategy, options);
  return recorded(await runBacktest(specification, feed, strategy, UNATTENDED));
}

/** Bars with given open times from [open, close] pairs; high and low are the extremes of the two. */
export function barsAt(times: readonly number[], prices: readonly (readonly [number, number])[]): BarColumns {
  return {
    timestamp: Float64Array.from(times),
    open: Float64Array.from(prices, ([open]) => open),
    high: Float64Array.from(prices, ([open, close]) => Math.max(open, close)),
    low: Float64Array.from(prices, ([open, close]) => Math.min(open, close)),
    close: Float64Array.from(prices, ([, close]) => close),
    volume: new Float64Array(times.length).fill(1_000),
  };
}

/** The bars up to a moment: those that are closed by then, known or not known to a run. */
export function withOtherFuture(
  bars: BarColumns,
  closed: (open: number) => boolean,
  seed: number,
): BarColumns {
  const noise = (column: Float64Array) =>
    column.map((value, i) => (closed(bars.timestamp[i]!) ? value : 1 + Math.abs(Math.sin(seed + i) * 400)));
  const open = noise(bars.open);
  const close = noise(bars.close);
  const high = noise(bars.high).map((value, i) => Math.max(value, open[i]!, close[i]!));
  const low = noise(bars.low).map((value, i) => Math.min(value, open[i]!, close[i]!));
  return { ...bars, open, high, low, close, volume: noise(bars.volume) };
}
