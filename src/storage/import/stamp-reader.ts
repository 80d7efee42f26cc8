import { parseDecimal } from './decimal-parser.ts';
import type { TimestampFormat } from './import-types.ts';
import { NamedMonthDate } from './named-month-date.ts';

const DAY = 86_400_000;
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const COLON = 0x3a;
const SPACE = 0x20;
const DOT = 0x2e;

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57;
}

function twoDigits(bytes: Uint8Array, index: number): number {
  const tens = (bytes[index] as number) - 48;
  const ones = (bytes[index + 1] as number) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

/**
 * Reads stamps of one format from UTF-8 bytes without making strings. After a call that returned true, `milliseconds` holds epoch ms: UTC when
 * `absolute` (the stamp was an epoch or carried `Z` or an offset), else wall-clock time as if it were UTC. Fractions below 1 ms are cut off.
 */
export class StampReader {
  milliseconds = 0;
  absolute = false;
  readonly #format: TimestampFormat;
  readonly #named = new NamedMonthDate();
  #dayKey = -1;
  #day = 0;

  constructor(format: TimestampFormat) {
    this.#format = format;
  }

  /** False when `bytes[start, end)` is not a stamp of this format. */
  read(bytes: Uint8Array, from: number, to: number): boolean {
    let start = from;
    let end = to;
    while (start < end && bytes[start] === SPACE) start++;
    while (end > start && bytes[end - 1] === SPACE) end--;
    this.absolute = false;
    switch (this.#format) {
      case 'iso':
        return this.#readIso(bytes, start, end);
      case 'yyyymmdd':
        return this.#readCompact(bytes, start, end);
      case 'year-month-day':
      case 'day-month-year':
      case 'month-day-year':
        return this.#readParts(bytes, start, end);
      case 'month-name':
        return this.#readNamedMonth(bytes, start, end);
      default:
        return this.#readEpoch(bytes, start, end);
    }
  }

  /** A date in one field, a time of day (`HH:MM[:SS]`, `HHMM[SS]`) in another. */
  readDateAndTime(
    bytes: Uint8Array,
    dateStart: number,
    dateEnd: number,
    timeStart: number,
    timeEnd: number,
  ): boolean {
    if (!this.read(bytes, dateStart, dateEnd) || this.absolute) return false;
    this.milliseconds = Math.floor(this.milliseconds / DAY) * DAY;
    let start = timeStart;
    let end = timeEnd;
    while (start < end && bytes[start] === SPACE) start++;
    while (end > start && bytes[end - 1] === SPACE) end--;
    return this.#readClock(bytes, start, end);
  }

  #setDay(year: number, month: number, day: number): boolean {
    const key = year * 10_000 + month * 100 + day;
    if (key !== this.#dayKey) {
      if (month < 1 || month > 12 || day < 1) return false;
      const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
      if (day > (DAYS_IN_MONTH[month - 1] as number) + (leap ? 1 : 0) || year < 1000) return false;
      this.#dayKey = key;
      this.#day = Date.UTC(year, month - 1, day);
    }
    this.milliseconds = this.#day;
    return true;
  }

  #readIso(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start < 10 || bytes[start + 4] !== 0x2d || bytes[start + 7] !== 0x2d) return false;
    const century = twoDigits(bytes, start);
    const year = twoDigits(bytes, start + 2);
    const month = twoDigits(bytes, start + 5);
    const day = twoDigits(bytes, start + 8);
    if (century < 0 || year < 0 || !this.#setDay(century * 100 + year, month, day)) return false;
    return start + 10 === end || this.#readSeparatedClock(bytes, start + 10, end);
  }

  #readSeparatedClock(bytes: Uint8Array, start: number, end: number): boolean {
    const byte = bytes[start];
    if (byte !== 0x54 && byte !== SPACE && byte !== 0x74) return false;
    let index = start + 1;
    while (index < end && bytes[index] === SPACE) index++;
    return this.#readClock(bytes, index, end);
  }

  #readCompact(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start < 8) return false;
    const century = twoDigits(bytes, start);
    const year = twoDigits(bytes, start + 2);
    const month = twoDigits(bytes, start + 4);
    const day = twoDigits(bytes, start + 6);
    if (century < 0 || year < 0 || !this.#setDay(century * 100 + year, month, day)) return false;
    if (start + 8 === end) return true;
    return isDigit(bytes[start + 8])
      ? this.#readClock(bytes, start + 8, end)
      : this.#readSeparatedClock(bytes, start + 8, end);
  }

  #readParts(bytes: Uint8Array, start: number, end: number): boolean {
    const parts = [0, 0, 0];
    let index = start;
    let yearDigits = 0;
    const yearPart = this.#format === 'year-month-day' ? 0 : 2;
    for (let part = 0; part < 3; part++) {
      const from = index;
      let value = 0;
      while (index < end && isDigit(bytes[index])) value = value * 10 + (bytes[index++] as number) - 48;
      const digits = index - from;
      if (part === yearPart) yearDigits = digits;
      else if (digits < 1 || digits > 2) return false;
      parts[part] = value;
      if (part === 2) break;
      const separator = bytes[index++];
      if (index >= end || (separator !== 0x2f && separator !== 0x2d && separator !== DOT)) return false;
    }
    if (yearDigits !== 4 && !(yearDigits === 2 && yearPart === 2)) return false;
    const [first, second, third] = parts as [number, number, number];
    const short = yearDigits === 2 ? (third < 70 ? 2000 : 1900) : 0;
    const valid =
      this.#format === 'year-month-day'
        ? this.#setDay(first, second, third)
        : this.#format === 'day-month-year'
          ? this.#setDay(short + third, second, first)
          : this.#setDay(short + third, first, second);
    if (!valid || index === end) return valid;
    return this.#readSeparatedClock(bytes, bytes[index] === 0x2c ? index + 1 : index, end);
  }

  #readNamedMonth(bytes: Uint8Array, start: number, end: number): boolean {
    const named = this.#named;
    if (!named.read(bytes, start, end) || !this.#setDay(named.year, named.month, named.day)) return false;
    const index = named.next;
    if (index === end) return true;
    // SAS writes 02JAN2020:13:30:00.
    if (bytes[index] === COLON) return this.#readClock(bytes, index + 1, end);
    return this.#readSeparatedClock(bytes, bytes[index] === 0x2c ? index + 1 : index, end);
  }

  #readClock(bytes: Uint8Array, start: number, end: number): boolean {
    let index = start;
    let hour = twoDigits(bytes, index);
    if (hour >= 0 && bytes[index + 2] === COLON) index += 3;
    else if (isDigit(bytes[index]) && bytes[index + 1] === COLON) {
      hour = (bytes[index] as number) - 48;
      index += 2;
    } else return this.#readCompactClock(bytes, start, end);
    const minute = twoDigits(bytes, index);
    index += 2;
    let second = 0;
    let millisecond = 0;
    if (index < end && bytes[index] === COLON) {
      second = twoDigits(bytes, index + 1);
      index += 3;
      if (index < end && (bytes[index] === DOT || bytes[index] === 0x2c)) {
        const from = ++index;
        for (let weight = 100; index < end && isDigit(bytes[index]); index++, weight /= 10)
          if (weight >= 1) millisecond += weight * ((bytes[index] as number) - 48);
        if (index === from) return false;
      }
    }
    if (index > end || minute < 0 || minute > 59 || second < 0 || second > 59) return false;
    if (index < end) {
      const half = this.#halfDay(bytes, index, end);
      if (half) {
        if (hour < 1 || hour > 12) return false;
        hour = (hour % 12) + (half.afternoon ? 12 : 0);
        index = half.next;
      }
    }
    if (hour > 23) return false;
    this.milliseconds += hour * 3_600_000 + minute * 60_000 + second * 1_000 + millisecond;
    return index === end || this.#readOffset(bytes, index, end);
  }

  #halfDay(bytes: Uint8Array, start: number, end: number): { afternoon: boolean; next: number } | undefined {
    const index = bytes[start] === SPACE ? start + 1 : start;
    const letter = (bytes[index] as number) | 0x20;
    if (index + 2 > end || ((bytes[index + 1] as number) | 0x20) !== 0x6d) return undefined;
    return letter === 0x61 || letter === 0x70 ? { afternoon: letter === 0x70, next: index + 2 } : undefined;
  }

  #readCompactClock(bytes: Uint8Array, start: number, end: number): boolean {
    let index = start;
    let value = 0;
    while (index < end && isDigit(bytes[index])) value = value * 10 + (bytes[index++] as number) - 48;
    const digits = index - start;
    const millisecond = digits === 9 ? value % 1_000 : 0;
    const clock =
      digits === 9
        ? Math.floor(value / 1_000)
        : digits === 5 || digits === 6
          ? value
          : digits === 3 || digits === 4 || (digits > 0 && digits < 3 && value === 0)
            ? value * 100
            : -1;
    const second = clock % 100;
    const minute = Math.floor(clock / 100) % 100;
    const hour = Math.floor(clock / 10_000);
    if (clock < 0 || second > 59 || minute > 59 || hour > 23) return false;
    this.milliseconds += hour * 3_600_000 + minute * 60_000 + second * 1_000 + millisecond;
    return index === end || this.#readOffset(bytes, index, end);
  }

  #readOffset(bytes: Uint8Array, start: number, end: number): boolean {
    let index = start;
    if (bytes[index] === SPACE) index++;
    const byte = bytes[index] as number;
    this.absolute = true;
    if ((byte | 0x20) === 0x7a) return index + 1 === end;
    if (byte === 0x2b || byte === 0x2d) {
      const hours = twoDigits(bytes, index + 1);
      index += 3;
      if (bytes[index] === COLON && index < end) index++;
      const minutes = index < end ? twoDigits(bytes, index) : 0;
      if (index < end) index += 2;
      if (index !== end || hours < 0 || hours > 15 || minutes < 0 || minutes > 59) return false;
      this.milliseconds -= (byte === 0x2b ? 1 : -1) * (hours * 3_600_000 + minutes * 60_000);
      return true;
    }
    const name = String.fromCharCode(...bytes.subarray(index, Math.min(end, index + 3))).toUpperCase();
    if (name !== 'UTC' && name !== 'GMT') return false;
    const sign = bytes[index + 3];
    return index + 3 === end || ((sign === 0x2b || sign === 0x2d) && this.#readOffset(bytes, index + 3, end));
  }

  #readEpoch(bytes: Uint8Array, start: number, end: number): boolean {
    let value: number;
    if (this.#format === 'epoch-nanoseconds' && end - start > 6) {
      const millionths = parseDecimal(bytes, end - 6, end, DOT);
      if (!Number.isInteger(millionths) || !isDigit(bytes[end - 6]) || !isDigit(bytes[end - 7])) return false;
      value = parseDecimal(bytes, start, end - 6, DOT);
      if (!Number.isInteger(value)) return false;
    } else value = parseDecimal(bytes, start, end, DOT);
    if (this.#format === 'epoch-seconds') value = Math.round(value * 1_000);
    if (this.#format === 'epoch-microseconds') value /= 1_000;
    this.milliseconds = Math.floor(value);
    this.absolute = true;
    return Math.abs(this.milliseconds) <= 8.64e15;
  }
}
