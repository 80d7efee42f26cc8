import { expect, it } from 'vitest';
import { FIELD_STRIDE, RowTable } from './row-table.ts';

const FIELDS = ['bar', 'price', 'size'] as const;

function filled(rows: number): RowTable<(typeof FIELDS)[number]> {
  const table = new RowTable(FIELDS);
  for (let row = 0; row < rows; row++) write(table, row);
  return table;
}

function write(table: RowTable<(typeof FIELDS)[number]>, value: number): void {
  const row = table.append();
  const slab = table.slabOf(row);
  const at = table.offsetOf(row);
  slab[at] = value;
  slab[at + FIELD_STRIDE] = value + 0.5;
  slab[at + 2 * FIELD_STRIDE] = -value;
}

it.each([0, 1, 255, 256, 257, 1_000])('a table of %i rows comes back as columns, in order', (rows) => {
  const columns = filled(rows).columns(['', 'a']);
  expect(columns.length).toBe(rows);
  expect(columns.texts).toEqual(['', 'a']);
  expect([...columns.bar]).toEqual(Array.from({ length: rows }, (_, row) => row));
  expect([...columns.price]).toEqual(Array.from({ length: rows }, (_, row) => row + 0.5));
  expect(columns.size.length).toBe(rows);
});

it('rows that were taken away are written again, also across the end of a slab', () => {
  const table = filled(300);
  table.cut(200);
  for (let value = 1_000; value < 1_100; value++) write(table, value);
  const { bar, length } = table.columns(['']);
  expect(length).toBe(300);
  expect([...bar.subarray(198, 202)]).toEqual([198, 199, 1_000, 1_001]);
  expect(bar[299]).toBe(1_099);
});

it('a row is changed where it stands', () => {
  const table = filled(600);
  table.slabOf(300)[table.offsetOf(300) + FIELD_STRIDE] = 7;
  expect([...table.columns(['']).price.subarray(299, 302)]).toEqual([299.5, 7, 301.5]);
});
