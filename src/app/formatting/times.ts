import { type Timeframe, timeframeMilliseconds } from '../../core/timeframe.ts';
import { formatNumber, UNDEFINED_FIGURE } from './numbers.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

/** `time` (epoch ms) as a UTC date, `2014-03-09`. */
export function formatDate(time: number | null | undefined): string {
  if (time === null || time === undefined || !Number.isFinite(time)) return UNDEFINED_FIGURE;
  return new Date(time).toISOString().slice(0, 10);
}

/** Open time of a bar in UTC: the date for daily bars and longer, date and time below. */
export function formatBarTime(time: number | null | undefined, timeframe: Timeframe): string {
  if (time === null || time === undefined || !Number.isFinite(time)) return UNDEFINED_FIGURE;
  const length = timeframeMilliseconds(timeframe);
  const text = new Date(time).toISOString();
  if (length >= DAY && time % DAY === 0) return text.slice(0, 10);
  return `${text.slice(0, 10)} ${length < MINUTE ? text.slice(11, 19) : text.slice(11, 16)}`;
}

/** A span of time in its two largest units: `584 d`, `3 d 4 h`, `12 min`. */
export function formatSpan(milliseconds: number | null | undefined): string {
  if (milliseconds === null || milliseconds === undefined || !Number.isFinite(milliseconds)) {
    return UNDEFINED_FIGURE;
  }
  const days = Math.floor(milliseconds / DAY);
  const hours = Math.floor((milliseconds % DAY) / HOUR);
  const minutes = Math.floor((milliseconds % HOUR) / MINUTE);
  if (days >= 10) return `${formatNumber(days)} d`;
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`;
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  if (minutes > 0) return `${minutes} min`;
  return `${formatNumber(Math.round(milliseconds / SECOND))} s`;
}

/** How long something took: `0.42 ms`, `38 ms`, `1.3 s`. */
export function formatElapsed(milliseconds: number | null | undefined): string {
  if (milliseconds === null || milliseconds === undefined || !Number.isFinite(milliseconds)) {
    return UNDEFINED_FIGURE;
  }
  if (milliseconds >= MINUTE) return formatSpan(milliseconds);
  if (milliseconds >= 10 * SECOND) return `${formatNumber(milliseconds / SECOND, 1)} s`;
  if (milliseconds >= SECOND) return `${formatNumber(milliseconds / SECOND, 2)} s`;
  return `${formatMilliseconds(milliseconds)} ms`;
}

/** Milliseconds without their unit, three figures or so. */
export function formatMilliseconds(milliseconds: number): string {
  return formatNumber(milliseconds, milliseconds < 10 ? 2 : milliseconds < 100 ? 1 : 0);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A period in years when it is long, else in months: `2004–2013`, `Nov 2022–Feb 2023`, `Jan–Feb 2022`, `Nov 2023`. UTC. */
export function formatPeriod(first: number, last: number): string {
  const from = new Date(first);
  const to = new Date(last);
  const [startYear, endYear] = [from.getUTCFullYear(), to.getUTCFullYear()];
  if (last - first > 700 * DAY) return `${startYear}–${endYear}`;
  const [start, end] = [MONTHS[from.getUTCMonth()], MONTHS[to.getUTCMonth()]];
  if (startYear !== endYear) return `${start} ${startYear}–${end} ${endYear}`;
  return start === end ? `${end} ${endYear}` : `${start}–${end} ${endYear}`;
}
