import type { Side } from '../core/order.ts';
import type { NewOrder } from './order-book.ts';
import type { OrderRole } from './order-queue.ts';
import type { OpenTrade } from './portfolio.ts';

const SHARED = {
  fraction: null,
  trailAmount: Number.NaN,
  trailPercent: Number.NaN,
  stopLoss: Number.NaN,
  takeProfit: Number.NaN,
  reduceOnly: true,
  timeInForce: 'GTC',
  goodTill: Number.POSITIVE_INFINITY,
  day: Number.NaN,
  group: 0,
  pending: true,
  next: [],
} as const;

/** A market order that closes `units` of a trade, or all of it (null). */
export function closingOrder(
  trade: OpenTrade,
  units: number | null,
  activeFrom: number,
  reason: string,
): NewOrder {
  return {
    ...SHARED,
    series: trade.series,
    side: opposite(trade),
    type: 'market',
    role: 'close',
    quantity: units,
    limit: Number.NaN,
    stop: Number.NaN,
    activeFrom,
    trade,
    reason,
  };
}

/** The stop order or limit order that guards a trade. It closes all of it, whatever its size is by then. */
export function guardingOrder(
  trade: OpenTrade,
  role: Extract<OrderRole, 'stop-loss' | 'take-profit'>,
  price: number,
  activeFrom: number,
): NewOrder {
  const stops = role === 'stop-loss';
  return {
    ...SHARED,
    series: trade.series,
    side: opposite(trade),
    type: stops ? 'stop' : 'limit',
    role,
    quantity: null,
    limit: stops ? Number.NaN : price,
    stop: stops ? price : Number.NaN,
    activeFrom,
    trade,
    reason: stops ? 'stop loss' : 'take profit',
  };
}

function opposite(trade: OpenTrade): Side {
  return trade.size > 0 ? -1 : 1;
}
