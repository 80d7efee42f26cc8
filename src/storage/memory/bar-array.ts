import {
  allocateBars,
  BAR_COLUMNS,
  type BarColumn,
  type BarColumns,
  emptyBars,
  sliceBars,
} from '../../core/bar.ts';

const SMALLEST_CAPACITY = 256;

/**
 * Columns that grow at the end. A view taken earlier never changes: rows are only ever written past the end of every view, or into
 * newly allocated columns.
 */
export class BarArray {
  #columns: BarColumns = emptyBars();
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The rows as they are now, on the same memory. */
  view(): BarColumns {
    return sliceBars(this.#columns, 0, this.#length);
  }

  /** Copies `bars` to the end. */
  push(bars: BarColumns): void {
    const length = this.#length + bars.timestamp.length;
    if (length > this.#columns.timestamp.length) this.#grow(length);
    for (const column of BAR_COLUMNS) this.#columns[column].set(bars[column], this.#length);
    this.#length = length;
  }

  /** Bytes allocated. */
  bytes(): number {
    return this.#columns.timestamp.length * BAR_COLUMNS.length * Float64Array.BYTES_PER_ELEMENT;
  }

  #grow(length: number): void {
    const capacity = Math.max(SMALLEST_CAPACITY, length, Math.ceil(this.#columns.timestamp.length * 1.5));
    const grown = allocateBars(capacity);
    for (const column of BAR_COLUMNS) grown[column].set(this.#columns[column].subarray(0, this.#length));
    this.#columns = grown;
  }
}

/** Copies of the asked columns of rows [start, end). */
export function copyColumns(
  bars: BarColumns,
  start: number,
  end: number,
  columns: readonly BarColumn[],
): Partial<Record<BarColumn, Float64Array>> {
  const copy: Partial<Record<BarColumn, Float64Array>> = {};
  for (const column of columns) copy[column] = bars[column].slice(start, end);
  return copy;
}
