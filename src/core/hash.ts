import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { allocateColumns } from './column-set.ts';
import { EquityDigest } from './equity-digest.ts';
import { FILL_FIELDS, type FillColumns } from './fill-columns.ts';
import { ORDER_FIELDS, type OrderColumns } from './order-columns.ts';
import { bytesOf, sha256Of } from './sha256.ts';

/** What a result hash covers. `timestamp` and `equity` have one value a bar. */
export interface HashedResult {
  readonly orders: OrderColumns;
  readonly fills: FillColumns;
  readonly equity: { readonly timestamp: Float64Array; readonly equity: Float64Array };
}

/** A result whose equity a digest has taken in. */
export type DigestedResult = Omit<HashedResult, 'equity'>;

const HEADER = 'backtab-result-3';

/**
 * SHA-256 (64 hex digits) of a canonical byte layout of orders, fills and equity: equal hashes mean byte-identical results.
 *
 * Layout, in this order; numbers are little-endian float64, null is NaN, text is UTF-8 with its byte length in front:
 * 1. the text `backtab-result-3`; 2. counts of orders, fills and bars;
 * 3. the count of distinct texts among the orders' reasons and tags, and those texts in the order of their first use, row by row;
 * 4. the columns of the orders in the order of {@link ORDER_FIELDS}, reason and tag as indices of those texts;
 * 5. the columns of the fills in the order of {@link FILL_FIELDS};
 * 6. the SHA-256 (32 bytes) of each block of bars, see {@link EquityDigest}.
 *
 * `digest` has taken in all bars, while the run went on; see {@link hashOf} for results that are whole.
 */
export async function resultHash({ orders, fills }: DigestedResult, digest: EquityDigest): Promise<string> {
  const { bars } = digest;
  const { texts, reason, tag } = canonicalTexts(orders);
  const pieces: Uint8Array[] = [];
  const numbers = (values: Float64Array) => pieces.push(bytesOf(values));
  const text = (value: string) => {
    const bytes = utf8ToBytes(value);
    numbers(Float64Array.of(bytes.length));
    pieces.push(bytes);
  };
  text(HEADER);
  numbers(Float64Array.of(orders.length, fills.length, bars, texts.length));
  for (const each of texts) text(each);
  const hashed = { ...orders, reason, tag };
  for (const field of ORDER_FIELDS) numbers(hashed[field]);
  for (const field of FILL_FIELDS) numbers(fills[field]);
  for (const block of await digest.blocks()) pieces.push(block);
  return bytesToHex(await sha256Of(joined(pieces)));
}

/** The {@link resultHash} of a result with its equity. */
export function hashOf(result: HashedResult): Promise<string> {
  const digest = new EquityDigest();
  digest.append(result.equity.timestamp, result.equity.equity);
  return resultHash(result, digest);
}

/** The orders' texts in the order of their first use, and the columns that refer to them. */
function canonicalTexts(orders: OrderColumns) {
  const numbers = new Int32Array(orders.texts.length).fill(-1);
  const texts: string[] = [];
  const renumbered = allocateColumns(['reason', 'tag'] as const, orders.length);
  for (let row = 0; row < orders.length; row++) {
    for (const field of ['reason', 'tag'] as const) {
      const text = orders[field][row]!;
      if (numbers[text]! < 0) numbers[text] = texts.push(orders.texts[text]!) - 1;
      renumbered[field][row] = numbers[text]!;
    }
  }
  return { texts, ...renumbered };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}
