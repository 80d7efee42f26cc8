import type { CashEntry, ExternalFlows } from '../core/cash-entry.ts';
import { buffersOf } from '../core/column-set.ts';
import { FILL_FIELDS, type FillColumns } from '../core/fill-columns.ts';
import type { MarginCallRecord } from '../core/margin-call.ts';
import { ORDER_FIELDS, type OrderColumns } from '../core/order-columns.ts';
import type { OrderChange } from '../core/order-history.ts';
import { TRADE_FIELDS, type TradeColumns } from '../core/trade-columns.ts';
import type { EquitySamples } from '../metrics/performance.ts';
import type { Statistics } from '../metrics/statistics.ts';
import type { AmbiguityBand } from './ambiguity-band.ts';
import type { BacktestSpecification } from './backtest-specification.ts';

/** Something the user ought to know about a run. */
export interface RunWarning {
  readonly code: string;
  readonly message: string;
  readonly bar?: number;
  readonly time?: number;
}

/**
 * A bar whose four prices do not tell what happened first, nor finer bars: stop-loss and take-profit both within it, an entry and what guards
 * it, the stop and the limit of one order, or two orders of which one cancels the other. The pessimistic policy took the stop, or the order
 * whose fill is worth less at the close, or had the guard or the limit wait.
 */
export interface Ambiguity {
  readonly bar: number;
  readonly time: number;
  readonly series: number;
  readonly orderId: number;
  readonly kind: (typeof AMBIGUITY_KINDS)[number];
}

/** Kinds of {@link Ambiguity}. */
export const AMBIGUITY_KINDS = [
  'stop-and-target',
  'entry-and-exit',
  'stop-limit',
  'one-cancels-other',
] as const;

/** Values per bar of the run, all of one length; transferred, never copied row by row. */
export interface EquityColumns {
  /** Open time of each bar, epoch ms UTC. */
  readonly timestamp: Float64Array;
  /** Cash + positions at the bar's close, in money. */
  readonly equity: Float64Array;
}

/** The outcome of a run as plain data, columns in the place of rows. */
export interface BacktestResult {
  readonly specification: BacktestSpecification;
  readonly engineVersion: string;
  readonly statistics: Statistics;
  readonly orders: OrderColumns;
  readonly fills: FillColumns;
  /** Changes that the strategy made to pending orders, with `trailHistory` also moves of trailing stops; absent when there are none. With orders and fills they make up `orderHistory`. */
  readonly orderChanges?: readonly OrderChange[];
  /** Closed trades in order of exit, then open ones. */
  readonly trades: TradeColumns;
  readonly equity: EquityColumns;
  /** Cash that was moved by something else than a trade, in order of the bars; absent when the run asks for nothing of that kind. */
  readonly ledger?: readonly CashEntry[];
  /** Closes at which the equity did not cover the maintenance margin; absent when there were none. */
  readonly marginCalls?: readonly MarginCallRecord[];
  /** Deposits and withdrawals of the ledger; absent when the run has none. */
  readonly flows?: ExternalFlows;
  /** Equity and closes at the ends of days, and the deepest drawdowns. Absent in runs of engines before 0.3.0, see `performanceOf`. */
  readonly samples?: EquitySamples;
  readonly warnings: readonly RunWarning[];
  /** Bars whose course decided something and is not known, in order of time. */
  readonly ambiguities: readonly Ambiguity[];
  /** Final equity under each intrabar policy; present when the specification asks for a `band`. */
  readonly ambiguityBand?: AmbiguityBand;
  /** First bar of the run at which the strategy was called. */
  readonly firstDecisionBar: number;
  /** Open time of that bar, epoch ms UTC; null when the run ends before it. */
  readonly firstDecisionTime: number | null;
  /** SHA-256 (hex) over orders, fills and equity: equal hashes mean byte-identical results. */
  readonly resultHash: string;
  readonly barsProcessed: number;
}

/** The buffers of a result's orders, fills and trades: what to transfer when it is sent on and no longer needed here. */
export function resultBuffers(result: Pick<BacktestResult, 'orders' | 'fills' | 'trades'>): ArrayBuffer[] {
  return [
    ...buffersOf(result.orders, ORDER_FIELDS),
    ...buffersOf(result.fills, FILL_FIELDS),
    ...buffersOf(result.trades, TRADE_FIELDS),
  ];
}
