import { type CashEntry, type ExternalFlows, externalFlows } from '../core/cash-entry.ts';
import { resultHash } from '../core/hash.ts';
import { statisticsOf } from '../metrics/compute-statistics.ts';
import { samplesOf } from '../metrics/performance.ts';
import type { Statistics } from '../metrics/statistics.ts';
import type { BacktestResult } from './backtest-result.ts';
import type { BacktestSpecification } from './backtest-specification.ts';
import type { BarLoop } from './bar-loop.ts';
import { ENGINE_VERSION } from './engine-version.ts';
import type { PortfolioLoop } from './portfolio-loop.ts';
import { runWarnings } from './run-warnings.ts';

/** A run whose bars are done: its loop, and the specification with all parameters. */
export interface Simulation {
  readonly loop: BarLoop | PortfolioLoop;
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
    equity: recorder.columns(loop.done),
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
export function runStatistics(
  { loop, specification }: Simulation,
  { trades }: Pick<RunColumns, 'trades'>,
  curve = loop.curve.summarize(),
): Statistics {
  const reached = loop.warmBar < loop.done;
  return statisticsOf(curve, {
    trades,
    ...(reached ? { buyHold: { first: loop.warmClose, last: loop.lastClose } } : {}),
    riskFreeRate: specification.riskFreeRate,
  });
}

/** The result of a run. Blocks of the equity are hashed beside the statistics. */
export async function summarize(simulation: Simulation): Promise<BacktestResult> {
  const { loop, specification } = simulation;
  const columns = runColumns(simulation);
  const curve = loop.curve.summarize();
  const statistics = runStatistics(simulation, columns, curve);
  const calls = loop.account?.marginCall?.calls ?? [];
  return {
    specification,
    engineVersion: ENGINE_VERSION,
    statistics,
    ...columns,
    ...runFlows(simulation),
    ...(loop.broker.book.changes.length > 0 ? { orderChanges: loop.broker.book.changes } : {}),
    ...(calls.length > 0 ? { marginCalls: calls } : {}),
    samples: samplesOf(curve),
    warnings: runWarnings(loop),
    ambiguities: loop.broker.execution.ambiguities.list,
    firstDecisionBar: Number.isFinite(loop.firstDecision) ? loop.firstDecision : loop.done,
    firstDecisionTime: loop.firstDecisionTime,
    resultHash: await resultHash(columns, loop.recorder.digest),
    barsProcessed: loop.done,
  };
}
