import type { RefusedStatus } from '../core/order.ts';
import type { OrderChange } from '../core/order-history.ts';
import type { BarClock } from './bar-clock.ts';
import { FillLog } from './fill-log.ts';
import type { OpenTrade } from './open-trade.ts';
import { OrderLog } from './order-log.ts';
import { OrderPool, OrderQueue, type PendingOrder } from './order-queue.ts';
import { SubmissionSites } from './submission-sites.ts';

/** Why an order ended that the strategy did not cancel. */
export const END_REASONS = {
  tradeClosed: 'its trade is closed',
  other: 'the other order of its group was filled',
  expired: 'its time in force is over',
} as const;

/** Orders of a run: those that wait, and the record of all of them. */
export class OrderBook {
  readonly orders: OrderLog;
  readonly fills: FillLog;
  readonly queue = new OrderQueue();
  /** Where new orders come from and those that are over go to. */
  readonly pool = new OrderPool();
  /** Orders whose fate was settled since this list was last emptied. */
  readonly settled: number[] = [];
  /** Changes that were made to pending orders. */
  readonly changes: OrderChange[] = [];
  /** Where orders were sent that were rejected when they should have filled. */
  readonly sites = new SubmissionSites();
  /** Whether that list is kept. */
  listsSettled = true;
  /** Whether moves of trailing stops are among {@link changes}. */
  listsTrails = false;
  /** Grows with every change of the pending orders and with every new record. */
  version = 0;
  /** Number of pending trailing stops. */
  trailing = 0;
  /** Number of pending orders that fill at a close. */
  onClose = 0;
  readonly #clock: BarClock;
  readonly #moment: BarClock;

  /** `moment` is the bar to which fills are booked. */
  constructor(clock: BarClock, moment: BarClock) {
    this.#clock = clock;
    this.#moment = moment;
    this.orders = new OrderLog(clock);
    this.fills = new FillLog(moment);
  }

  /** Records an order of `size` units (signed, 0 while unknown) without queueing it. */
  record(order: PendingOrder, size: number): PendingOrder {
    this.version++;
    order.id = this.orders.submit(order, size);
    order.notBefore = order.activeFrom > this.#clock.bar ? this.#clock.close : this.#clock.earliest;
    return order;
  }

  /** Records and queues an order, in front of all others or behind them. */
  place(order: PendingOrder, size: number, inFront: boolean): PendingOrder {
    const placed = this.record(order, size);
    if (inFront) this.queue.pushFront(placed);
    else this.queue.append(placed);
    if (placed.type === 'trailing-stop') this.trailing++;
    if (placed.type === 'market-on-close') this.onClose++;
    return placed;
  }

  /**
   * Takes an order off the queue that traded `size` units, the last of them. While `rest` units (unsigned) are to come it stays there; once
   * it is filled its record has all units and their mean price. The others of its group go with its first execution. Executions are recorded
   * with {@link fills}.
   */
  execute(order: PendingOrder, size: number, price: number, rest: number): void {
    if (rest > 0) this.#continue(order, size, price, rest);
    else {
      this.#drop(order);
      const total = order.done + size;
      const mean = order.done === 0 ? price : (order.paid + size * price) / total;
      this.orders.fill(order.id, total, mean, this.#moment);
      if (this.listsSettled) this.settled.push(order.id);
    }
    if (order.group === 0) return;
    for (const other of this.queue.snapshot()) {
      if (other.group === order.group && other !== order) this.refuse(other, 'cancelled', END_REASONS.other);
    }
  }

  /** Takes an order off the queue that will not be filled. */
  refuse(order: PendingOrder, status: RefusedStatus, reason: string): void {
    this.#drop(order);
    this.orders.refuse(order.id, status, reason);
    if (this.listsSettled) this.settled.push(order.id);
  }

  /** Brings what is there to close a trade in line with its size: cancelled once it is closed, resized while it is not. */
  follow(trade: OpenTrade, closed: boolean): void {
    if (this.queue.length === 0) return;
    for (const order of this.queue.snapshot()) {
      if (order.trade !== trade) continue;
      if (closed) this.refuse(order, 'cancelled', END_REASONS.tradeClosed);
      else if (order.quantity === null) this.orders.resize(order.id, -trade.size);
    }
  }

  #continue(order: PendingOrder, size: number, price: number, rest: number): void {
    order.done += size;
    order.paid += size * price;
    order.fraction = null;
    // What guards a trade closes all that is left of it.
    if (order.quantity !== null || order.trade === null) order.quantity = rest;
    if (order.trade === null) this.orders.resize(order.id, order.done + order.side * rest);
  }

  #drop(order: PendingOrder): void {
    this.version++;
    if (order.pending) {
      if (order.type === 'trailing-stop') this.trailing--;
      if (order.type === 'market-on-close') this.onClose--;
      this.pool.end(order);
    }
    order.pending = false;
    this.queue.remove(order);
  }
}
