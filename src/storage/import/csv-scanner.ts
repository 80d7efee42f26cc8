import Papa from 'papaparse';
import { bytesOf, textOf } from './text-bytes.ts';

const MAX_FIELDS = 1_024;
const QUOTE = 0x22;

/** Longest line that is still taken for a line, in bytes. */
export const MAX_LINE_BYTES = 1 << 20;

/** Fields of one line, quotes taken off; undefined when a quoted field is not closed or followed by junk. */
export function splitLine(line: string, delimiter: string): string[] | undefined {
  if (!line.includes('"')) return line.split(delimiter);
  const parsed = Papa.parse<string[]>(line, { delimiter, newline: '\n' });
  return parsed.errors.length > 0 || parsed.data.length !== 1 ? undefined : parsed.data[0];
}

/**
 * Splits UTF-8 bytes into physical lines and their fields, without a string or an object per line. Feed a chunk, then call `next` until it returns
 * false. Fields of the current line are `fields[starts[i], ends[i])`. Line breaks inside quotes are not supported: each physical line is a line.
 */
export class CsvScanner {
  /** 1-based number of the current physical line. */
  line = 0;
  /** Buffer that `starts` and `ends` point into. */
  fields: Uint8Array = new Uint8Array(0);
  readonly starts = new Int32Array(MAX_FIELDS);
  readonly ends = new Int32Array(MAX_FIELDS);
  /** 1 for a field that stood in quotes. */
  readonly quoted = new Uint8Array(MAX_FIELDS);
  /** Number of fields; above {@link MAX_FIELDS} only the count is right, -1 when the line's quotes do not pair up. */
  count = 0;
  readonly #delimiter: string;
  readonly #delimiterByte: number;
  readonly #newline: number;
  #buffer: Uint8Array = new Uint8Array(0);
  #position = 0;
  #end = 0;
  #lineStart = 0;
  #lineEnd = 0;

  constructor(delimiter: string, newline: 0x0a | 0x0d = 0x0a) {
    this.#delimiter = delimiter;
    this.#delimiterByte = delimiter.charCodeAt(0);
    this.#newline = newline;
  }

  /** Bytes that wait for the end of their line. */
  get pending(): number {
    return this.#buffer.length - this.#end;
  }

  /** Adds a chunk, once `next` has returned false. `last` closes a line without line break. */
  feed(chunk: Uint8Array, last: boolean): void {
    const rest = this.#buffer.subarray(this.#position);
    const unterminated =
      last && (chunk.length > 0 ? chunk[chunk.length - 1] : rest[rest.length - 1]) !== this.#newline;
    const close = unterminated && rest.length + chunk.length > 0 ? 1 : 0;
    if (rest.length === 0 && close === 0) this.#buffer = chunk;
    else {
      const joined = new Uint8Array(rest.length + chunk.length + close);
      joined.set(rest);
      joined.set(chunk, rest.length);
      if (close) joined[joined.length - 1] = this.#newline;
      this.#buffer = joined;
    }
    this.#position = 0;
    this.#end = this.#buffer.lastIndexOf(this.#newline) + 1;
  }

  /** Moves to the next complete line; false when the buffer holds none. */
  next(): boolean {
    if (this.#position >= this.#end) return false;
    const buffer = this.#buffer;
    const delimiter = this.#delimiterByte;
    const newline = this.#newline;
    const { starts, ends, quoted } = this;
    let index = this.#position;
    let start = index;
    let count = 0;
    this.#lineStart = index;
    quoted[0] = 0;
    for (; ; index++) {
      const byte = buffer[index] as number;
      if (byte === delimiter || byte === newline) {
        if (count < MAX_FIELDS) {
          starts[count] = start;
          ends[count] = index;
        }
        count++;
        if (byte === newline) break;
        start = index + 1;
        if (count < MAX_FIELDS) quoted[count] = 0;
      } else if (byte === QUOTE && index === start) {
        const close = this.#simpleQuote(index);
        if (close < 0) return this.#nextQuoted();
        if (count < MAX_FIELDS) {
          starts[count] = start + 1;
          ends[count] = close;
          quoted[count] = 1;
        }
        count++;
        index = close + 1;
        if (buffer[index] === 0x0d && buffer[index + 1] === newline) index++;
        if (buffer[index] === newline) break;
        start = index + 1;
        if (count < MAX_FIELDS) quoted[count] = 0;
      }
    }
    this.fields = buffer;
    this.#finishLine(index, count);
    return true;
  }

  #finishLine(newlineIndex: number, count: number): void {
    this.line++;
    this.count = count;
    this.#position = newlineIndex + 1;
    this.#lineEnd = newlineIndex;
    if (newlineIndex > this.#lineStart && this.#buffer[newlineIndex - 1] === 0x0d) {
      this.#lineEnd--;
      const last = count - 1;
      if (last >= 0 && last < MAX_FIELDS && this.fields === this.#buffer && this.ends[last] === newlineIndex)
        this.ends[last] = this.#lineEnd;
    }
  }

  /** Index of the closing quote when the field is plain: no quote or line break inside, a delimiter or line end behind; else -1. */
  #simpleQuote(open: number): number {
    const buffer = this.#buffer;
    for (let index = open + 1; ; index++) {
      const byte = buffer[index];
      if (byte === this.#newline || byte === undefined) return -1;
      if (byte !== QUOTE) continue;
      const next = buffer[index + 1];
      if (next === this.#delimiterByte || next === this.#newline) return index;
      return next === 0x0d && buffer[index + 2] === this.#newline ? index : -1;
    }
  }

  #nextQuoted(): true {
    const newlineIndex = this.#buffer.indexOf(this.#newline, this.#lineStart);
    const hasReturn = this.#buffer[newlineIndex - 1] === 0x0d && newlineIndex > this.#lineStart;
    const line = textOf(this.#buffer, this.#lineStart, hasReturn ? newlineIndex - 1 : newlineIndex);
    const fields = splitLine(line, this.#delimiter);
    if (fields) {
      this.fields = bytesOf(fields.join(''));
      let offset = 0;
      for (let index = 0; index < Math.min(fields.length, MAX_FIELDS); index++) {
        this.starts[index] = offset;
        offset += bytesOf(fields[index] as string).length;
        this.ends[index] = offset;
        this.quoted[index] = 1;
      }
    } else this.fields = new Uint8Array(0);
    this.#finishLine(newlineIndex, fields ? fields.length : -1);
    return true;
  }

  /** True for a line of nothing but white space. */
  get blank(): boolean {
    for (let index = this.#lineStart; index < this.#lineEnd; index++) {
      const byte = this.#buffer[index] as number;
      if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
    }
    return true;
  }

  /** True for a line that starts with `#`. */
  get comment(): boolean {
    return this.#buffer[this.#lineStart] === 0x23 && this.#lineEnd > this.#lineStart;
  }

  /** The current line as text, without its line break. */
  text(): string {
    return textOf(this.#buffer, this.#lineStart, Math.min(this.#lineEnd, this.#lineStart + 1_000));
  }
}
