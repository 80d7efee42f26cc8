import {
  type BarColumns,
  type PartialStoredBars,
  type StoredBars,
  type StoredColumn,
  sliceColumns,
} from '../../src/core/bar.ts';
import type { BarFeed, ChunkExtent } from '../../src/core/bar-feed.ts';
import { runBacktest, simulate } from '../../src/engine/backtest.ts';
import type { BacktestResult } from '../../src/engine/backtest-result.ts';
import type { BacktestSpecification } from '../../src/engine/backtest-specification.ts';
import { UNATTENDED } from '../../src/engine/run-control.ts';
import { runStatistics, type Simulation } from '../../src/engine/run-summary.ts';
import type { StrategyDefinition } from '../../src/engine/strategy.ts';
import { ArrayFeed } from '../../src/engine/testing/array-feed.ts';
import smaCross from '../../src/strategies/sma-cross.ts';
import { bracketCross, closeCross, FAST, SLOW, windowCross } from './strategies.ts';

/** Money at the start of every case. */
export const CASH = 1_000_000;
const CHUNK_ROWS = 131_072;

/** What a case runs. */
export interface EngineCase {
  readonly name: string;
  readonly strategy: StrategyDefinition;
  readonly params: BacktestSpecification['params'];
  /** Lengths of its two averages, which the hand-written loop gets too. */
  readonly lengths: readonly [fast: number, slow: number];
  /** Prices are multiples of one over this. */
  readonly perUnit: number;
  /** Whether the hand-written loop has the same rule on the same prices, so that trades and equity must agree with it. */
  readonly comparable: boolean;
}

/** The cases of the bench by their keys. */
export const CASES = {
  declared: {
    name: 'declared indicators',
    strategy: closeCross,
    params: { fast: FAST, slow: SLOW },
    lengths: [FAST, SLOW],
    perUnit: 64,
    comparable: true,
  },
  shipped: {
    name: 'the shipped SMA cross, with MAE and MFE of its trades',
    strategy: smaCross,
    params: { fast: FAST, slow: SLOW, short: false },
    lengths: [FAST, SLOW],
    perUnit: 64,
    comparable: true,
  },
  slower: {
    name: 'declared indicators, averages of 50 and 200',
    strategy: closeCross,
    params: { fast: 50, slow: 200 },
    lengths: [50, 200],
    perUnit: 64,
    comparable: true,
  },
  cents: {
    name: 'declared indicators, prices in cents',
    strategy: closeCross,
    params: { fast: FAST, slow: SLOW },
    lengths: [FAST, SLOW],
    perUnit: 100,
    comparable: false,
  },
  window: {
    name: 'window of 30 bars each bar',
    strategy: windowCross,
    params: {},
    lengths: [FAST, SLOW],
    perUnit: 64,
    comparable: true,
  },
  bracket: {
    name: 'bracket orders',
    strategy: bracketCross,
    params: {},
    lengths: [FAST, SLOW],
    perUnit: 64,
    comparable: false,
  },
} as const satisfies Readonly<Record<string, EngineCase>>;

function only(bars: StoredBars, columns: readonly StoredColumn[]): PartialStoredBars {
  return Object.fromEntries(columns.map((column) => [column, bars[column]]));
}

/** Bars in memory, handed out as they are: a feed that costs nothing, as the chunks that reach a sandbox are transferred and not copied. */
export function feedOf(bars: BarColumns, symbol?: string): BarFeed {
  const { series } = new ArrayFeed(bars, CHUNK_ROWS, { timeframe: '1m', ...(symbol ? { symbol } : {}) });
  const chunks: readonly ChunkExtent[] = series[0]!.chunks;
  const slices = chunks.map((_, index) => sliceColumns(bars, index * CHUNK_ROWS, (index + 1) * CHUNK_ROWS));
  return { series, read: async (_, chunk, columns) => only(slices[chunk]!, columns) };
}

/** Orders, fills and trades as columns; the equity is in its columns already. No digest of it is taken, which belongs to the hash. */
export function logsOf({ loop: { broker, clock } }: Simulation) {
  return {
    orders: broker.book.orders.columns(),
    fills: broker.book.fills.columns(),
    trades: broker.portfolio.trades(broker.marks, clock),
  };
}

/** What a strategy of the bench is run with: no costs, and nothing that the loops by hand do not do. */
export function specificationOf(
  { id }: StrategyDefinition,
  params: BacktestSpecification['params'],
  { series }: BarFeed,
): BacktestSpecification {
  return {
    strategy: id,
    params,
    series: series.map(({ info }) => info),
    cash: CASH,
    commission: 0,
    fillProfile: 'next-open',
    exclusiveOrders: false,
    finalizeTrades: false,
    riskFreeRate: 0,
  };
}

/** The stages of a case, each including the ones before it. */
export interface CaseStages {
  /** Orders, fills, trades and equity. */
  readonly loop: () => Promise<unknown>;
  /** And statistics. */
  readonly statistics: () => Promise<unknown>;
  /** And result hash: all that `runBacktest` does. */
  readonly all: () => Promise<BacktestResult>;
}

/** A case on bars in memory. */
export function stagesOf({ strategy, params }: EngineCase, bars: BarColumns): CaseStages {
  const feed = feedOf(bars);
  const specification = specificationOf(strategy, params, feed);
  // As the page keeps the result that it shows: code that was compiled for the shapes of a run is given up once none of them is left.
  let last: Simulation | undefined;
  const run = async () => {
    const simulation = await simulate(specification, feed, strategy, UNATTENDED);
    last = simulation;
    return last;
  };
  return {
    loop: async () => logsOf(await run()),
    statistics: async () => {
      const simulation = await run();
      return runStatistics(simulation, logsOf(simulation));
    },
    all: () => runBacktest(specification, feed, strategy, UNATTENDED),
  };
}
