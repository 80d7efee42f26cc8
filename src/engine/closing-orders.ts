import type { Side } from '../core/order.ts';
import type { OpenTrade } from './open-trade.ts';
import type { OrderPool, OrderRole, PendingOrder } from './order-queue.ts';

/** A market order that closes `units` of a trade, or all of it (null). */
export function closingOrder(
  pool: OrderPool,
  trade: OpenTrade,
  units: number | null,
  activeFrom: number,
  reason: string,
): PendingOrder {
  const order = pool.take(trade.series, opposite(trade), 'market', 'close', reason);
  order.quantity = units;
  order.activeFrom = activeFrom;
  order.trade = trade;
  return order;
}

/** The stop order or limit order that guards a trade. It closes all of it, whatever its size is by then. */
export function guardingOrder(
  pool: OrderPool,
  trade: OpenTrade,
  role: Extract<OrderRole, 'stop-loss' | 'take-profit'>,
  price: number,
  activeFrom: number,
): PendingOrder {
  const stops = role === 'stop-loss';
  const type = stops ? 'stop' : 'limit';
  const order = pool.take(trade.series, opposite(trade), type, role, stops ? 'stop loss' : 'take profit');
  if (stops) order.stop = price;
  else order.limit = price;
  order.activeFrom = activeFrom;
  order.trade = trade;
  return order;
}

function opposite(trade: OpenTrade): Side {
  return trade.size > 0 ? -1 : 1;
}
