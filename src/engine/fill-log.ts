import {
  allocateColumns,
  columnSet,
  firstRows,
  type GrowingColumns,
  growColumns,
  nextRows,
} from '../core/column-set.ts';
import { FILL_FIELDS, type FillColumns, type FillField } from '../core/fill-columns.ts';
import type { BarClock } from './bar-clock.ts';

const NO_TEXTS = [''];

/** Every execution of a run, as columns. */
export class FillLog {
  readonly #clock: BarClock;
  readonly #columns: GrowingColumns<FillField>;
  readonly #bars: number;
  #length = 0;

  /** `bars`: length of the run. */
  constructor(clock: BarClock, bars: number) {
    this.#clock = clock;
    this.#bars = bars;
    this.#columns = allocateColumns(FILL_FIELDS, firstRows(bars));
  }

  /** Records an execution in the current bar. `size` is signed. */
  add(orderId: number, series: number, size: number, price: number, commission: number): void {
    const columns = this.#columns;
    const row = this.#length++;
    if (row === columns.bar.length)
      growColumns(columns, FILL_FIELDS, nextRows(row, (this.#clock.bar + 1) / this.#bars));
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
