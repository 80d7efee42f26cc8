import type { TimestampFormat } from './import-types.ts';
import { StampReader } from './stamp-reader.ts';
import { bytesOf } from './text-bytes.ts';

/** A proposed format and, when the values leave a doubt, one sentence about it. */
export interface FormatProposal {
  readonly format: TimestampFormat;
  readonly note?: string;
}

/** True when `text` is a stamp of `format`. */
export function readsAs(text: string, format: TimestampFormat): boolean {
  const bytes = bytesOf(text);
  return new StampReader(format).read(bytes, 0, bytes.length);
}

/** True when `text` is a time of day alone, such as `09:05` or `093000`. */
export function isTimeOfDay(text: string): boolean {
  const bytes = bytesOf(`2000-01-01${text}`);
  return !/[/-]/.test(text) && new StampReader('iso').readDateAndTime(bytes, 0, 10, 10, bytes.length);
}

function share(values: readonly string[], format: TimestampFormat): number {
  const reader = new StampReader(format);
  let readable = 0;
  for (const value of values) {
    const bytes = bytesOf(value);
    if (reader.read(bytes, 0, bytes.length)) readable++;
  }
  return readable / values.length;
}

function epochFormat(values: readonly string[]): TimestampFormat | undefined {
  const sizes = values
    .map((value) => Math.abs(Number(value)))
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const median = sizes[sizes.length >> 1] ?? 0;
  if (median < 1e7) return undefined;
  if (median < 1e11) return 'epoch-seconds';
  if (median < 1e14) return 'epoch-milliseconds';
  return median < 1e17 ? 'epoch-microseconds' : 'epoch-nanoseconds';
}

function isCalendarDigits(text: string): boolean {
  return /^(?:19|20|21)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{4}|\d{6}|\d{9}|[ T_].*)?$/.test(
    text,
  );
}

/**
 * The format that reads at least half of `values` (those of one column), or undefined. Day-month and month-day are told apart by values above 12;
 * when there are none, the point as separator means day first, else month first, and the note says so.
 */
export function proposeFormat(values: readonly string[]): FormatProposal | undefined {
  const filled = values.map((value) => value.trim()).filter((value) => value !== '');
  if (filled.length === 0) return undefined;
  if (share(filled, 'iso') >= 0.5) return { format: 'iso' };
  const digits = filled.filter((value) => /^[+-]?\d+(?:\.\d+)?$/.test(value)).length / filled.length;
  const calendar = filled.filter(isCalendarDigits).length / filled.length;
  if (calendar >= 0.9 && share(filled, 'yyyymmdd') >= 0.5) return { format: 'yyyymmdd' };
  if (digits >= 0.5) {
    const format = epochFormat(filled);
    return format ? { format } : undefined;
  }
  if (share(filled, 'year-month-day') >= 0.5) return { format: 'year-month-day' };
  if (share(filled, 'month-name') >= 0.5) return { format: 'month-name' };
  const dayFirst = share(filled, 'day-month-year');
  const monthFirst = share(filled, 'month-day-year');
  if (Math.max(dayFirst, monthFirst) < 0.5) return undefined;
  if (dayFirst !== monthFirst) return { format: dayFirst > monthFirst ? 'day-month-year' : 'month-day-year' };
  const format = filled[0]?.includes('.') ? 'day-month-year' : 'month-day-year';
  const order = format === 'day-month-year' ? 'day, month, year' : 'month, day, year';
  return {
    format,
    note: `"${filled[0]}" can be read day first or month first, and no sampled value decides it: taken as ${order}.`,
  };
}
