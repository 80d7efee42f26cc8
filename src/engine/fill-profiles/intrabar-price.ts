import type { PendingOrder } from '../order-queue.ts';
import type { ExecutingBar } from './fill-rules.ts';

/**
 * Price at which an order fills in a bar, never outside it; NaN when it does not. A stop that is reached is set to NaN.
 *
 * Market: the open. Limit: the better of open and limit. Stop: the worse of open and stop. Stop-limit: once the stop is reached the limit
 * rule from the trigger price on; a limit behind the trigger price fills in that bar only when the price is sure to have come back to it:
 * the trigger was the open, or the bar closed at the limit or beyond.
 */
export function intrabarPrice(order: PendingOrder, bar: ExecutingBar): number {
  const buy = order.side > 0;
  const { open, high, low, close } = bar;
  const { stop, limit } = order;
  if (Number.isNaN(stop)) {
    if (Number.isNaN(limit)) return open;
    if (buy) return low <= limit ? Math.min(open, limit) : Number.NaN;
    return high >= limit ? Math.max(open, limit) : Number.NaN;
  }
  if (buy ? !(high >= stop) : !(low <= stop)) return Number.NaN;
  order.stop = Number.NaN;
  const trigger = buy ? Math.max(open, stop) : Math.min(open, stop);
  if (Number.isNaN(limit) || (buy ? limit >= trigger : limit <= trigger)) return trigger;
  const nearest = trigger === open ? (buy ? low : high) : close;
  return (buy ? nearest <= limit : nearest >= limit) ? limit : Number.NaN;
}
