import { type DayColumns, periodEnds } from './day-columns.ts';
import { defined } from './figure.ts';

/** Returns of one calendar year (UTC), ratios (0.1 = 10%), net of deposits and withdrawals. */
export interface YearReturns {
  readonly year: number;
  /** January to December; null where the run has no bar. */
  readonly months: readonly (number | null)[];
  readonly total: number;
  /** The same of the benchmark, or else of the traded asset; null when neither was recorded. */
  readonly market: number | null;
}

/**
 * Return of each month and year with bars: last index of the period / last index of the one before - 1; the first period starts from
 * `first`, the equity of the run's first bar.
 */
export function yearlyReturns(days: DayColumns, first: number): YearReturns[] {
  const closes = days.benchmark ?? days.asset;
  const years: YearReturns[] = [];
  const monthEnds = new Set(periodEnds(days.time, 'month'));
  let months = new Array<number | null>(12).fill(null);
  let monthBase = first;
  let yearBase = first;
  let marketBase = closes?.find((close) => close !== null) ?? Number.NaN;
  const yearEnds = new Set(periodEnds(days.time, 'year'));
  days.time.forEach((time, row) => {
    const value = days.index[row]!;
    const date = new Date(time);
    if (monthEnds.has(row)) {
      months[date.getUTCMonth()] = change(value, monthBase);
      monthBase = value;
    }
    if (!yearEnds.has(row)) return;
    const close = closes?.[row] ?? Number.NaN;
    years.push({
      year: date.getUTCFullYear(),
      months,
      total: change(value, yearBase),
      market: defined(close / marketBase - 1),
    });
    months = new Array<number | null>(12).fill(null);
    yearBase = value;
    if (!Number.isNaN(close)) marketBase = close;
  });
  return years;
}

/** 0 once nothing is left to lose. */
function change(value: number, base: number): number {
  return base === 0 ? 0 : value / base - 1;
}
