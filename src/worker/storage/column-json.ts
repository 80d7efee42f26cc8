import type { ColumnSet } from '../../core/column-set.ts';

/** A column set as JSON keeps it: null for NaN. */
export type ColumnJson<Field extends string> = Readonly<Record<Field, readonly (number | null)[]>> & {
  readonly length: number;
  readonly texts: readonly string[];
};

/** `columns` for a JSON document. */
export function toColumnJson<Field extends string>(
  columns: ColumnSet<Field>,
  fields: readonly Field[],
): ColumnJson<Field> {
  const kept: Partial<Record<Field, (number | null)[]>> = {};
  for (const field of fields) {
    kept[field] = Array.from(columns[field], (value) => (Number.isNaN(value) ? null : value));
  }
  return { ...(kept as Record<Field, (number | null)[]>), length: columns.length, texts: columns.texts };
}

/** The column set that a document keeps; a column that it lacks is NaN throughout. */
export function fromColumnJson<Field extends string>(
  kept: ColumnJson<Field>,
  fields: readonly Field[],
): ColumnSet<Field> {
  const { length, texts } = kept;
  const columns: Partial<Record<Field, Float64Array>> = {};
  for (const field of fields) {
    const values = kept[field];
    columns[field] = Float64Array.from({ length }, (_, row) => values?.[row] ?? Number.NaN);
  }
  return { ...(columns as Record<Field, Float64Array>), length, texts };
}
