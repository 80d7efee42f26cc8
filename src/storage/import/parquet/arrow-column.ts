import { BacktabError } from '../../../core/error.ts';
import { parseDecimal } from '../decimal-parser.ts';
import type { TimestampFormat } from '../import-types.ts';
import type { StampReader } from '../stamp-reader.ts';
import { textOf } from '../text-bytes.ts';
import type { ArrowArray } from './arrow-memory.ts';

const DAY = 86_400_000;

/** Values of one column, by row. Views on wasm memory: valid only until the next await. */
export interface ArrowColumn {
  isNull(row: number): boolean;
  /** The value as a number: NaN when it is none. A date or timestamp counts in milliseconds, a time of day too. */
  number(row: number): number;
  /** floor(value / 1,000,000), exact for 64-bit integers too: nanoseconds as milliseconds. */
  millionth(row: number): number;
  /** The value as text, `` for null; temporal values in ISO form. */
  text(row: number): string;
  /** Time kind, for a stamp: epoch ms wall clock, epoch ms UTC, ms of a day, or a plain value to be read by a format. */
  readonly kind: 'naive' | 'absolute' | 'time' | 'plain' | 'bytes';
  /** Reads a text stamp into `reader`. Only for kind `bytes`. */
  readStamp(row: number, reader: StampReader): boolean;
}

type Numbers = (row: number) => number;

/** Columns whose values are 64-bit integers. */
const LONG = /^(?:[lL]|tdm|ts[smun]:.*|tt[un])$/;

function integers(memory: ArrayBuffer, { format, buffers, length, offset }: ArrowArray): Numbers | undefined {
  const at = buffers[1] as number;
  const size = offset + length;
  const types = { c: Int8Array, C: Uint8Array, s: Int16Array, S: Uint16Array, i: Int32Array, I: Uint32Array };
  const Type =
    types[format as keyof typeof types] ??
    (format === 'tdD' || /^tt[sm]$/.test(format) ? Int32Array : undefined);
  if (Type) {
    const values = new Type(memory, at, size);
    return (row) => values[offset + row] as number;
  }
  if (!LONG.test(format)) return undefined;
  const { low, high } = words(memory, at, size, format === 'L');
  return (row) => high(offset + row) * 4_294_967_296 + low(offset + row);
}

function words(memory: ArrayBuffer, address: number, size: number, unsigned: boolean) {
  const values = new Uint32Array(memory, address, 2 * size);
  const low = (index: number) => values[2 * index] as number;
  const high = unsigned
    ? (index: number) => values[2 * index + 1] as number
    : (index: number) => (values[2 * index + 1] as number) | 0;
  return { low, high };
}

/** A double holds no nanoseconds since 1970. 2^32 = 4294 * 10^6 + 967296 keeps every term below 2^53. */
function millionths(
  memory: ArrayBuffer,
  { format, buffers, length, offset }: ArrowArray,
): Numbers | undefined {
  if (!LONG.test(format)) return undefined;
  const { low, high } = words(memory, buffers[1] as number, offset + length, format === 'L');
  return (row) => {
    const upper = high(offset + row);
    return upper * 4_294 + Math.floor((upper * 967_296 + low(offset + row)) / 1_000_000);
  };
}

function floats(memory: ArrayBuffer, { format, buffers, length, offset }: ArrowArray): Numbers | undefined {
  if (format !== 'f' && format !== 'g') return undefined;
  const values = new (format === 'f' ? Float32Array : Float64Array)(memory, buffers[1], offset + length);
  return (row) => values[offset + row] as number;
}

function decimals(memory: ArrayBuffer, { format, buffers, offset }: ArrowArray): Numbers | undefined {
  const match = /^d:(\d+),(-?\d+)(?:,(\d+))?$/.exec(format);
  if (!match) return undefined;
  const scale = Number(match[2]);
  const words = Number(match[3] ?? 128) / 32;
  const view = new DataView(memory, buffers[1]);
  return (row) => {
    const at = (offset + row) * words * 4;
    let value = BigInt(view.getInt32(at + 4 * (words - 1), true));
    for (let word = words - 2; word >= 0; word--)
      value = (value << 32n) | BigInt(view.getUint32(at + 4 * word, true));
    // Number() of decimal text rounds once; dividing a rounded integer would round twice.
    return Number(`${value}e${-scale}`);
  };
}

