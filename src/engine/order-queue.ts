import type { Side } from '../core/order.ts';
import type { OpenTrade } from './portfolio.ts';

/** An order that waits for its execution. `trade` is set for an order that closes that trade and nothing else. */
export interface PendingOrder {
  readonly id: number;
  readonly series: number;
  readonly side: Side;
  /** Units, or null for a fraction. */
  readonly quantity: number | null;
  /** Fraction of available equity, or null for units. */
  readonly fraction: number | null;
  readonly trade: OpenTrade | null;
  readonly reason: string;
}

/** Pending orders in the order of their execution: normal ones appended, closing ones in front. */
export class OrderQueue {
  #orders: PendingOrder[] = [];

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

  remove(order: PendingOrder): void {
    const index = this.#orders.indexOf(order);
    if (index >= 0) this.#orders.splice(index, 1);
  }

  /** The orders as they stand now: the queue may change while the snapshot is worked through. */
  snapshot(): readonly PendingOrder[] {
    return [...this.#orders];
  }
}
