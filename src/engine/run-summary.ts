import { type CashEntry, type ExternalFlows, externalFlows } from '../core/cash-entry.ts';
import { EquityDigest } from '../core/equity-digest.ts';
import { resultHash } from '../core/hash.ts';
import { tradeRecords } from '../core/trade-columns.ts';
import { computeStatistics } from '../metrics/compute-statistics.ts';
import { drawdownOf } from '../metrics/drawdown.ts';
import type { Statistics } from '../metrics/statistics.ts';
import type { BacktestResult } from './backtest-result.ts';
import type { BacktestSpecification } from './backtest-specification.ts';
import type { BarLoop } from './bar-loop.ts';
import { ENGINE_VERSION } from './engine-version.ts';
import { runWarnings } from './run-warnings.ts';

/** A run whose bars are done: its loop, and the specification with all parameters. */
export interface Simulation {
  readonly loop: BarLoop;
  readonly specification: BacktestSpecification;
}

/** Orders, fills, trades and equity of a run. */
export type RunColumns = Pick<BacktestResult, 'orders' | 'fills' | 'trades' | 'equity'>;

/** What a run left behind, as columns of its own. */
export function runColumns({ loop }: Simulation): RunColumns {
  const { broker, recorder } = loop;
  return {
    orders: broker.book.orders.columns(),
    fills: broker.book.fills.columns(),
    trades: broker.portfolio.trades(broker.marks, loop.clock),
    equity: recorder.columns(),
  };
}

/** What was booked beside trades, and the deposits and withdrawals in it; both absent where the run asks for nothing of that kind. */
function runFlows({ loop, specification }: Simulation): {
  readonly ledger?: readonly CashEntry[];
  readonly flows?: ExternalFlows;
} {
  const ledger = loop.account?.ledger.entries();
  if (!ledger) return {};
  return specification.cashFlows ? { ledger, flows: externalFlows(ledger) } : { ledger };
}

/** The statistics of a run. */
export function runStatistics(simulation: Simulation, { trades, equity }: RunColumns): Statistics {
  const { loop, specification } = simulation;
  const reached = loop.warmBar < loop.done;
  return computeStatistics({
    ...equity,
    ...runFlows(simulation),
    drawdown: drawdownOf(equity.equity),
    trades: tradeRecords(trades),
    ...(reached ? { buyHold: { first: loop.warmClose, last: loop.lastClose } } : {}),
    beta: loop.market.beta,
    riskFreeRate: specification.riskFreeRate,
  });
}

/** The result of a run. Blocks of the equity are hashed beside the statistics. */
export async function summarize(simulation: Simulation): Promise<BacktestResult> {
  const { loop, specification } = simulation;
  const columns = runColumns(simulation);
  const { timestamp, equity } = columns.equity;
  const digest = new EquityDigest();
  digest.advance(timestamp, equity, equity.length);
  const statistics = runStatistics(simulation, columns);
  return {
    specification,
    engineVersion: ENGINE_VERSION,
    statistics,
    ...columns,
    ...runFlows(simulation),
    warnings: runWarnings(loop),
    ambiguities: loop.broker.execution.ambiguities.list,
    firstDecisionBar: loop.firstDecision,
    firstDecisionTime: timestamp[loop.firstDecision] ?? null,
    resultHash: await resultHash(columns, digest),
    barsProcessed: loop.done,
  };
}
