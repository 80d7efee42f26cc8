import type { BarFeed } from '../core/bar-feed.ts';
import { ORDER_TYPES } from '../core/order.ts';
import { AccountBuilder, type AccountColumns } from '../metrics/account-columns.ts';
import type { BacktestResult, EquityColumns } from './backtest-result.ts';
import { Contracts } from './contracts.ts';
import { EXIT_REASONS } from './exit-reasons.ts';
import { readMarks } from './series-marks.ts';

const MARKET = ORDER_TYPES.indexOf('market');

/**
 * Cash, exposure, drawdown and units held at the close of every bar of a run, put together from its trades and the closes of its series. `feed`
 * serves the series of the run, first of all and in their order, with the bars that the run has read.
 */
export async function accountCurve(
  {
    specification,
    trades,
    orders,
    flows,
  }: Pick<BacktestResult, 'specification' | 'trades' | 'orders' | 'flows'>,
  { timestamp, equity }: EquityColumns,
  feed: BarFeed,
): Promise<AccountColumns> {
  const { series, contract, tradeOnClose = false } = specification;
  const contracts = new Contracts(contract, series.length);
  const builder = new AccountBuilder({
    trades,
    timestamp,
    equity,
    flows,
    ...(tradeOnClose ? { sizedAt: (row: number) => sizedAt(row) } : {}),
  });
  for (const index of series.keys()) {
    builder.add(await readMarks(specification, timestamp, feed, index), {
      multiplier: contracts.multiplier[index]!,
      paid: Number.isNaN(contracts.initialMargin[index]!),
    });
  }
  return builder.columns();

  /** With trade on close a market order is booked to the bar before the one that executes it, in which a split may have come first. */
  function sizedAt(row: number): number {
    const bar = trades.exitBar[row]!;
    const order = trades.exitOrder[row]!;
    const reason = trades.texts[trades.exitReason[row]!];
    const closedByRun = reason === EXIT_REASONS.final || reason === EXIT_REASONS.ruin;
    const atOnce = closedByRun && orders.submittedBar[order] === bar;
    return orders.type[order] === MARKET && !atOnce ? bar + 1 : bar;
  }
}
