import type { Table } from 'apache-arrow';

/** The columns of a result whose columns are all DOUBLE and not null, each an array of the caller's own. */
export function doubleArrays(table: Table): Float64Array[] {
  return table.schema.fields.map((_, index) => doubles(table, index));
}

function doubles(table: Table, index: number): Float64Array {
  const values = new Float64Array(table.numRows);
  let row = 0;
  for (const part of table.getChildAt(index)?.data ?? []) {
    values.set((part.values as Float64Array).subarray(0, part.length), row);
    row += part.length;
  }
  return values;
}
