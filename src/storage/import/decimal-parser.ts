import { asciiText } from './text-bytes.ts';

const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
const EXACT_INTEGERS = 2 ** 53;
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const GROUPED = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;

/** Byte of the decimal mark. */
export type DecimalMark = 0x2e | 0x2c;

/**
 * The number that `bytes[start, end)` spells, exactly as `Number()` reads it, or NaN when it is not a finite or infinite decimal number.
 * Leniencies of `Number()` are refused: empty text, hexadecimal, `Infinity`. Thousands separators are read only where they cannot be mistaken
 * for a decimal mark: in a `quoted` field, with two groups or more, or beside a decimal mark.
 *
 * Up to 2^53 and 22 decimals the result is integer / power of ten: both exact, so one correctly rounded division
 * (W. D. Clinger, "How to read floating point numbers accurately", 1990).
 */
export function parseDecimal(
  bytes: Uint8Array,
  start: number,
  end: number,
  mark: DecimalMark,
  quoted = false,
): number {
  let index = start;
  const sign = bytes[index];
  if (sign === 0x2d || sign === 0x2b) index++;
  const first = index;
  let mantissa = 0;
  let point = -1;
  for (; index < end; index++) {
    const byte = bytes[index] as number;
    const digit = byte - 48;
    if (digit >= 0 && digit <= 9) mantissa = mantissa * 10 + digit;
    else if (byte === mark && point < 0) point = index;
    else return parseUncommonDecimal(bytes, start, end, mark, quoted);
  }
  const decimals = point < 0 ? 0 : end - 1 - point;
  const digits = end - first - (point < 0 ? 0 : 1);
  if (digits <= 0 || mantissa >= EXACT_INTEGERS || decimals > 22)
    return parseUncommonDecimal(bytes, start, end, mark, quoted);
  const magnitude = decimals === 0 ? mantissa : mantissa / (POWERS_OF_TEN[decimals] as number);
  return sign === 0x2d ? 0 - magnitude : magnitude;
}

function parseUncommonDecimal(
  bytes: Uint8Array,
  start: number,
  end: number,
  mark: DecimalMark,
  quoted: boolean,
): number {
  const written = asciiText(bytes, start, end).trim();
  const text = mark === 0x2c ? written.replace(/[.,]/g, (c) => (c === ',' ? '.' : ',')) : written;
  if (DECIMAL.test(text)) return Number(text) + 0;
  if (!GROUPED.test(text)) return Number.NaN;
  const groups = text.split(',').length - 1;
  return quoted || groups > 1 || text.includes('.') ? Number(text.replaceAll(',', '')) + 0 : Number.NaN;
}

/** A currency sign, in UTF-8 bytes read as Latin-1 ($, £, ¥, €), before the digits. */
const CURRENCY = /^\s*([+-]?)(?:\$|\u00c2\u00a3|\u00c2\u00a5|\u00e2\u0082\u00ac)\s?(?=[\d.,])/;

/** Like {@link parseDecimal}, and reads a price behind a currency sign (`$1,234.50`): the sign says nothing about the number. */
export function parsePrice(
  bytes: Uint8Array,
  start: number,
  end: number,
  mark: DecimalMark,
  quoted = false,
): number {
  const value = parseDecimal(bytes, start, end, mark, quoted);
  if (!Number.isNaN(value)) return value;
  const text = asciiText(bytes, start, end);
  const sign = CURRENCY.exec(text);
  if (!sign) return Number.NaN;
  const digits = start + sign[0].length;
  const magnitude = parseDecimal(bytes, digits, end, mark, quoted);
  return sign[1] === '-' ? 0 - magnitude : magnitude;
}

const SUFFIXES: Readonly<Record<string, string>> = { K: 'e3', M: 'e6', B: 'e9' };

/** Groups of three behind a point, a comma, an apostrophe or a space (no-break ones as the Latin-1 of their UTF-8), then decimals. */
const GROUPED_VOLUME =
  /^([1-9]\d{0,2})((?:\.\d{3})+|(?:,\d{3})+|(?:'\d{3})+|(?:(?: |\u00c2\u00a0|\u00e2\u0080\u00af)\d{3})+)([.,]\d+)?$/;

/**
 * Like {@link parseDecimal}, and reads the K, M, B that some vendors put behind a volume (`12.5M`) and thousands separators: a volume of `1.000` is 1000
 * where the decimal mark is the comma, and the other way round.
 */
export function parseVolume(
  bytes: Uint8Array,
  start: number,
  end: number,
  mark: DecimalMark,
  quoted = false,
): number {
  const value = parseDecimal(bytes, start, end, mark, quoted);
  if (!Number.isNaN(value)) return value;
  const text = asciiText(bytes, start, end).trim();
  const exponent = SUFFIXES[text.slice(-1).toUpperCase()] ?? '';
  const written = exponent ? text.slice(0, -1).trim() : text;
  const decimal = mark === 0x2c ? ',' : '.';
  const [, first, groups = '', decimals = ''] = GROUPED_VOLUME.exec(written) ?? [];
  if (first && !groups.startsWith(decimal) && (decimals === '' || decimals[0] === decimal))
    return Number(`${first}${groups.replace(/\D/g, '')}${decimals.replace(',', '.')}${exponent}`);
  const digits = written.replace(decimal, '.');
  return exponent && /^\d+(?:\.\d+)?$/.test(digits) ? Number(digits + exponent) : Number.NaN;
}
