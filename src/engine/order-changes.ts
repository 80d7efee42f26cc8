import { BacktabError } from '../core/error.ts';
import type { OrderLog } from './order-log.ts';
import type { PendingOrder } from './order-queue.ts';

/** New prices or a new quantity for a pending order; what is absent stays. */
export interface OrderChanges {
  readonly limit?: number;
  readonly stop?: number;
  /** Of an if-touched order that was not touched yet. */
  readonly touch?: number;
  readonly quantity?: number;
}

/**
 * Changes a pending order and its record.
 * @throws BacktabError `bad-argument` for a price that the order does not have, a quantity of an order that closes a trade or has a
 *   fraction, or a value that is not positive.
 */
export function amendOrder(order: PendingOrder, changes: OrderChanges, log: OrderLog): void {
  const touched = order.type === 'market-if-touched' || order.type === 'limit-if-touched';
  for (const field of ['limit', 'stop', 'touch', 'quantity'] as const) {
    const value = changes[field];
    if (value === undefined) continue;
    if (!(value > 0 && Number.isFinite(value))) throw unacceptable(field, 'a positive number', value);
    const present = presentValue(order, field, touched);
    if (typeof present !== 'number' || Number.isNaN(present)) {
      throw unacceptable(field, 'absent: the order has none to change', value);
    }
  }
  order.limit = changes.limit ?? order.limit;
  order.stop = changes.stop ?? changes.touch ?? order.stop;
  log.reprice(order.id, order.limit, order.stop);
  if (changes.quantity === undefined) return;
  order.quantity = changes.quantity;
  log.resize(order.id, order.done + order.side * changes.quantity);
}

function presentValue(order: PendingOrder, field: keyof OrderChanges, touched: boolean): number | null {
  if (field === 'quantity') return order.trade === null ? order.quantity : null;
  if (field === 'limit') return order.limit;
  return (field === 'touch') === touched ? order.stop : null;
}

function unacceptable(field: string, expected: string, value: number): BacktabError {
  return new BacktabError(
    'bad-argument',
    `\`${field}\` of a changed order must be ${expected}, got ${value}`,
  );
}