function strings(memory: ArrayBuffer, { format, buffers, offset, length }: ArrowArray) {
  const bytes = new Uint8Array(memory);
  const [, positions, data] = buffers as [number, number, number];
  if (format === 'u') {
    const ends = new Int32Array(memory, positions, offset + length + 1);
    return (row: number): readonly [Uint8Array, number, number] => [
      bytes,
      data + (ends[offset + row] as number),
      data + (ends[offset + row + 1] as number),
    ];
  }
  if (format === 'U') {
    const view = new DataView(memory, positions);
    const end = (index: number) => Number(view.getBigInt64(8 * (offset + index), true));
    return (row: number): readonly [Uint8Array, number, number] => [
      bytes,
      data + end(row),
      data + end(row + 1),
    ];
  }
  if (format !== 'vu') return undefined;
  const views = new DataView(memory, positions);
  return (row: number): readonly [Uint8Array, number, number] => {
    const at = 16 * (offset + row);
    const size = views.getInt32(at, true);
    const start =
      size <= 12
        ? positions + at + 4
        : (buffers[2 + views.getInt32(at + 8, true)] as number) + views.getInt32(at + 12, true);
    return [bytes, start, start + size];
  };
}

function inMilliseconds(format: string, unit: string | undefined, raw: Numbers, millionth: Numbers): Numbers {
  if (format === 'tdD') return (row) => raw(row) * DAY;
  if (unit === 's') return (row) => raw(row) * 1_000;
  if (unit === 'u') return (row) => Math.floor(raw(row) / 1_000);
  return unit === 'n' ? millionth : raw;
}

function isoText(milliseconds: number, kind: ArrowColumn['kind'], dateOnly: boolean): string {
  if (!(Math.abs(milliseconds) <= 8.64e15)) return String(milliseconds);
  const text = new Date(milliseconds).toISOString().replace('.000Z', 'Z');
  if (kind === 'time') return text.slice(11, -1);
  if (dateOnly) return text.slice(0, 10);
  return kind === 'absolute' ? text : text.slice(0, -1).replace('T', ' ');
}

/** Reads a column of `memory`. Error `unsupported-file` for a type that is no number, text, date or time. */
export function arrowColumn(memory: ArrayBuffer, array: ArrowArray): ArrowColumn {
  const { format, offset, nullCount, buffers, dictionary } = array;
  const validity = nullCount !== 0 && buffers[0] ? new Uint8Array(memory, buffers[0]) : undefined;
  const isNull = (row: number): boolean =>
    validity !== undefined && (((validity[(offset + row) >> 3] as number) >> ((offset + row) & 7)) & 1) === 0;
  if (dictionary) {
    const keys = integers(memory, array) as Numbers;
    const values = arrowColumn(memory, dictionary);
    const gone = (row: number) => isNull(row) || values.isNull(keys(row));
    return {
      kind: values.kind,
      isNull: gone,
      number: (row) => (gone(row) ? Number.NaN : values.number(keys(row))),
      millionth: (row) => (gone(row) ? Number.NaN : values.millionth(keys(row))),
      text: (row) => (gone(row) ? '' : values.text(keys(row))),
      readStamp: (row, reader) => !gone(row) && values.readStamp(keys(row), reader),
    };
  }
  const text = strings(memory, array);
  if (text)
    return {
      kind: 'bytes',
      isNull,
      number: (row) => (isNull(row) ? Number.NaN : parseDecimal(...text(row), 0x2e)),
      millionth: () => Number.NaN,
      text: (row) => (isNull(row) ? '' : textOf(...text(row))),
      readStamp: (row, reader) => !isNull(row) && reader.read(...text(row)),
    };
  const raw = integers(memory, array) ?? floats(memory, array) ?? decimals(memory, array);
  if (!raw)
    throw new BacktabError(
      'unsupported-file',
      `Column "${array.name}" has the Arrow type "${format}": import reads numbers, text, dates and timestamps. Cast it, or leave the column out`,
    );
  const stamp = /^ts([smun]):(.*)$/.exec(format);
  const clock = /^tt([smun])$/.exec(format);
  const kind = stamp
    ? stamp[2]
      ? 'absolute'
      : 'naive'
    : clock
      ? 'time'
      : /^td[Dm]$/.test(format)
        ? 'naive'
        : 'plain';
  const millionth = millionths(memory, array) ?? ((row) => Math.floor(raw(row) / 1_000_000));
  const scaled: Numbers = inMilliseconds(format, (stamp ?? clock)?.[1], raw, millionth);
  const temporal = kind !== 'plain';
  return {
    kind,
    isNull,
    number: (row) => (isNull(row) ? Number.NaN : scaled(row)),
    millionth: (row) => (isNull(row) ? Number.NaN : millionth(row)),
    text: (row) =>
      isNull(row) ? '' : temporal ? isoText(scaled(row), kind, format.startsWith('td')) : String(scaled(row)),
    readStamp: () => false,
  };
}

/** Milliseconds of the epoch in a numeric column; NaN when `format` is none of the epochs. */
export function epochMilliseconds(column: ArrowColumn, row: number, format: TimestampFormat): number {
  switch (format) {
    case 'epoch-seconds':
      return Math.round(column.number(row) * 1_000);
    case 'epoch-milliseconds':
      return Math.floor(column.number(row));
    case 'epoch-microseconds':
      return Math.floor(column.number(row) / 1_000);
    case 'epoch-nanoseconds':
      return column.millionth(row);
    default:
      return Number.NaN;
  }
}
