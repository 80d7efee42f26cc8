import { type PartialStoredBars, STORED_COLUMNS, type StoredColumn } from '../../core/bar.ts';
import { ERROR_CODES, type ErrorCode } from '../../core/error.ts';

/**
 * The one thing a sandbox may ask of the storage worker: some columns of one chunk of one series of its own run. The asking side runs code
 * that nobody has read, so every message is rebuilt from checked fields and unknown fields are dropped.
 */
export interface ChunkRequest {
  readonly type: 'chunk';
  /** Chosen by the asker, repeated in the reply. */
  readonly request: number;
  /** Index into the run's series, and of one of its chunks. */
  readonly series: number;
  readonly chunk: number;
  /** Bit i asks for `STORED_COLUMNS[i]`. */
  readonly columns: number;
}

/** The bars asked for, transferred: `arrays` holds one array per bit of `columns`, lowest bit first. */
export interface ChunkReply {
  readonly type: 'bars';
  readonly request: number;
  readonly columns: number;
  readonly arrays: readonly Float64Array[];
}

/** Why there are no bars. */
export interface ChunkRefusal {
  readonly type: 'refused';
  readonly request: number;
  readonly code: ErrorCode;
  readonly message: string;
}

/** Says that a block of equity is kept, see `equity-protocol.ts`. */
export interface EquityReceipt {
  readonly type: 'kept';
  readonly request: number;
}

/** What the storage worker says on the port. */
export type FeedReply = ChunkReply | ChunkRefusal | EquityReceipt;

/** Largest number accepted as a request id, series or chunk index. */
export const MAX_INDEX = 0xffff_ffff;

/** All columns that a storage keeps as a mask. */
export const ALL_COLUMNS = (1 << STORED_COLUMNS.length) - 1;

/** Mask of `columns`. */
export function columnMask(columns: readonly StoredColumn[]): number {
  return columns.reduce((mask, column) => mask | (1 << STORED_COLUMNS.indexOf(column)), 0);
}

/** Columns of a mask, in storage order. */
export function maskColumns(mask: number): StoredColumn[] {
  return STORED_COLUMNS.filter((_, bit) => (mask & (1 << bit)) !== 0);
}

/** An own field of a plain object; `undefined` for anything inherited or computed. */
export function ownField(data: unknown, name: string): unknown {
  if (typeof data !== 'object' || data === null) return undefined;
  return Object.getOwnPropertyDescriptor(data, name)?.value;
}

/** True for an integer in 0..2^32-1. */
export function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_INDEX;
}

/** The request id of a message that is otherwise not understood, if it has one: so that its sender can be answered. */
export function requestIdOf(data: unknown): number | undefined {
  const request = ownField(data, 'request');
  return isIndex(request) ? request : undefined;
}

/** A checked request, rebuilt field by field; `undefined` for anything else. Never throws. */
export function parseChunkRequest(data: unknown): ChunkRequest | undefined {
  if (ownField(data, 'type') !== 'chunk') return undefined;
  const request = ownField(data, 'request');
  const series = ownField(data, 'series');
  const chunk = ownField(data, 'chunk');
  const columns = ownField(data, 'columns');
  if (!isIndex(request) || !isIndex(series) || !isIndex(chunk) || !isIndex(columns)) return undefined;
  if (columns === 0 || columns > ALL_COLUMNS) return undefined;
  return { type: 'chunk', request, series, chunk, columns };
}

/** A checked reply; `undefined` for anything else. Never throws. */
export function parseFeedReply(data: unknown): FeedReply | undefined {
  const request = requestIdOf(data);
  if (request === undefined) return undefined;
  const type = ownField(data, 'type');
  if (type === 'refused') {
    const code = ownField(data, 'code') as ErrorCode;
    const message = ownField(data, 'message');
    if (!ERROR_CODES.includes(code) || typeof message !== 'string') return undefined;
    return { type, request, code, message };
  }
  if (type === 'kept') return { type, request };
  const columns = ownField(data, 'columns');
  const arrays = ownField(data, 'arrays');
  if (type !== 'bars' || !isIndex(columns) || !Array.isArray(arrays)) return undefined;
  if (arrays.length !== maskColumns(columns).length) return undefined;
  if (!arrays.every((array) => array instanceof Float64Array && array.length === arrays[0].length)) {
    return undefined;
  }
  return { type, request, columns, arrays };
}

/** Bars of a reply by column name. */
export function replyColumns(reply: ChunkReply): PartialStoredBars {
  return Object.fromEntries(maskColumns(reply.columns).map((column, index) => [column, reply.arrays[index]]));
}

/** A reply with `bars`, and the buffers to transfer with it: each array alone on its buffer. */
export function barsReply(
  request: ChunkRequest,
  bars: PartialStoredBars,
): { readonly reply: ChunkReply; readonly transfer: ArrayBuffer[]; readonly bytes: number } {
  const arrays = maskColumns(request.columns).map((column) => ownedArray(bars[column] as Float64Array));
  return {
    reply: { type: 'bars', request: request.request, columns: request.columns, arrays },
    transfer: arrays.map((array) => array.buffer as ArrayBuffer),
    bytes: arrays.reduce((sum, array) => sum + array.byteLength, 0),
  };
}

/** `array` itself when it fills its buffer, else a copy: transferring a view would take its neighbours along. */
function ownedArray(array: Float64Array): Float64Array {
  return array.byteLength === array.buffer.byteLength ? array : array.slice();
}
