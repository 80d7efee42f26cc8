const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
] as const;
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

function isLetter(byte: number | undefined): boolean {
  const lower = (byte ?? 0) | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

/** Space, `-`, `/`, `.` or `,`. */
function isSeparator(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x2d || byte === 0x2f || byte === 0x2e || byte === 0x2c;
}

/** Position of the name that `bytes[start, end)` spells in full or by its first three letters (`sept` too), whatever its case; -1 for none. */
function findName(names: readonly string[], bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  search: for (let index = 0; index < names.length; index++) {
    const name = names[index] as string;
    if (length !== 3 && length !== name.length && !(length === 4 && name === 'september')) continue;
    for (let offset = 0; offset < length; offset++)
      if (((bytes[start + offset] as number) | 0x20) !== name.charCodeAt(offset)) continue search;
    return index;
  }
  return -1;
}

/**
 * Reads dates whose month is an English name, from UTF-8 bytes and without making strings: `Jan 2, 2020`, `02-Jan-2020`, `2 January 2020`, `2020-Jan-02`,
 * `02JAN2020`, a weekday before them. A name decides the order, so no such date is ambiguous but one with a year of two digits: there the day comes
 * first (`02-Jan-20`), and years below 70 are 20xx.
 */
export class NamedMonthDate {
  year = 0;
  /** 1 to 12. */
  month = 0;
  /** As written: not checked against the month. */
  day = 0;
  /** Index behind the date. */
  next = 0;

  /** False when `bytes[start, end)` does not begin with such a date. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    let index = this.#skipWeekday(bytes, start, end);
    let first = -1;
    let firstDigits = 0;
    this.month = 0;
    for (let part = 0; part < 3; part++) {
      if (part > 0) while (index < end && isSeparator(bytes[index])) index++;
      const from = index;
      if (isLetter(bytes[index]) && index < end) {
        while (index < end && isLetter(bytes[index])) index++;
        if (this.month > 0) return false;
        this.month = findName(MONTHS, bytes, from, index) + 1;
        if (this.month === 0) return false;
        continue;
      }
      let value = 0;
      while (index < end && (bytes[index] as number) >= 48 && (bytes[index] as number) <= 57)
        value = value * 10 + (bytes[index++] as number) - 48;
      const digits = index - from;
      if (first < 0) {
        if (digits !== 1 && digits !== 2 && digits !== 4) return false;
        first = value;
        firstDigits = digits;
      } else if (!this.#setDayAndYear(first, firstDigits, value, digits)) return false;
    }
    this.next = index;
    return this.month > 0;
  }

  #setDayAndYear(first: number, firstDigits: number, second: number, secondDigits: number): boolean {
    if (firstDigits === 4) {
      this.year = first;
      this.day = second;
      return secondDigits === 1 || secondDigits === 2;
    }
    this.day = first;
    this.year = secondDigits === 2 ? second + (second < 70 ? 2000 : 1900) : second;
    return secondDigits === 2 || secondDigits === 4;
  }

  #skipWeekday(bytes: Uint8Array, start: number, end: number): number {
    let index = start;
    while (index < end && isLetter(bytes[index])) index++;
    if (findName(WEEKDAYS, bytes, start, index) < 0) return start;
    while (index < end && isSeparator(bytes[index])) index++;
    return index;
  }
}
