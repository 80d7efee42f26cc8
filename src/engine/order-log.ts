import { FloatColumn } from '../core/float-column.ts';
import {
  ORDER_STATUSES,
  ORDER_TYPES,
  type OrderRecord,
  type OrderStatus,
  type OrderType,
  type RefusedStatus,
  type Side,
  TIMES_IN_FORCE,
  type TimeInForce,
} from '../core/order.ts';
import type { BarClock } from './bar-clock.ts';
import { StringTable } from './string-table.ts';

const code = (status: OrderStatus): number => ORDER_STATUSES.indexOf(status);
const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

/** What is known of an order when it is placed; NaN is a price it does not have. */
export interface SubmittedOrder {
  readonly type: OrderType;
  readonly side: Side;
  readonly series: number;
  readonly limit: number;
  readonly stop: number;
  readonly timeInForce: TimeInForce;
  /** The strategy's tag, or why the engine placed it. */
  readonly reason: string;
}

/** Every order of a run, as columns; an order's id is its row. */
export class OrderLog {
  readonly #clock: BarClock;
  readonly #texts = new StringTable();
  readonly #type = new FloatColumn();
  readonly #side = new FloatColumn();
  readonly #series = new FloatColumn();
  readonly #submittedBar = new FloatColumn();
  readonly #submittedTime = new FloatColumn();
  readonly #size = new FloatColumn();
  readonly #limit = new FloatColumn();
  readonly #stop = new FloatColumn();
  readonly #timeInForce = new FloatColumn();
  readonly #status = new FloatColumn();
  readonly #triggeredBar = new FloatColumn();
  readonly #triggeredTime = new FloatColumn();
  readonly #settledBar = new FloatColumn();
  readonly #settledTime = new FloatColumn();
  readonly #filledPrice = new FloatColumn();
  readonly #reason = new FloatColumn();
  readonly #tag = new FloatColumn();

  constructor(clock: BarClock) {
    this.#clock = clock;
  }

  get length(): number {
    return this.#side.length;
  }

  /** Records an order placed at the close of the current bar. `size` is signed, 0 while unknown. Returns its id. */
  submit(order: SubmittedOrder, size: number): number {
    const id = this.length;
    this.#type.push(ORDER_TYPES.indexOf(order.type));
    this.#side.push(order.side);
    this.#series.push(order.series);
    this.#submittedBar.push(this.#clock.bar);
    this.#submittedTime.push(this.#clock.time);
    this.#size.push(size);
    this.#limit.push(order.limit);
    this.#stop.push(order.stop);
    this.#timeInForce.push(TIMES_IN_FORCE.indexOf(order.timeInForce));
    this.#status.push(code('submitted'));
    this.#triggeredBar.push(Number.NaN);
    this.#triggeredTime.push(Number.NaN);
    this.#settledBar.push(Number.NaN);
    this.#settledTime.push(Number.NaN);
    this.#filledPrice.push(Number.NaN);
    this.#reason.push(0);
    this.#tag.push(this.#texts.intern(order.reason));
    return id;
  }

  /** Records new prices of an order. */
  reprice(id: number, limit: number, stop: number): void {
    this.#limit.set(id, limit);
    this.#stop.set(id, stop);
  }

  /** Records a new size of an order. */
  resize(id: number, size: number): void {
    this.#size.set(id, size);
  }

  /** Records that the stop price of an order was reached in the current bar. */
  trigger(id: number): void {
    this.#triggeredBar.set(id, this.#clock.bar);
    this.#triggeredTime.set(id, this.#clock.time);
  }

  /** Records that an order was filled at a moment. */
  fill(id: number, size: number, price: number, moment: BarClock): void {
    this.#size.set(id, size);
    this.#settle(id, 'filled', moment);
    this.#filledPrice.set(id, price);
  }

  /** Records that an order will not be filled, and why. */
  refuse(id: number, status: RefusedStatus, reason: string): void {
    this.#settle(id, status, this.#clock);
    this.#reason.set(id, this.#texts.intern(reason));
  }

  record(id: number): OrderRecord {
    const status = ORDER_STATUSES[this.#status.at(id)] ?? 'submitted';
    const bar = orNull(this.#settledBar.at(id));
    const time = orNull(this.#settledTime.at(id));
    const filled = status === 'filled';
    return {
      id,
      type: ORDER_TYPES[this.#type.at(id)] ?? 'market',
      side: this.#side.at(id) > 0 ? 'buy' : 'sell',
      series: this.#series.at(id),
      submittedBar: this.#submittedBar.at(id),
      submittedTime: this.#submittedTime.at(id),
      size: this.#size.at(id),
      limit: orNull(this.#limit.at(id)),
      stop: orNull(this.#stop.at(id)),
      timeInForce: TIMES_IN_FORCE[this.#timeInForce.at(id)] ?? 'GTC',
      status,
      triggeredBar: orNull(this.#triggeredBar.at(id)),
      triggeredTime: orNull(this.#triggeredTime.at(id)),
      filledBar: filled ? bar : null,
      filledTime: filled ? time : null,
      filledPrice: orNull(this.#filledPrice.at(id)),
      endedBar: filled ? null : bar,
      endedTime: filled ? null : time,
      reason: this.#texts.text(this.#reason.at(id)),
      tag: this.#texts.text(this.#tag.at(id)),
    };
  }

  records(): OrderRecord[] {
    const records: OrderRecord[] = [];
    for (let id = 0; id < this.length; id++) records.push(this.record(id));
    return records;
  }

  /** Number of orders with a status, and the first of them. */
  count(status: OrderStatus): { readonly orders: number; readonly first: number } {
    let orders = 0;
    let first = -1;
    for (let id = 0; id < this.length; id++) {
      if (this.#status.at(id) !== code(status)) continue;
      if (orders++ === 0) first = id;
    }
    return { orders, first };
  }

  #settle(id: number, status: OrderStatus, moment: BarClock): void {
    this.#status.set(id, code(status));
    this.#settledBar.set(id, moment.bar);
    this.#settledTime.set(id, moment.time);
  }
}
