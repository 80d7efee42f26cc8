import { allocateColumns, columnSet, growColumns } from '../core/column-set.ts';
import { FILL_FIELDS, type FillColumns } from '../core/fill-columns.ts';
import type { BarClock } from './bar-clock.ts';

const NO_TEXTS = [''];

/** Every execution of a run, as columns. */
export class FillLog {
  readonly #clock: BarClock;
  readonly #columns = allocateColumns(FILL_FIELDS, 64);
  #length = 0;

  constructor(clock: BarClock) {
    this.#clock = clock;
  }

  /** Records an execution in the current bar. `size` is signed. */
  add(orderId: number, series: number, size: number, price: number, commission: number): void {
    const columns = this.#columns;
    const row = this.#length++;
    if (row === columns.bar.length) growColumns(columns, FILL_FIELDS);
    columns.orderId[row] = orderId;
    columns.series[row] = series;
    columns.bar[row] = this.#clock.bar;
    columns.time[row] = this.#clock.time;
    columns.size[row] = size;
    columns.price[row] = price;
    columns.commission[row] = commission;
  }

  /** All executions so far, as columns of their own. */
  columns(): FillColumns {
    return columnSet(this.#columns, FILL_FIELDS, this.#length, NO_TEXTS);
  }
}
