import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Fill } from './fill.ts';
import { FloatColumn } from './float-column.ts';
import { ORDER_STATUSES, ORDER_TYPES, type OrderRecord, TIMES_IN_FORCE } from './order.ts';

/** What a result hash covers. `timestamp` and `equity` have one value a bar. */
export interface HashedResult {
  readonly orders: readonly OrderRecord[];
  readonly fills: readonly Fill[];
  readonly equity: { readonly timestamp: Float64Array; readonly equity: Float64Array };
}

const HEADER = 'backtab-result-2';
const ORDER_FIELDS = 18;
const FILL_FIELDS = 7;
const ROWS_PER_BLOCK = 1_024;

/**
 * SHA-256 (64 hex digits) of a canonical byte layout of orders, fills and equity: equal hashes mean byte-identical results.
 *
 * Layout, in this order; numbers are little-endian float64, null is NaN, text is UTF-8 with its byte length in front:
 * 1. the text `backtab-result-2`; 2. counts of orders, fills and bars;
 * 3. the count of distinct texts among the orders' reasons and tags, and those texts in the order of their first use;
 * 4. a row per order: id, type (index in {@link ORDER_TYPES}), side (1 buy, -1 sell), series, submittedBar, submittedTime, size, status
 *    (index in {@link ORDER_STATUSES}), bar and time of the fill or the end, filledPrice, limit, stop, timeInForce (index in
 *    {@link TIMES_IN_FORCE}), triggeredBar, triggeredTime, then reason and tag as indices of those texts;
 * 5. a row per fill: orderId, series, bar, time, size, price, commission;
 * 6. the timestamps as runs of equal steps: number of runs, then first timestamp, step and count of each; 7. the equity.
 */
export async function resultHash(result: HashedResult): Promise<string> {
  const { orders, fills, equity } = result;
  const values = orders.length * ORDER_FIELDS + fills.length * FILL_FIELDS + equity.equity.length;
  const digest = new ByteList(8 * values + 65_536);
  const numbers = (values: Float64Array) => digest.push(littleEndianBytes(values));
  const text = (value: string) => {
    const bytes = utf8ToBytes(value);
    numbers(Float64Array.of(bytes.length));
    digest.push(bytes);
  };
  const texts = new Map<string, number>();
  for (const { reason, tag } of orders) {
    if (!texts.has(reason)) texts.set(reason, texts.size);
    if (!texts.has(tag)) texts.set(tag, texts.size);
  }
  text(HEADER);
  numbers(Float64Array.of(orders.length, fills.length, equity.equity.length, texts.size));
  for (const each of texts.keys()) text(each);
  const writeOrder = (order: OrderRecord, target: Float64Array, offset: number) => {
    writeOrderNumbers(order, target, offset);
    target[offset + 16] = texts.get(order.reason)!;
    target[offset + 17] = texts.get(order.tag)!;
  };
  writeRows(orders, ORDER_FIELDS, writeOrder, numbers);
  writeRows(fills, FILL_FIELDS, writeFill, numbers);
  numbers(runsOf(equity.timestamp));
  numbers(equity.equity);
  return bytesToHex(await sha256Of(digest.joined()));
}

/** The part of Web Crypto that hashes; it exists in secure contexts only. */
interface NativeDigest {
  digest(algorithm: 'SHA-256', data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
}

async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const { crypto } = globalThis as { readonly crypto?: { readonly subtle?: NativeDigest } };
  return crypto?.subtle ? new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)) : sha256(bytes);
}

/** Bytes in pieces, copied when they are pushed. */
class ByteList {
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
  }

  push(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(length, this.#bytes.length * 2));
      grown.set(this.joined());
      this.#bytes = grown;
    }
    this.#bytes.set(piece, this.#length);
    this.#length = length;
  }

  joined(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }
}

/** Lossless: number of runs, then first value, step and count of each run of equal steps. */
function runsOf(values: Float64Array): Float64Array {
  const runs = new FloatColumn();
  let count = 0;
  for (let i = 0; i < values.length; ) {
    const first = values[i]!;
    const step = i + 1 < values.length ? values[i + 1]! - first : 0;
    let next = i + 1;
    while (next < values.length && values[next]! - values[next - 1]! === step) next++;
    runs.push(first);
    runs.push(step);
    runs.push(next - i);
    count++;
    i = next;
  }
  const flat = new Float64Array(1 + runs.length);
  flat[0] = count;
  for (let k = 0; k < runs.length; k++) flat[k + 1] = runs.at(k);
  return flat;
}

function writeRows<Row>(
  rows: readonly Row[],
  fields: number,
  write: (row: Row, target: Float64Array, offset: number) => void,
  flush: (values: Float64Array) => void,
): void {
  const block = new Float64Array(fields * ROWS_PER_BLOCK);
  for (let start = 0; start < rows.length; start += ROWS_PER_BLOCK) {
    const end = Math.min(rows.length, start + ROWS_PER_BLOCK);
    for (let i = start; i < end; i++) write(rows[i]!, block, (i - start) * fields);
    flush(block.subarray(0, (end - start) * fields));
  }
}

function writeOrderNumbers(order: OrderRecord, target: Float64Array, offset: number): void {
  target[offset] = order.id;
  target[offset + 1] = ORDER_TYPES.indexOf(order.type);
  target[offset + 2] = order.side === 'buy' ? 1 : -1;
  target[offset + 3] = order.series;
  target[offset + 4] = order.submittedBar;
  target[offset + 5] = order.submittedTime;
  target[offset + 6] = order.size;
  target[offset + 7] = ORDER_STATUSES.indexOf(order.status);
  target[offset + 8] = order.filledBar ?? order.endedBar ?? Number.NaN;
  target[offset + 9] = order.filledTime ?? order.endedTime ?? Number.NaN;
  target[offset + 10] = order.filledPrice ?? Number.NaN;
  target[offset + 11] = order.limit ?? Number.NaN;
  target[offset + 12] = order.stop ?? Number.NaN;
  target[offset + 13] = TIMES_IN_FORCE.indexOf(order.timeInForce);
  target[offset + 14] = order.triggeredBar ?? Number.NaN;
  target[offset + 15] = order.triggeredTime ?? Number.NaN;
}

function writeFill(fill: Fill, target: Float64Array, offset: number): void {
  target[offset] = fill.orderId;
  target[offset + 1] = fill.series;
  target[offset + 2] = fill.bar;
  target[offset + 3] = fill.time;
  target[offset + 4] = fill.size;
  target[offset + 5] = fill.price;
  target[offset + 6] = fill.commission;
}

/** Engines that run WebAssembly are little-endian in practice; another one would hash differently, never wrongly equal. */
function littleEndianBytes(values: Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
