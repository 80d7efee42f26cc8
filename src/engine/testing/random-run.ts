import type { BarFeed } from '../../core/bar-feed.ts';
import type { CashEntry } from '../../core/cash-entry.ts';
import type { Fill } from '../../core/fill.ts';
import { fillRecords } from '../../core/fill-columns.ts';
import type { OrderRecord } from '../../core/order.ts';
import { orderRecords } from '../../core/order-columns.ts';
import { runBacktest, simulate } from '../backtest.ts';
import type { BacktestResult, EquityColumns } from '../backtest-result.ts';
import type { BacktestSpecification } from '../backtest-specification.ts';
import { FILL_RULES } from '../fill-profiles/fill-profiles.ts';
import { UNATTENDED } from '../run-control.ts';
import { type RunColumns, runColumns } from '../run-summary.ts';
import { defineStrategy, type StrategyDefinition } from '../strategy.ts';
import type { TradingContext } from '../trading-context.ts';
import { type ActionCase, act } from './action-cases.ts';
import { ArrayFeed, joinedFeed } from './array-feed.ts';
import type { MarketCase } from './market-cases.ts';
import type { TermsCase } from './terms-cases.ts';

/** A random run: what it trades, what it does, and on which terms. */
export interface RunCase {
  readonly markets: readonly MarketCase[];
  readonly actions: readonly ActionCase[];
  readonly terms: TermsCase;
}

/** What a run left behind, without statistics and hash. */
export interface LeanResult {
  readonly orders: readonly OrderRecord[];
  readonly fills: readonly Fill[];
  readonly equity: EquityColumns;
  readonly ledger: readonly CashEntry[];
  /** The same as columns, and what it was asked for. */
  readonly columns: RunColumns;
  readonly specification: BacktestSpecification;
}

/** Called at every decision, after the actions of its bar. */
export type Watch = (context: TradingContext) => void;

/** Runs a case without statistics and hash. */
export async function leanRun(run: RunCase, watch: Watch = () => {}): Promise<LeanResult> {
  const feed = arrayFeed(run);
  const simulation = await simulate(specificationOf(run, feed), feed, strategyOf(run, watch), UNATTENDED);
  const columns = runColumns(simulation);
  const { orders, fills, equity } = columns;
  return {
    orders: orderRecords(orders),
    fills: fillRecords(fills),
    equity,
    ledger: simulation.loop.account?.ledger.entries() ?? [],
    columns,
    specification: simulation.specification,
  };
}

/** Runs a case on a feed, with statistics and hash. */
export function wholeRun(run: RunCase, feed: BarFeed): Promise<BacktestResult> {
  return runBacktest(
    specificationOf(run, feed),
    feed,
    strategyOf(run, () => {}),
    UNATTENDED,
  );
}

/** All series of a case, those of the run first, then the shorter bars that it may look into. */
export function seriesOf({ markets, terms }: RunCase) {
  const key = (index: number) =>
    ({ symbol: `S${index}`, assetType: 'stock', exchange: '', quote: '', source: 'test' }) as const;
  const coarse = markets.map(({ bars, timeframe }, index) => ({ key: { ...key(index), timeframe }, bars }));
  if (!FILL_RULES[terms.fillProfile].takesTerms) return coarse;
  const finer = markets.flatMap(({ finer: shorter }, index) =>
    shorter ? [{ key: { ...key(index), timeframe: shorter.timeframe }, bars: shorter.bars }] : [],
  );
  return [...coarse, ...finer];
}

/** A feed over arrays, cut into chunks of `chunkRows`. */
export function arrayFeed(run: RunCase, chunkRows = 65_536): BarFeed {
  return joinedFeed(seriesOf(run).map(({ bars, key }) => new ArrayFeed(bars, chunkRows, key)));
}

function specificationOf({ markets, terms }: RunCase, feed: BarFeed): BacktestSpecification {
  const { intrabar, volumeLimit, ...common } = terms;
  const infos = feed.series.map(({ info }) => info);
  const finer = infos.slice(markets.length);
  return {
    strategy: 'random',
    params: {},
    commission: 0,
    exclusiveOrders: false,
    finalizeTrades: false,
    riskFreeRate: 0,
    ...common,
    ...(FILL_RULES[terms.fillProfile].takesTerms
      ? { ...(intrabar ? { intrabar } : {}), ...(volumeLimit ? { volumeLimit } : {}) }
      : {}),
    series: infos.slice(0, markets.length),
    ...(finer.length > 0 ? { finerBars: finer } : {}),
  };
}

function strategyOf({ actions }: RunCase, watch: Watch): StrategyDefinition {
  return defineStrategy({
    id: 'random',
    name: 'Random',
    description: 'Does what a case says.',
    parameters: {},
    create: () => ({
      onTradingIteration(context) {
        for (const action of actions) if (action.at === context.bar) act(context, action);
        watch(context);
      },
    }),
  });
}
