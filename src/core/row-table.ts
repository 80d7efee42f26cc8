import { allocateColumns, type ColumnSet, type GrowingColumns } from './column-set.ts';

/** Rows of a slab as a power of two: a slab of some 20 fields fits in the processor's cache. */
const SLAB_BITS = 8;
const SLAB_ROWS = 1 << SLAB_BITS;
const ROW_MASK = SLAB_ROWS - 1;

/**
 * A table that is written row by row and read as columns. While it grows, the values of a row lie next to each other, so that a row costs one
 * place in the cache and not one a field, and no row is ever moved. Row `row` begins at `offsetOf(row)` of `slabOf(row)`, its values in the
 * order of the fields.
 */
export class RowTable<Field extends string> {
  readonly #fields: readonly Field[];
  readonly #width: number;
  readonly #slabs: Float64Array[] = [];
  #length = 0;

  constructor(fields: readonly Field[]) {
    this.#fields = fields;
    this.#width = fields.length;
  }

  /** Number of rows. */
  get length(): number {
    return this.#length;
  }

  /** Adds a row, whose values are to be written; returns its number. */
  append(): number {
    const row = this.#length++;
    if (row === this.#slabs.length << SLAB_BITS) this.#slabs.push(new Float64Array(SLAB_ROWS * this.#width));
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

  /** Where a row begins in its slab. */
  offsetOf(row: number): number {
    return (row & ROW_MASK) * this.#width;
  }

  /** All rows as columns of their own, and the texts that they refer to. */
  columns(texts: readonly string[]): ColumnSet<Field> {
    const fields = this.#fields;
    const width = this.#width;
    const columns: GrowingColumns<Field> = allocateColumns(fields, this.#length);
    for (const [index, slab] of this.#slabs.entries()) {
      const first = index << SLAB_BITS;
      const rows = Math.min(SLAB_ROWS, this.#length - first);
      for (let field = 0; field < width; field++) {
        const column = columns[fields[field]!];
        for (let row = 0, at = field; row < rows; row++, at += width) column[first + row] = slab[at]!;
      }
    }
    return Object.assign(columns, { length: this.#length, texts: texts.slice() });
  }
}
