import { type DayColumns, periodEnds } from './day-columns.ts';
import type { SamplingPeriod } from './sampling-period.ts';

/** Returns per period of a run and of its market, on the same periods. */
export interface PeriodSample {
  /** 0.1 = 10%; net of deposits and withdrawals. Periods after a ruin (index 0) are left out. */
  readonly returns: readonly number[];
  /** Index at the end of each period, the base of the first return in front: one more than `returns`. */
  readonly index: readonly number[];
  /** Open time of the last bar of each period, epoch ms UTC; as long as `index`. */
  readonly times: readonly number[];
  /** Returns of the benchmark, or else of the traded asset, NaN before its first close; absent when neither was recorded. */
  readonly market?: readonly number[];
  readonly marketIs?: 'benchmark' | 'asset';
  /** Open times of the last bars of the first and the last period, epoch ms UTC. */
  readonly start: number;
  readonly end: number;
  /** A: periods a year. */
  readonly perYear: number;
  readonly unit: SamplingPeriod['unit'];
}

/** Samples `days` at the ends of the periods of `sampling`. */
export function samplePeriods(
  days: DayColumns,
  sampling: Pick<SamplingPeriod, 'unit' | 'perYear'>,
): PeriodSample {
  const closes = days.benchmark ?? days.asset;
  const rows = periodEnds(days.time, sampling.unit);
  const returns: number[] = [];
  const market: number[] = [];
  const index = [days.index[rows[0]!]!];
  const times = [days.time[rows[0]!]!];
  for (let i = 1; i < rows.length; i++) {
    const base = days.index[rows[i - 1]!]!;
    if (base === 0) break;
    const value = days.index[rows[i]!]!;
    index.push(value);
    times.push(days.time[rows[i]!]!);
    returns.push(value / base - 1);
    if (closes) market.push((closes[rows[i]!] ?? Number.NaN) / (closes[rows[i - 1]!] ?? Number.NaN) - 1);
  }
  return {
    returns,
    index,
    times,
    ...(closes ? { market, marketIs: days.benchmark ? 'benchmark' : 'asset' } : {}),
    start: days.time[rows[0]!]!,
    end: days.time[rows[rows.length - 1]!]!,
    perYear: sampling.perYear,
    unit: sampling.unit,
  };
}

/** Returns of a run and its market in the periods in which the market has one; null without a market. */
export function pairedReturns({ returns, market }: PeriodSample): { own: number[]; market: number[] } | null {
  if (!market) return null;
  const known = (_: number, i: number) => !Number.isNaN(market[i]);
  return { own: returns.filter(known), market: market.filter(known) };
}

/** Largest 1 - index / running peak, 0..1; 0 when it only rises. */
export function deepestFall(index: readonly number[]): number {
  let deepest = 0;
  for (const fall of fallsOf(index)) if (-fall > deepest) deepest = -fall;
  return deepest;
}

/** index / running peak - 1 at each value, <= 0. */
export function fallsOf(index: readonly number[]): number[] {
  let peak = Number.NEGATIVE_INFINITY;
  return index.map((value) => {
    if (value > peak) peak = value;
    return value / peak - 1;
  });
}
