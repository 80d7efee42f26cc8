const DAY = 86_400_000;
const DAY_OF_WEEK_MONDAY = 3;

/** Calendar periods at whose ends equity is sampled, UTC. */
export type SamplingUnit = 'day' | 'week' | 'month' | 'year';

/** How equity is sampled for annual figures, inferred from the bars' open times (backtesting.py convention). */
export interface SamplingPeriod {
  readonly unit: SamplingUnit;
  /** Periods a year: 252, or 365 (weekend bars), 52 (weekly), 12 (monthly), 1 (yearly). */
  readonly perYear: number;
  /** Durations are rounded up to this, ms: a day, hour, minute, second or millisecond, whichever the median gap is made of. */
  readonly resolution: number;
}

/** Gaps between the last bars that decide. */
const TAIL_BARS = 100;

/**
 * Infers the sampling period of bars that arrive in blocks. The median gap of the last 100 bars decides: 7 days = weeks ending on Sunday,
 * 31 = months, 365 = years, else days; 365 periods a year when weekend bars exceed 2/7 * 0.6 of all.
 */
export class SamplingProbe {
  #tail = new Float64Array(0);
  #bars = 0;
  #weekend = 0;

  /** Adds the open times (epoch ms UTC) of rows `from`..`to` (exclusive). */
  append(timestamp: Float64Array, from: number, to: number): void {
    const fresh = timestamp.slice(Math.max(from, to - TAIL_BARS), to);
    const kept = this.#tail.subarray(Math.max(0, this.#tail.length + fresh.length - TAIL_BARS));
    this.#tail = new Float64Array(kept.length + fresh.length);
    this.#tail.set(kept);
    this.#tail.set(fresh, kept.length);
  }

  /** Counts the bars of one UTC day, any time of which is `time`. */
  countDay(time: number, bars: number): void {
    this.#bars += bars;
    const monday = dayOf(time) + DAY_OF_WEEK_MONDAY;
    if (monday - 7 * Math.floor(monday / 7) >= 5) this.#weekend += bars;
  }

  /** The period of the bars so far; `lastDay` has those that were not counted yet. */
  period(lastDay: { readonly time: number; readonly bars: number }): SamplingPeriod {
    const gap = medianGap(this.#tail);
    const resolution = gapResolution(gap);
    const days = Math.floor(gap / DAY);
    if (days === 7) return { unit: 'week', perYear: 52, resolution };
    if (days === 31) return { unit: 'month', perYear: 12, resolution };
    if (days === 365) return { unit: 'year', perYear: 1, resolution };
    const probe = new SamplingProbe();
    probe.countDay(lastDay.time, lastDay.bars);
    const share = (this.#weekend + probe.#weekend) / (this.#bars + probe.#bars);
    return { unit: 'day', perYear: share > (2 / 7) * 0.6 ? 365 : 252, resolution };
  }
}

function medianGap(last: Float64Array): number {
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

const PERIODS: Readonly<Record<SamplingUnit, (time: number) => number>> = {
  day: dayOf,
  week: weekOf,
  month: monthOf,
  year: yearOf,
};

/** Number of the calendar period of `unit` that a time (epoch ms) falls in, UTC; a week ends on Sunday. */
export function periodNumber(unit: SamplingUnit, time: number): number {
  return PERIODS[unit](time);
}
