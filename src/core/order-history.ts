import type { Fill } from './fill.ts';
import type { OrderRecord } from './order.ts';

/** A change of a pending order, by the strategy or a trailing stop's move: what it was set to, null for what stayed. Times are open times of bars, epoch ms UTC. */
export interface OrderChange {
  readonly orderId: number;
  readonly bar: number;
  readonly time: number;
  readonly limit: number | null;
  /** Stop price, or touch price of an if-touched order. */
  readonly stop: number | null;
  /** Units still to be traded, unsigned. */
  readonly quantity: number | null;
}

/** What can happen to an order. */
export const ORDER_EVENTS = [
  'submitted',
  'changed',
  'triggered',
  'partly-filled',
  'filled',
  'rejected',
  'cancelled',
  'expired',
] as const;

/** One entry in the history of an order. */
export interface OrderEvent {
  readonly event: (typeof ORDER_EVENTS)[number];
  /** Bar counted from the first bar of the run, and its open time (epoch ms UTC). */
  readonly bar: number;
  readonly time: number;
  /** Units that were traded, signed; null where none were. */
  readonly size: number | null;
  /** Price of the trade, or null. */
  readonly price: number | null;
  /** Why it was rejected or cancelled or has expired, what it was changed to; `` otherwise. */
  readonly reason: string;
}

/**
 * Everything that happened to an order, in order of time: it is put together from the order's record, the fills and the changes of its run.
 * A trailing stop that follows the price is an event of a run that asked for `trailHistory`.
 */
export function orderHistory(
  order: OrderRecord,
  fills: readonly Fill[],
  changes: readonly OrderChange[] = [],
): OrderEvent[] {
  const plain = { size: null, price: null, reason: '' };
  const events: OrderEvent[] = [
    { ...plain, event: 'submitted', bar: order.submittedBar, time: order.submittedTime },
  ];
  for (const change of changes) {
    if (change.orderId !== order.id) continue;
    const { bar, time } = change;
    events.push({ ...plain, event: 'changed', bar, time, reason: wordsOf(change) });
  }
  if (order.triggeredBar !== null && order.triggeredTime !== null) {
    events.push({ ...plain, event: 'triggered', bar: order.triggeredBar, time: order.triggeredTime });
  }
  const own = fills.filter(({ orderId }) => orderId === order.id);
  for (const { bar, time, size, price } of own) {
    events.push({ event: 'partly-filled', bar, time, size, price, reason: '' });
  }
  const last = events.at(-1)!;
  if (order.status === 'filled' && own.length > 0) events[events.length - 1] = { ...last, event: 'filled' };
  const { status, endedBar, endedTime, reason } = order;
  if (status !== 'submitted' && status !== 'filled' && endedBar !== null && endedTime !== null) {
    events.push({ ...plain, event: status, bar: endedBar, time: endedTime, reason });
  }
  return events.sort((a, b) => a.bar - b.bar);
}

function wordsOf({ limit, stop, quantity }: OrderChange): string {
  return Object.entries({ limit, stop, quantity })
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
