import type { Fill } from '../core/fill.ts';
import type { OrderRecord } from '../core/order.ts';
import type { Trade } from '../core/trade.ts';
import type { Statistics } from '../metrics/statistics.ts';
import type { BacktestSpecification } from './backtest-specification.ts';

/** Something the user ought to know about a run. */
export interface RunWarning {
  readonly code: string;
  readonly message: string;
  readonly bar?: number;
  readonly time?: number;
}

/** Values per bar of the run, all of one length; transferred, never copied row by row. */
export interface EquityColumns {
  /** Open time of each bar, epoch ms UTC. */
  readonly timestamp: Float64Array;
  /** Cash + positions at the bar's close, in money. */
  readonly equity: Float64Array;
  /** 1 - equity / running peak, 0..1. */
  readonly drawdown: Float64Array;
}

/** The outcome of a run as plain data. */
export interface BacktestResult {
  readonly specification: BacktestSpecification;
  readonly engineVersion: string;
  readonly statistics: Statistics;
  readonly orders: readonly OrderRecord[];
  readonly fills: readonly Fill[];
  /** Closed trades in order of exit, then open ones. */
  readonly trades: readonly Trade[];
  readonly equity: EquityColumns;
  readonly warnings: readonly RunWarning[];
  /** First bar of the run at which the strategy was called. */
  readonly firstDecisionBar: number;
  /** SHA-256 (hex) over orders, fills and equity: equal hashes mean byte-identical results. */
  readonly resultHash: string;
  readonly barsProcessed: number;
}
