import type { Fill } from '../core/fill.ts';
import { FloatColumn } from '../core/float-column.ts';
import type { BarClock } from './bar-clock.ts';

/** Every execution of a run, as columns. */
export class FillLog {
  readonly #clock: BarClock;
  readonly #orderId = new FloatColumn();
  readonly #series = new FloatColumn();
  readonly #bar = new FloatColumn();
  readonly #time = new FloatColumn();
  readonly #size = new FloatColumn();
  readonly #price = new FloatColumn();
  readonly #commission = new FloatColumn();

  constructor(clock: BarClock) {
    this.#clock = clock;
  }

  /** Records an execution in the current bar. `size` is signed. */
  add(orderId: number, series: number, size: number, price: number, commission: number): void {
    this.#orderId.push(orderId);
    this.#series.push(series);
    this.#bar.push(this.#clock.bar);
    this.#time.push(this.#clock.time);
    this.#size.push(size);
    this.#price.push(price);
    this.#commission.push(commission);
  }

  records(): Fill[] {
    const records: Fill[] = [];
    for (let row = 0; row < this.#orderId.length; row++) {
      records.push({
        orderId: this.#orderId.at(row),
        series: this.#series.at(row),
        bar: this.#bar.at(row),
        time: this.#time.at(row),
        size: this.#size.at(row),
        price: this.#price.at(row),
        commission: this.#commission.at(row),
      });
    }
    return records;
  }
}
