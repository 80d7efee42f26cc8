import { FILL_FIELDS, type FillColumns } from '../core/fill-columns.ts';
import { FIELD_STRIDE, RowTable } from '../core/row-table.ts';
import type { BarClock } from './bar-clock.ts';

const NO_TEXTS = [''];

/** Every execution of a run. */
export class FillLog {
  readonly #clock: BarClock;
  readonly #table = new RowTable(FILL_FIELDS);

  constructor(clock: BarClock) {
    this.#clock = clock;
  }

  /** Records an execution in the current bar. `size` is signed. */
  add(orderId: number, series: number, size: number, price: number, commission: number): void {
    const table = this.#table;
    const { bar, time } = this.#clock;
    const row = table.append();
    const slab = table.slabOf(row);
    const at = table.offsetOf(row);
    // In the order of FILL_FIELDS.
    slab[at] = orderId;
    slab[at + FIELD_STRIDE] = series;
    slab[at + 2 * FIELD_STRIDE] = bar;
    slab[at + 3 * FIELD_STRIDE] = time;
    slab[at + 4 * FIELD_STRIDE] = size;
    slab[at + 5 * FIELD_STRIDE] = price;
    slab[at + 6 * FIELD_STRIDE] = commission;
  }

  /** All executions so far, as columns of their own. */
  columns(): FillColumns {
    return this.#table.columns(NO_TEXTS);
  }
}
