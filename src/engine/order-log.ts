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
import { codeOf, ORDER_FIELDS, type OrderColumns, orderRecord } from '../core/order-columns.ts';
import { FIELD_STRIDE, RowTable } from '../core/row-table.ts';
import { StringTable } from '../core/string-table.ts';
import type { BarClock } from './bar-clock.ts';

const MARKET = codeOf(ORDER_TYPES, 'market');
const GTC = codeOf(TIMES_IN_FORCE, 'GTC');
const SUBMITTED = codeOf(ORDER_STATUSES, 'submitted');
const FILLED = codeOf(ORDER_STATUSES, 'filled');

const STATUS = FIELD_STRIDE * ORDER_FIELDS.indexOf('status');
const SIZE = FIELD_STRIDE * ORDER_FIELDS.indexOf('size');
const SETTLED_BAR = FIELD_STRIDE * ORDER_FIELDS.indexOf('settledBar');
const SETTLED_TIME = FIELD_STRIDE * ORDER_FIELDS.indexOf('settledTime');
const FILLED_PRICE = FIELD_STRIDE * ORDER_FIELDS.indexOf('filledPrice');
const LIMIT = FIELD_STRIDE * ORDER_FIELDS.indexOf('limit');
const STOP = FIELD_STRIDE * ORDER_FIELDS.indexOf('stop');
const TRIGGERED_BAR = FIELD_STRIDE * ORDER_FIELDS.indexOf('triggeredBar');
const TRIGGERED_TIME = FIELD_STRIDE * ORDER_FIELDS.indexOf('triggeredTime');
const REASON = FIELD_STRIDE * ORDER_FIELDS.indexOf('reason');

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

/** Every order of a run; an order's id is its row. */
export class OrderLog {
  readonly #clock: BarClock;
  readonly #texts = new StringTable();
  readonly #table = new RowTable(ORDER_FIELDS);

  constructor(clock: BarClock) {
    this.#clock = clock;
  }

  get length(): number {
    return this.#table.length;
  }

  /** Records an order placed at the close of the current bar. `size` is signed, 0 while unknown. Returns its id. */
  submit(order: SubmittedOrder, size: number): number {
    const table = this.#table;
    const { bar, time } = this.#clock;
    const id = table.append();
    const slab = table.slabOf(id);
    const at = table.offsetOf(id);
    // In the order of ORDER_FIELDS. The reason of an end is text 0, none.
    slab[at] = order.type === 'market' ? MARKET : codeOf(ORDER_TYPES, order.type);
    slab[at + FIELD_STRIDE] = order.side;
    slab[at + 2 * FIELD_STRIDE] = order.series;
    slab[at + 3 * FIELD_STRIDE] = bar;
    slab[at + 4 * FIELD_STRIDE] = time;
    slab[at + 5 * FIELD_STRIDE] = size;
    slab[at + 6 * FIELD_STRIDE] = SUBMITTED;
    slab[at + 7 * FIELD_STRIDE] = Number.NaN;
    slab[at + 8 * FIELD_STRIDE] = Number.NaN;
    slab[at + 9 * FIELD_STRIDE] = Number.NaN;
    slab[at + 10 * FIELD_STRIDE] = order.limit;
    slab[at + 11 * FIELD_STRIDE] = order.stop;
    slab[at + 12 * FIELD_STRIDE] =
      order.timeInForce === 'GTC' ? GTC : codeOf(TIMES_IN_FORCE, order.timeInForce);
    slab[at + 13 * FIELD_STRIDE] = Number.NaN;
    slab[at + 14 * FIELD_STRIDE] = Number.NaN;
    slab[at + 15 * FIELD_STRIDE] = 0;
    slab[at + 16 * FIELD_STRIDE] = this.#texts.intern(order.reason);
    return id;
  }

  /** Records new prices of an order. */
  reprice(id: number, limit: number, stop: number): void {
    const slab = this.#table.slabOf(id);
    const at = this.#table.offsetOf(id);
    slab[at + LIMIT] = limit;
    slab[at + STOP] = stop;
  }

  /** Records a new size of an order. */
  resize(id: number, size: number): void {
    this.#table.slabOf(id)[this.#table.offsetOf(id) + SIZE] = size;
  }

  /** Records that the stop price of an order was reached in the current bar. */
  trigger(id: number): void {
    const slab = this.#table.slabOf(id);
    const at = this.#table.offsetOf(id);
    slab[at + TRIGGERED_BAR] = this.#clock.bar;
    slab[at + TRIGGERED_TIME] = this.#clock.time;
  }

  /** Records that an order was filled at a moment. */
  fill(id: number, size: number, price: number, moment: BarClock): void {
    const slab = this.#table.slabOf(id);
    const at = this.#table.offsetOf(id);
    slab[at + SIZE] = size;
    slab[at + FILLED_PRICE] = price;
    slab[at + STATUS] = FILLED;
    slab[at + SETTLED_BAR] = moment.bar;
    slab[at + SETTLED_TIME] = moment.time;
  }

  /** Records that an order will not be filled, and why. */
  refuse(id: number, status: RefusedStatus, reason: string): void {
    const slab = this.#table.slabOf(id);
    const at = this.#table.offsetOf(id);
    slab[at + STATUS] = codeOf(ORDER_STATUSES, status);
    slab[at + SETTLED_BAR] = this.#clock.bar;
    slab[at + SETTLED_TIME] = this.#clock.time;
    slab[at + REASON] = this.#texts.intern(reason);
  }

  record(id: number): OrderRecord {
    const slab = this.#table.slabOf(id);
    const at = this.#table.offsetOf(id);
    return orderRecord(
      (field) => slab[at + FIELD_STRIDE * ORDER_FIELDS.indexOf(field)]!,
      this.#texts.texts,
      id,
    );
  }

  /** All orders so far, as columns of their own. */
  columns(): OrderColumns {
    return this.#table.columns(this.#texts.texts);
  }

  /** Number of orders with a status, and the first of them. */
  count(status: OrderStatus): { readonly orders: number; readonly first: number } {
    const code = codeOf(ORDER_STATUSES, status);
    const table = this.#table;
    let orders = 0;
    let first = -1;
    for (let id = 0; id < table.length; id++) {
      if (table.slabOf(id)[table.offsetOf(id) + STATUS] !== code) continue;
      if (orders++ === 0) first = id;
    }
    return { orders, first };
  }
}
