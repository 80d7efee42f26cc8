import type { BarClock } from './bar-clock.ts';
import type { OrderBook } from './order-book.ts';
import type { PendingOrder } from './order-queue.ts';
import type { EntryTerms } from './order-sizing.ts';
import type { Portfolio } from './portfolio.ts';
import { ratchet } from './trailing-stop.ts';

/** Reason of a trade's exit through an order of the opposite side. */
const OPPOSITE = 'opposite order';

/**
 * Records the executions of an order that is no mere close: one, or two where what it closes (at `price`) and what it opens (at `entryPrice`)
 * have prices of their own. `commission` is that in all, `entryCommission` the part for what it opens.
 */
export function recordFills(
  { fills }: OrderBook,
  { id, series, side }: PendingOrder,
  { units, closing, opening }: EntryTerms,
  price: number,
  entryPrice: number,
  commission: number,
  entryCommission: number,
): void {
  if (closing === 0 || opening === 0 || price === entryPrice) {
    fills.add(id, series, side * units, opening > 0 ? entryPrice : price, commission);
  } else {
    fills.add(id, series, side * closing, price, commission - entryCommission);
    fills.add(id, series, side * opening, entryPrice, entryCommission);
  }
}

/** Closes `closing` units of the trades that stand against an order, oldest first. Returns the commission. */
export function closeOpposing(
  portfolio: Portfolio,
  book: OrderBook,
  order: PendingOrder,
  closing: number,
  price: number,
  maker: boolean,
): number {
  if (closing === 0) return 0;
  let left = closing;
  let commission = 0;
  for (const trade of portfolio.open.slice()) {
    if (left <= 0) break;
    if (trade.series !== order.series || trade.size * order.side > 0) continue;
    const units = Math.min(left, Math.abs(trade.size));
    const whole = portfolio.left(Math.abs(trade.size), units) === 0;
    commission += portfolio.exit(trade, units, price, order.reason || OPPOSITE, maker, order.id);
    book.follow(trade, whole);
    left = portfolio.left(left, units);
  }
  return commission;
}

/** Moves the trailing stops of a series that are live in the current bar after its high and low. */
export function ratchetStops(
  book: OrderBook,
  series: number,
  { bar, time }: BarClock,
  { high, low }: { readonly high: number; readonly low: number },
  tick: number,
): void {
  for (const order of book.queue.snapshot()) {
    if (order.series !== series || order.type !== 'trailing-stop' || order.activeFrom > bar) continue;
    if (!ratchet(order, order.side < 0 ? high : low, tick)) continue;
    book.orders.reprice(order.id, order.limit, order.stop);
    if (!book.listsTrails) continue;
    book.changes.push({ orderId: order.id, bar, time, limit: null, stop: order.stop, quantity: null });
  }
}
