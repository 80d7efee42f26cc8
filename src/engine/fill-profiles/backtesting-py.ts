import type { PendingOrder } from '../order-queue.ts';
import type { ExecutingBar, FillRules } from './fill-rules.ts';

/**
 * The rules of kernc/backtesting.py 0.6.6: first step at bar 1 + warm-up (an indicator without a single value is not waited for), whole lots, available equity valued at the close of the
 * executing bar (also where that is peculiar), an unaffordable order cancelled. Finalizing queues a closing order for each open trade and
 * executes all that is pending in the last bar again: at its open, or with trade on close at the close before it, and with the orders of the
 * last decision. A new exclusive order removes pending orders from a list while walking along it, and so misses the one behind each removed.
 */
export const backtestingPy: FillRules = {
  profile: 'backtesting.py',
  unaffordable: 'cancelled',
  checksFunds: true,
  wholeEquity: 1 - Number.EPSILON,
  allOrNothing: false,
  feeByFraction: true,
  reprocessesAll: true,
  fillsAtDecision: false,
  finalizesByOrders: true,
  exclusiveSkips: true,
  refusesStale: false,
  takesTerms: false,
  waitsForAll: false,
  firstDecision: (warmUp) => 1 + warmUp,
  refuseQuantity: (quantity, lotSize) =>
    Math.abs(quantity / lotSize - Math.round(quantity / lotSize)) <= 1e-9 + (1e-15 * quantity) / lotSize
      ? undefined
      : `The profile backtesting.py trades whole ${lotSize === 1 ? 'units' : `lots of ${lotSize}`}, got a quantity of ${quantity}: use \`fraction\` for a share of equity`,
  valuation: (bar) => bar.close,
  finalization: (bar) => bar.open,
  price,
};

/**
 * A stop that is reached becomes a limit or market order. When stop and limit are reached in one bar and the limit lies at the stop or
 * before it, the limit counts as reached first: no fill in this bar. A limit order fills at the better of its limit and the stop (or the
 * open), even outside the bar.
 */
function price(order: PendingOrder, { open, high, low }: ExecutingBar): number {
  const buy = order.side > 0;
  const { stop, limit } = order;
  const stopped = !Number.isNaN(stop);
  if (stopped) {
    if (buy ? !(high >= stop) : !(low <= stop)) return Number.NaN;
    order.stop = Number.NaN;
  }
  if (Number.isNaN(limit)) {
    if (!stopped) return open;
    return buy ? Math.max(open, stop) : Math.min(open, stop);
  }
  if (buy ? !(low <= limit) : !(high >= limit)) return Number.NaN;
  if (stopped && (buy ? limit <= stop : limit >= stop)) return Number.NaN;
  const from = stopped ? stop : open;
  return buy ? Math.min(from, limit) : Math.max(from, limit);
}
