import type { BarColumn, PartialBarColumns } from '../core/bar.ts';
import { orderedMean } from '../indicators/ordered-mean.ts';

/** A moving average of a column. `values[0]` belongs to the bar before the rows that are computed. */
interface DeclaredMean {
  readonly length: number;
  readonly values: Float64Array;
}

/** The averages of one column. */
interface ColumnMeans {
  readonly means: DeclaredMean[];
  /** Last values before the rows that are computed. */
  tail: Float64Array;
  /** All values so far were such that their sums are exact in any order. */
  exact: boolean;
}

/** Relative distance below which the order of additions may decide which of two averages is greater. */
const NEAR = 2 ** -48;

/** Added to a value below 2^35 and subtracted again, it leaves the nearest multiple of 2^-16. */
const DIVIDER = 1.5 * 2 ** 36;

/**
 * Makes up near ties of simple moving averages as the reference does. Where an average comes within {@link NEAR} of another one of its column, or
 * of the column itself, the order of additions decides whether the two are equal or cross: there both take the value of
 * {@link orderedMean}, that of the reference; elsewhere an average is the exact sum, rounded once. A value depends on its bars alone and not
 * on how they are cut into pieces.
 */
export class NearTies {
  readonly #columns = new Map<BarColumn, ColumnMeans>();

  /** Adds an average over `length` bars. */
  add(column: BarColumn, length: number, values: Float64Array): void {
    const found = this.#columns.get(column);
    const entry = found ?? { means: [], tail: new Float64Array(0), exact: true };
    if (!found) this.#columns.set(column, entry);
    entry.means.push({ length, values });
    if (entry.tail.length < length - 1) entry.tail = new Float64Array(length - 1);
  }

  /** Settles the values of rows [from, to), which have just been computed. */
  settle(bars: PartialBarColumns, from: number, to: number): void {
    for (const [column, entry] of this.#columns) {
      const { means, tail } = entry;
      const source = bars[column]!;
      entry.exact &&= isExact(source, from, to, tail.length + 1);
      if (!entry.exact) {
        if (means.length === 1) settle(means[0]!, means[0]!, source, from, to, tail);
        for (let i = 1; i < means.length; i++)
          for (let j = 0; j < i; j++) settle(means[i]!, means[j]!, source, from, to, tail);
      }
      keepTail(tail, source, from, to);
    }
  }
}

/** Multiples of 2^-16 whose sum stays below 2^37 are added without rounding. */
function isExact(source: Float64Array, from: number, to: number, terms: number): boolean {
  const most = Math.min(2 ** 35, 2 ** 37 / terms);
  for (let row = from; row < to; row++) {
    const value = source[row]!;
    if (value + DIVIDER - DIVIDER !== value || !(Math.abs(value) <= most)) return false;
  }
  return true;
}

/** Settles two averages where they come near each other or the column; `b` may be `a`. */
function settle(
  a: DeclaredMean,
  b: DeclaredMean,
  source: Float64Array,
  from: number,
  to: number,
  tail: Float64Array,
): void {
  for (let row = nearTie(a.values, b.values, source, from, from, to); row < to; ) {
    a.values[row - from + 1] = meanAt(a, source, from, row, tail);
    b.values[row - from + 1] = meanAt(b, source, from, row, tail);
    row = nearTie(a.values, b.values, source, from, row + 1, to);
  }
}

/** First row of [row, to) at which two of three columns are nearly equal, or `to`. */
function nearTie(
  a: Float64Array,
  b: Float64Array,
  source: Float64Array,
  from: number,
  row: number,
  to: number,
): number {
  const alone = a === b;
  for (let next = row, out = row - from + 1; next < to; next++, out++) {
    const price = source[next]!;
    const own = a[out]!;
    const other = b[out]!;
    const near = NEAR * price;
    if (Math.abs(own - price) <= near || Math.abs(other - price) <= near) return next;
    if (!alone && Math.abs(own - other) <= near) return next;
  }
  return to;
}

function meanAt(
  { length }: DeclaredMean,
  source: Float64Array,
  from: number,
  row: number,
  tail: Float64Array,
): number {
  const start = row - length + 1;
  if (start >= from) return orderedMean(source, start, length);
  const window = new Float64Array(length);
  const missing = from - start;
  window.set(tail.subarray(tail.length - missing));
  window.set(source.subarray(from, row + 1), missing);
  return orderedMean(window, 0, length);
}

function keepTail(tail: Float64Array, source: Float64Array, from: number, to: number): void {
  const fresh = Math.min(tail.length, to - from);
  tail.copyWithin(0, fresh);
  tail.set(source.subarray(to - fresh, to), tail.length - fresh);
}
