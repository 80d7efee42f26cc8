import {
  allocateColumns,
  columnSet,
  firstRows,
  type GrowingColumns,
  growColumns,
  nextRows,
} from '../core/column-set.ts';
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
import {
  codeOf,
  ORDER_FIELDS,
  type OrderColumns,
  type OrderField,
  orderRecord,
} from '../core/order-columns.ts';
import { StringTable } from '../core/string-table.ts';
import type { BarClock } from './bar-clock.ts';

const MARKET = codeOf(ORDER_TYPES, 'market');
const GTC = codeOf(TIMES_IN_FORCE, 'GTC');
const SUBMITTED = codeOf(ORDER_STATUSES, 'submitted');
const FILLED = codeOf(ORDER_STATUSES, 'filled');

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
  readonly #columns: GrowingColumns<OrderField>;
  readonly #bars: number;
  #length = 0;

  /** `bars`: length of the run. */
  constructor(clock: BarClock, bars: number) {
    this.#clock = clock;
    this.#bars = bars;
    this.#columns = allocateColumns(ORDER_FIELDS, firstRows(bars));
  }

  get length(): number {
    return this.#length;
  }

  /** Records an order placed at the close of the current bar. `size` is signed, 0 while unknown. Returns its id. */
  submit(order: SubmittedOrder, size: number): number {
    const columns = this.#columns;
    const id = this.#length++;
    if (id === columns.type.length)
      growColumns(columns, ORDER_FIELDS, nextRows(id, (this.#clock.bar + 1) / this.#bars));
    columns.type[id] = order.type === 'market' ? MARKET : codeOf(ORDER_TYPES, order.type);
    columns.side[id] = order.side;
    columns.series[id] = order.series;
    columns.submittedBar[id] = this.#clock.bar;
    columns.submittedTime[id] = this.#clock.time;
    columns.size[id] = size;
    columns.status[id] = SUBMITTED;
    columns.settledBar[id] = Number.NaN;
    columns.settledTime[id] = Number.NaN;
    columns.filledPrice[id] = Number.NaN;
    columns.limit[id] = order.limit;
    columns.stop[id] = order.stop;
    columns.timeInForce[id] = order.timeInForce === 'GTC' ? GTC : codeOf(TIMES_IN_FORCE, order.timeInForce);
    columns.triggeredBar[id] = Number.NaN;
    columns.triggeredTime[id] = Number.NaN;
    columns.tag[id] = this.#texts.intern(order.reason);
    return id;
  }

  /** Records new prices of an order. */
  reprice(id: number, limit: number, stop: number): void {
    this.#columns.limit[id] = limit;
    this.#columns.stop[id] = stop;
  }

  /** Records a new size of an order. */
  resize(id: number, size: number): void {
    this.#columns.size[id] = size;
  }

  /** Records that the stop price of an order was reached in the current bar. */
  trigger(id: number): void {
    this.#columns.triggeredBar[id] = this.#clock.bar;
    this.#columns.triggeredTime[id] = this.#clock.time;
  }

  /** Records that an order was filled at a moment. */
  fill(id: number, size: number, price: number, moment: BarClock): void {
    this.#columns.size[id] = size;
    this.#columns.filledPrice[id] = price;
    this.#settle(id, FILLED, moment);
  }

  /** Records that an order will not be filled, and why. */
  refuse(id: number, status: RefusedStatus, reason: string): void {
    this.#settle(id, codeOf(ORDER_STATUSES, status), this.#clock);
    this.#columns.reason[id] = this.#texts.intern(reason);
  }

  record(id: number): OrderRecord {
    return orderRecord(this.#columns, this.#texts.texts, id);
  }

  /** All orders so far, as columns of their own. */
  columns(): OrderColumns {
    return columnSet(this.#columns, ORDER_FIELDS, this.#length, this.#texts.texts);
  }

  /** Number of orders with a status, and the first of them. */
  count(status: OrderStatus): { readonly orders: number; readonly first: number } {
    const code = codeOf(ORDER_STATUSES, status);
    let orders = 0;
    let first = -1;
    for (let id = 0; id < this.#length; id++) {
      if (this.#columns.status[id] !== code) continue;
      if (orders++ === 0) first = id;
    }
    return { orders, first };
  }

  #settle(id: number, status: number, moment: BarClock): void {
    this.#columns.status[id] = status;
    this.#columns.settledBar[id] = moment.bar;
    this.#columns.settledTime[id] = moment.time;
  }
}
