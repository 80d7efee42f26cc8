import type { PendingOrder } from '../order-queue.ts';
import type { ExecutingBar } from './fill-rules.ts';

/**
 * Price at which an if-touched order fills in a bar, never outside it; NaN when it does not. Its touch price, kept as `stop`, is set to NaN
 * once it is reached: by a low at it or below for a buy, a high at it or above for a sell.
 *
 * Market if touched: the better of open and touch. Limit if touched: the limit rule from that price on. A limit behind the touch lies further
 * on the way that the price took, so that the bar tells whether it was reached after the touch.
 */
export function touchedPrice(order: PendingOrder, { open, high, low }: ExecutingBar): number {
  const buy = order.side > 0;
  const { stop: touch, limit } = order;
  let from = open;
  if (!Number.isNaN(touch)) {
    if (buy ? !(low <= touch) : !(high >= touch)) return Number.NaN;
    order.stop = Number.NaN;
    from = buy ? Math.min(open, touch) : Math.max(open, touch);
  }
  if (Number.isNaN(limit)) return from;
  if (buy ? !(low <= limit) : !(high >= limit)) return Number.NaN;
  return buy ? Math.min(from, limit) : Math.max(from, limit);
}
