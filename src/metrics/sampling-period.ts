const DAY = 86_400_000;
const DAY_OF_WEEK_MONDAY = 3;

/** How equity is sampled for annual figures, inferred from the bars' open times (backtesting.py convention). */
export interface SamplingPeriod {
  /** Periods a year: 252, or 365 (weekend bars), 52 (weekly), 12 (monthly), 1 (yearly). */
  readonly perYear: number;
  /** Number of the calendar period (UTC) a time falls in; ascending with time. */
  readonly periodOf: (time: number) => number;
  /** Durations are rounded up to this, ms: a day, hour, minute, second or millisecond, whichever the median gap is made of. */
  readonly resolution: number;
}

/**
 * Sampling period of some bars. The median gap of the last 100 bars decides: 7 days = weeks ending on Sunday, 31 = months, 365 = years,
 * else days; 365 periods a year when weekend bars exceed 2/7 * 0.6 of all.
 */
export function samplingPeriod(timestamp: Float64Array): SamplingPeriod {
  const gap = medianGap(timestamp);
  const resolution = gapResolution(gap);
  const days = Math.floor(gap / DAY);
  if (days === 7) return { perYear: 52, periodOf: weekOf, resolution };
  if (days === 31) return { perYear: 12, periodOf: monthOf, resolution };
  if (days === 365) return { perYear: 1, periodOf: yearOf, resolution };
  return { perYear: tradesOnWeekends(timestamp) ? 365 : 252, periodOf: dayOf, resolution };
}

function medianGap(timestamp: Float64Array): number {
  const last = timestamp.subarray(Math.max(0, timestamp.length - 100));
  if (last.length < 2) return DAY;
  const gaps = last.subarray(1).map((time, i) => time - last[i]!);
  gaps.sort();
  const middle = gaps.length >>> 1;
  return gaps.length % 2 === 1 ? gaps[middle]! : (gaps[middle - 1]! + gaps[middle]!) / 2;
}

function gapResolution(gap: number): number {
  for (const unit of [DAY, 3_600_000, 60_000, 1_000]) if (gap % unit === 0) return unit;
  return 1;
}

function tradesOnWeekends(timestamp: Float64Array): boolean {
  let weekend = 0;
  let nextDay = Number.NEGATIVE_INFINITY;
  let counted = 0;
  for (let i = 0; i < timestamp.length; i++) {
    const time = timestamp[i]!;
    if (time >= nextDay) {
      const day = dayOf(time);
      nextDay = (day + 1) * DAY;
      const monday = day + DAY_OF_WEEK_MONDAY;
      counted = monday - 7 * Math.floor(monday / 7) >= 5 ? 1 : 0;
    }
    weekend += counted;
  }
  return weekend / timestamp.length > (2 / 7) * 0.6;
}

function dayOf(time: number): number {
  return Math.floor(time / DAY);
}

function weekOf(time: number): number {
  return Math.floor((dayOf(time) + DAY_OF_WEEK_MONDAY) / 7);
}

function monthOf(time: number): number {
  const date = new Date(time);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function yearOf(time: number): number {
  return new Date(time).getUTCFullYear();
}
