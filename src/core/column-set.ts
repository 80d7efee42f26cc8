/**
 * Rows as columns: a float64 value a row and field. Plain data that survives a structured clone, and whose buffers can be transferred.
 * A field that stands for a text holds its index in `texts`, of which the first is always the empty text. NaN stands for "none".
 */
export type ColumnSet<Field extends string> = Readonly<Record<Field, Float64Array>> & {
  /** Number of rows. */
  readonly length: number;
  readonly texts: readonly string[];
};

/** Columns that are being written, with room for more rows than they hold. */
export type GrowingColumns<Field extends string> = Record<Field, Float64Array>;

/** Zero-filled columns with room for `rows` rows. */
export function allocateColumns<Field extends string>(
  fields: readonly Field[],
  rows: number,
): GrowingColumns<Field> {
  const columns: Partial<GrowingColumns<Field>> = {};
  for (const field of fields) columns[field] = new Float64Array(rows);
  return columns as GrowingColumns<Field>;
}

/** Replaces each column by one with room for four times as many rows. */
export function growColumns<Field extends string>(
  columns: GrowingColumns<Field>,
  fields: readonly Field[],
): void {
  for (const field of fields) {
    const grown = new Float64Array(columns[field].length * 4);
    grown.set(columns[field]);
    columns[field] = grown;
  }
}

/**
 * The first `length` rows as a set; `columns` must not be written to any more. Columns are cut where they are when at most half of their room
 * is empty, otherwise copied.
 */
export function columnSet<Field extends string>(
  columns: GrowingColumns<Field>,
  fields: readonly Field[],
  length: number,
  texts: readonly string[],
): ColumnSet<Field> {
  const copies: Partial<GrowingColumns<Field>> = {};
  for (const field of fields) {
    const column = columns[field];
    copies[field] = column.length <= 2 * length ? column.subarray(0, length) : column.slice(0, length);
  }
  return { ...(copies as GrowingColumns<Field>), length, texts: texts.slice() };
}

/** The buffers of a set, for a list of what to transfer. */
export function buffersOf<Field extends string>(
  columns: ColumnSet<Field>,
  fields: readonly Field[],
): ArrayBuffer[] {
  return fields.map((field) => columns[field].buffer as ArrayBuffer);
}

/** Number, or null for NaN. */
export function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
