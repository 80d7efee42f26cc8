import { allocateColumns, type ColumnSet, type GrowingColumns } from './column-set.ts';

/** Rows of a slab as a power of two: a slab of some 20 fields fits in the processor's cache. */
const SLAB_BITS = 8;
const SLAB_ROWS = 1 << SLAB_BITS;
const ROW_MASK = SLAB_ROWS - 1;

/** Values from a field of a row to the next field of that row: no power of two, or all fields of a row would fall on the same few lines of the cache. */
export const FIELD_STRIDE = SLAB_ROWS + 8;

/**
 * A table that is written row by row and read as columns. It grows by slabs, so that no row is ever moved. Row `row` lies in `slabOf(row)`:
 * its first field at `offsetOf(row)`, each other one {@link FIELD_STRIDE} further on, in the order of the fields.
 */
export class RowTable<Field extends string> {
  readonly #fields: readonly Field[];
  readonly #slabs: Float64Array[] = [];
  #length = 0;

  constructor(fields: readonly Field[]) {
    this.#fields = fields;
  }

  /** Number of rows. */
  get length(): number {
    return this.#length;
  }

  /** Adds a row, whose values are to be written; returns its number. */
  append(): number {
    const row = this.#length++;
    if (row === this.#slabs.length << SLAB_BITS)
      this.#slabs.push(new Float64Array(FIELD_STRIDE * this.#fields.length));
    return row;
  }

  /** Takes away all rows from `length` on. */
  cut(length: number): void {
    this.#length = length;
  }

  /** The values among which those of a row are. */
  slabOf(row: number): Float64Array {
    return this.#slabs[row >> SLAB_BITS]!;
  }

  /** Where the first field of a row is in its slab. */
  offsetOf(row: number): number {
    return row & ROW_MASK;
  }

  /** All rows as columns of their own, and the texts that they refer to. */
  columns(texts: readonly string[]): ColumnSet<Field> {
    const columns: GrowingColumns<Field> = allocateColumns(this.#fields, this.#length);
    for (const [index, field] of this.#fields.entries()) {
      const column = columns[field];
      const from = index * FIELD_STRIDE;
      for (let slab = 0, first = 0; first < this.#length; slab++, first += SLAB_ROWS) {
        const rows = Math.min(SLAB_ROWS, this.#length - first);
        column.set(this.#slabs[slab]!.subarray(from, from + rows), first);
      }
    }
    return Object.assign(columns, { length: this.#length, texts: texts.slice() });
  }
}
