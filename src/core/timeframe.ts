/** Supported bar lengths, shortest first. `1mo` is a calendar month. */
export const TIMEFRAMES = [
  '1s',
  '5s',
  '15s',
  '30s',
  '1m',
  '2m',
  '3m',
  '5m',
  '10m',
  '15m',
  '30m',
  '1h',
  '2h',
  '4h',
  '6h',
  '8h',
  '12h',
  '1d',
  '1w',
  '1mo',
] as const;

/** Length of a bar, e.g. `1m`, `1h`, `1d`. */
export type Timeframe = (typeof TIMEFRAMES)[number];

const UNITS = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  mo: 2_629_746_000,
} as const;

/** True when `text` names a supported timeframe exactly. */
export function isTimeframe(text: string): text is Timeframe {
  return (TIMEFRAMES as readonly string[]).includes(text);
}

/** Length in milliseconds; for `1mo` the mean Gregorian month (365.2425 d / 12). */
export function timeframeMilliseconds(timeframe: Timeframe): number {
  const match = /^(\d+)(s|mo|m|h|d|w)$/.exec(timeframe);
  if (!match) throw new RangeError(`Unknown timeframe "${timeframe}"`);
  return Number(match[1]) * UNITS[match[2] as keyof typeof UNITS];
}

const DAY = 86_400_000;

/** `time` moved by whole calendar months in UTC, the day clamped to the target month, the time of day kept. */
export function addMonths(time: number, months: number): number {
  const date = new Date(time);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), lastDay)) + (time - Math.floor(time / DAY) * DAY);
}

/** Moment at which a bar that opens at `open` is closed and may be known. Epoch ms UTC. A month is a calendar month. */
export function barCloseTime(open: number, timeframe: Timeframe): number {
  return timeframe === '1mo' ? addMonths(open, 1) : open + timeframeMilliseconds(timeframe);
}

/** Open time of the bar that closes at `close`: the inverse of {@link barCloseTime}, month ends clamped. Epoch ms UTC. */
export function barOpenTime(close: number, timeframe: Timeframe): number {
  return timeframe === '1mo' ? addMonths(close, -1) : close - timeframeMilliseconds(timeframe);
}
