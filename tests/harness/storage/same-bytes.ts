import { expect } from 'vitest';

/** Fails unless both files hold the same bytes, and names the first that differs. Comparing a megabyte by `toEqual` takes seconds. */
export function expectSameBytes(actual: Uint8Array, expected: Uint8Array): void {
  expect(actual.byteLength).toBe(expected.byteLength);
  let at = 0;
  while (at < actual.length && actual[at] === expected[at]) at++;
  if (at < actual.length) expect.fail(`Byte ${at} is ${actual[at]}, not ${expected[at]}`);
}

/** Fails unless two sets of columns have the same names and the same bytes in each. */
export function expectSameColumns(
  actual: Readonly<Record<string, unknown>>,
  expected: Readonly<Record<string, unknown>>,
): void {
  expect(Object.keys(actual)).toEqual(Object.keys(expected));
  for (const [name, column] of Object.entries(actual)) {
    expectSameBytes(bytesOf(column), bytesOf(expected[name]));
  }
}

function bytesOf(column: unknown): Uint8Array {
  if (!ArrayBuffer.isView(column)) throw new Error(`"${String(column)}" is no column`);
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}
