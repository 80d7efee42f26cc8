import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BarColumns, StoredBars } from '../../core/bar.ts';
import { mendSums, type PackedBars, type SplitBars, splitBars } from './packing.ts';

type Row = readonly [open: number, high: number, low: number, close: number, volume: number];

function barsOf(rows: readonly Row[]): BarColumns {
  const column = (index: number) => Float64Array.from(rows, (row) => row[index] as number);
  return {
    timestamp: Float64Array.from(rows, (_, row) => row * 60_000),
    open: column(0),
    high: column(1),
    low: column(2),
    close: column(3),
    volume: column(4),
  };
}

/** What the view `bars` makes of packed rows. */
function unpack(packed: PackedBars): Row[] {
  const { close, body, upper, lower, volume, priceScale, volumeScale } = packed;
  return Array.from(close, (c, row) => {
    const b = body[row] as number;
    return [
      (c + b) / priceScale,
      (c + Math.max(b, 0) + (upper[row] as number)) / priceScale,
      (c + Math.min(b, 0) - (lower[row] as number)) / priceScale,
      c / priceScale,
      (volume[row] as number) / volumeScale,
    ];
  });
}

/** All rows of both parts, in the order of before. */
function together({ packed, rest, packedRows, restRows }: SplitBars): Row[] {
  const rows: Row[] = [];
  const unpacked = packed ? unpack(packed) : [];
  for (const [at, row] of unpacked.entries()) rows[packedRows?.[at] ?? at] = row;
  for (let at = 0; rest && at < rest.timestamp.length; at++) {
    const { open, high, low, close, volume } = rest;
    rows[restRows?.[at] ?? at] = [open, high, low, close, volume].map(
      (values) => values[at],
    ) as unknown as Row;
  }
  return rows;
}

const decimal = (digits: number) =>
  fc.integer({ min: -2_000_000_000, max: 2_000_000_000 }).map((whole) => whole / 10 ** digits);
const odd = fc.double({ noNaN: true, noDefaultInfinity: true });

describe('packing bars as whole numbers', () => {
  test('brings every number back bit for bit, whatever comes', () => {
    const number = fc.oneof(
      { weight: 60, arbitrary: decimal(2) },
      { weight: 3, arbitrary: decimal(8) },
      { weight: 1, arbitrary: odd },
      { weight: 1, arbitrary: fc.constantFrom(-0, 5e-324, Number.MAX_VALUE, 2 ** 53, 0.1 + 0.2, 1e15) },
    );
    const row = fc.tuple(number, number, number, number, number);
    fc.assert(
      fc.property(fc.array(row, { maxLength: 600 }), (rows) => {
        expect(together(splitBars(barsOf(rows)))).toEqual(rows);
      }),
      { numRuns: 300 },
    );
  });

  test.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])('takes prices with %i decimals', (digits) => {
    const rows = Array.from({ length: 1000 }, (_, row): Row => {
      const at = (offset: number) => (123_456 + row * 7 + offset) / 10 ** digits;
      return [at(3), at(9), at(0), at(5), row];
    });
    const { packed, rest } = splitBars(barsOf(rows));
    expect(rest).toBeUndefined();
    expect(packed?.priceScale).toBe(10 ** digits);
    expect(packed && unpack(packed)).toEqual(rows);
  });

  test.each([
    ['with all their digits', (row: number) => 100 / (row + 3)],
    ['that are no decimals of nine digits', (row: number) => 1 + row / 1e10 + 1e-10],
    ['too large for whole numbers', (row: number) => 2 ** 60 + row * 2 ** 20],
    ['that are negative zero', () => -0],
  ])('leaves prices %s as they are', (_, price) => {
    const bars = barsOf(
      Array.from({ length: 300 }, (_, row): Row => {
        const p = price(row);
        return [p, p, p, p, 1];
      }),
    );
    expect(splitBars(bars)).toMatchObject({ packed: undefined, rest: bars });
  });

  test('leaves out the few rows that do not fit, and packs the others', () => {
    const rows = Array.from({ length: 1000 }, (_, row): Row => {
      const close = row === 500 ? 100 / 3 : row === 700 ? 4e7 : (10_000 + row) / 100;
      return [100, 200, 50, close, row];
    });
    const split = splitBars(barsOf(rows));
    expect([...(split.restRows ?? [])]).toEqual([500, 700]);
    expect(split.packed?.timestamp[500]).toBe(501 * 60_000);
    expect(together(split)).toEqual(rows);
  });

  test('leaves rows with an optional value to the other table', () => {
    const rows = Array.from({ length: 100 }, (): Row => [1, 1, 1, 1, 1]);
    const bars: StoredBars = { ...barsOf(rows), dividend: new Float64Array(100).fill(Number.NaN) };
    (bars.dividend as Float64Array)[42] = 0.1;
    expect([...(splitBars(bars).restRows ?? [])]).toEqual([42]);
    (bars.dividend as Float64Array).fill(0.1);
    expect(splitBars(bars)).toMatchObject({ packed: undefined, rest: bars });
  });
});

describe('sums of volumes', () => {
  test('of decimals lose the error of addition, and others stay', () => {
    const sums = Float64Array.of(0.1 + 0.2, 0.7 + 0.1, 3, 1.1 + 2.2);
    mendSums(sums);
    expect([...sums]).toEqual([0.3, 0.8, 3, 3.3]);
    const others = Float64Array.of(1 / 3, 2 / 7, Math.PI);
    mendSums(others);
    expect([...others]).toEqual([1 / 3, 2 / 7, Math.PI]);
  });
});
