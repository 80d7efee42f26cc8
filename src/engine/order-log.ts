import { FloatColumn } from '../core/float-column.ts';
import { ORDER_STATUSES, type OrderRecord, type OrderStatus, type Side } from '../core/order.ts';
import type { BarClock } from './bar-clock.ts';
import { StringTable } from './string-table.ts';

const code = (status: OrderStatus): number => ORDER_STATUSES.indexOf(status);

/** Every order of a run, as columns; an order's id is its row. */
export class OrderLog {
  readonly #clock: BarClock;
  readonly #texts = new StringTable();
  readonly #side = new FloatColumn();
  readonly #series = new FloatColumn();
  readonly #submittedBar = new FloatColumn();
  readonly #submittedTime = new FloatColumn();
  readonly #size = new FloatColumn();
  readonly #status = new FloatColumn();
  readonly #filledBar = new FloatColumn();
  readonly #filledTime = new FloatColumn();
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
  submit(side: Side, series: number, size: number, tag: string): number {
    const id = this.length;
    this.#side.push(side);
    this.#series.push(series);
    this.#submittedBar.push(this.#clock.bar);
    this.#submittedTime.push(this.#clock.time);
    this.#size.push(size);
    this.#status.push(code('submitted'));
    this.#filledBar.push(Number.NaN);
    this.#filledTime.push(Number.NaN);
    this.#filledPrice.push(Number.NaN);
    this.#reason.push(0);
    this.#tag.push(this.#texts.intern(tag));
    return id;
  }

  /** Records that an order was filled in the current bar. */
  fill(id: number, size: number, price: number): void {
    this.#size.set(id, size);
    this.#status.set(id, code('filled'));
    this.#filledBar.set(id, this.#clock.bar);
    this.#filledTime.set(id, this.#clock.time);
    this.#filledPrice.set(id, price);
  }

  /** Records that an order will not be filled, and why. */
  refuse(id: number, status: 'rejected' | 'cancelled', reason: string): void {
    this.#status.set(id, code(status));
    this.#reason.set(id, this.#texts.intern(reason));
  }

  record(id: number): OrderRecord {
    const status = ORDER_STATUSES[this.#status.at(id)] ?? 'submitted';
    const filled = status === 'filled';
    return {
      id,
      type: 'market',
      side: this.#side.at(id) > 0 ? 'buy' : 'sell',
      series: this.#series.at(id),
      submittedBar: this.#submittedBar.at(id),
      submittedTime: this.#submittedTime.at(id),
      size: this.#size.at(id),
      status,
      filledBar: filled ? this.#filledBar.at(id) : null,
      filledTime: filled ? this.#filledTime.at(id) : null,
      filledPrice: filled ? this.#filledPrice.at(id) : null,
      reason: this.#texts.text(this.#reason.at(id)),
      tag: this.#texts.text(this.#tag.at(id)),
    };
  }

  records(): OrderRecord[] {
    return Array.from({ length: this.length }, (_, id) => this.record(id));
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
}
