import { periodNumber, type SamplingUnit } from './sampling-period.ts';

/**
 * Equity at the last bar of each UTC day that has bars; all lists have one length, at least one day. Small (some hundred values a
 * year) whatever the number of bars: every figure over periods is computed from it.
 */
export interface DayColumns {
  /** Open time of the day's last bar, epoch ms UTC, ascending. */
  readonly time: readonly number[];
  /** Money. */
  readonly equity: readonly number[];
  /** Equity net of deposits and withdrawals: what the money of the first bar would have become. Equals `equity` without flows. */
  readonly index: readonly number[];
  /** Close of the traded asset as known at that bar, null before its first; absent when it was not recorded. */
  readonly asset?: readonly (number | null)[];
  /** The same of the benchmark; absent without one. */
  readonly benchmark?: readonly (number | null)[];
}

/** Rows of `time` (epoch ms) that are the last of their calendar period. */
export function periodEnds(time: readonly number[], unit: SamplingUnit): number[] {
  const rows: number[] = [];
  for (let row = 0; row < time.length; row++) {
    const next = time[row + 1];
    if (next === undefined || periodNumber(unit, next) !== periodNumber(unit, time[row]!)) rows.push(row);
  }
  return rows;
}

/** Changes r(i) = v(i) / v(i - 1) - 1 between the values at `rows`; one fewer than rows. Those without a positive base are left out. */
export function changes(values: readonly number[], rows: readonly number[]): number[] {
  const list: number[] = [];
  for (let i = 1; i < rows.length; i++) {
    const change = values[rows[i]!]! / values[rows[i - 1]!]! - 1;
    if (!Number.isNaN(change)) list.push(change);
  }
  return list;
}
