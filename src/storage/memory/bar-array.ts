import {
  BAR_COLUMNS,
  EXTRA_COLUMNS,
  emptyBars,
  STORED_COLUMNS,
  type StoredBars,
  type StoredColumn,
  sliceColumns,
} from '../../core/bar.ts';

const SMALLEST_CAPACITY = 256;

/**
 * Columns that grow at the end; optional ones exist once a row has brought them. A view taken earlier never changes: rows are only ever written
 * past the end of every view, or into newly allocated columns.
 */
export class BarArray {
  #columns: StoredBars = emptyBars();
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The rows as they are now, on the same memory. */
  view(): StoredBars {
    return sliceColumns(this.#columns, 0, this.#length);
  }

  /** Copies `bars` to the end. */
  push(bars: StoredBars): void {
    const length = this.#length + bars.timestamp.length;
    const names = columnsOf(this.#columns, bars);
    const isNew = names.some((name) => !this.#columns[name]);
    if (isNew || length > this.#columns.timestamp.length) this.#grow(length, names);
    for (const name of names) {
      const values = bars[name];
      const column = this.#columns[name] as Float64Array;
      if (values) column.set(values, this.#length);
      else column.fill(Number.NaN, this.#length, length);
    }
    this.#length = length;
  }

  /** Bytes allocated. */
  bytes(): number {
    return columnsOf(this.#columns).reduce((sum, name) => sum + (this.#columns[name]?.byteLength ?? 0), 0);
  }

  #grow(length: number, names: readonly StoredColumn[]): void {
    const held = this.#columns.timestamp.length;
    const capacity = length <= held ? held : Math.max(SMALLEST_CAPACITY, length, Math.ceil(held * 1.5));
    const grown: Partial<Record<StoredColumn, Float64Array>> = {};
    for (const name of names) {
      const values = this.#columns[name];
      const column = new Float64Array(capacity);
      if (values) column.set(values.subarray(0, this.#length));
      else column.fill(Number.NaN, 0, this.#length);
      grown[name] = column;
    }
    this.#columns = grown as StoredBars;
  }
}

/** Names of the columns that any of `bars` has, in storage order. */
export function columnsOf(...bars: readonly StoredBars[]): StoredColumn[] {
  const extras = EXTRA_COLUMNS.filter((name) => bars.some((each) => each[name]));
  return extras.length === 0 ? [...BAR_COLUMNS] : STORED_COLUMNS.filter((name) => isOneOf(name, extras));
}

function isOneOf(name: StoredColumn, extras: readonly StoredColumn[]): boolean {
  return (BAR_COLUMNS as readonly StoredColumn[]).includes(name) || extras.includes(name);
}

/** Copies of the asked columns of rows [start, end); an optional column that no row has is NaN. */
export function copyColumns(
  bars: StoredBars,
  start: number,
  end: number,
  columns: readonly StoredColumn[],
): Partial<Record<StoredColumn, Float64Array>> {
  const copy: Partial<Record<StoredColumn, Float64Array>> = {};
  for (const column of columns) {
    copy[column] = bars[column]?.slice(start, end) ?? new Float64Array(end - start).fill(Number.NaN);
  }
  return copy;
}
