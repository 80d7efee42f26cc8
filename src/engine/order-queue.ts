import type { OrderRequest, OrderType, Side, TimeInForce } from '../core/order.ts';
import type { OpenTrade } from './portfolio.ts';

/** What a pending order is there for: to trade, to close a trade at the market, or to guard a trade. */
export type OrderRole = 'trade' | 'close' | 'stop-loss' | 'take-profit';

/** An order that waits for its execution. NaN stands for a price that it does not have. */
export interface PendingOrder {
  readonly id: number;
  readonly series: number;
  readonly side: Side;
  readonly type: OrderType;
  readonly role: OrderRole;
  /** Units, or null for a fraction. */
  quantity: number | null;
  /** Fraction of available equity, or null for units. */
  readonly fraction: number | null;
  limit: number;
  /** Stop price; NaN once it was reached. */
  stop: number;
  readonly trailAmount: number;
  readonly trailPercent: number;
  readonly stopLoss: number;
  readonly takeProfit: number;
  readonly reduceOnly: boolean;
  readonly timeInForce: TimeInForce;
  /** Epoch ms UTC; infinite unless good till a date. */
  readonly goodTill: number;
  /** UTC day of the first bar it met; NaN before. */
  day: number;
  /** First bar that may execute it. */
  activeFrom: number;
  /** Orders of one group cancel each other; 0 for none. */
  group: number;
  /** False once it is filled or refused. */
  pending: boolean;
  readonly next: readonly OrderRequest[];
  /** Set for an order that closes that trade and nothing else. */
  readonly trade: OpenTrade | null;
  readonly reason: string;
}

/** True for the stop-loss and the take-profit of a trade. */
export function isContingent(order: PendingOrder): boolean {
  return order.role === 'stop-loss' || order.role === 'take-profit';
}

/** Pending orders in the order of their execution: normal ones appended, closing ones in front. */
export class OrderQueue {
  readonly #orders: PendingOrder[] = [];

  get length(): number {
    return this.#orders.length;
  }

  append(order: PendingOrder): void {
    this.#orders.push(order);
  }

  pushFront(order: PendingOrder): void {
    this.#orders.unshift(order);
  }

  find(id: number): PendingOrder | undefined {
    return this.#orders.find((order) => order.id === id);
  }

  /** The stop-loss or take-profit of a trade. */
  guardOf(trade: OpenTrade, role: OrderRole): PendingOrder | undefined {
    return this.#orders.find((order) => order.trade === trade && order.role === role);
  }

  remove(order: PendingOrder): void {
    const index = this.#orders.indexOf(order);
    if (index >= 0) this.#orders.splice(index, 1);
  }

  /** The orders as they stand now: the queue may change while the snapshot is worked through. */
  snapshot(): readonly PendingOrder[] {
    return this.#orders.slice();
  }
}
