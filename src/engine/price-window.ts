import type { BarColumn, PartialBarColumns } from '../core/bar.ts';
import { BacktabError } from '../core/error.ts';

/** A chunk of bars and the last bars before it. Neither is ever written to. */
export interface ChunkRows {
  readonly tail: PartialBarColumns;
  readonly tailRows: number;
  readonly chunk: PartialBarColumns;
}

const SLAB_VALUES = 8_192;

/**
 * Hands out small arrays cut from larger ones: an array of its own costs more than all that is done with a short window. Its buffers hold
 * nothing but windows of one run that were handed out before.
 */
export class WindowArrays {
  #slab = new Float64Array(0);
  #used = 0;

  /** Zeros that nobody else holds. */
  take(length: number): Float64Array<ArrayBuffer> {
    if (length > SLAB_VALUES / 8) return new Float64Array(length);
    if (this.#used + length > this.#slab.length) {
      this.#slab = new Float64Array(SLAB_VALUES);
      this.#used = 0;
    }
    this.#used += length;
    return new Float64Array(this.#slab.buffer, 8 * (this.#used - length), length);
  }
}

/** `rows` values of a column as a copy, from row `first` of the chunk on; negative rows lie in the tail. */
export function copyRows(
  source: ChunkRows,
  column: BarColumn,
  first: number,
  rows: number,
  copy = new Float64Array(rows),
): Float64Array {
  const tail = source.tail[column];
  const chunk = source.chunk[column];
  if (first >= 0) {
    for (let i = 0; i < rows; i++) copy[i] = chunk![first + i]!;
    return copy;
  }
  for (let i = 0; i < rows; i++) {
    const row = first + i;
    copy[i] = row >= 0 ? chunk![row]! : tail![source.tailRows + row]!;
  }
  return copy;
}

/**
 * Some closed bars, oldest first. Each column is copied when it is first read and belongs to the caller: later bars do not change it,
 * and writing into it changes nothing else.
 */
export class PriceWindow {
  /** Number of bars. */
  readonly length: number;
  readonly #source: ChunkRows;
  readonly #first: number;
  readonly #arrays: WindowArrays;
  #timestamp: Float64Array | undefined;
  #open: Float64Array | undefined;
  #high: Float64Array | undefined;
  #low: Float64Array | undefined;
  #close: Float64Array | undefined;
  #volume: Float64Array | undefined;

  constructor(source: ChunkRows, first: number, length: number, arrays: WindowArrays) {
    this.#arrays = arrays;
    this.length = length;
    this.#source = source;
    this.#first = first;
  }

  /** Open times, epoch ms UTC. */
  get timestamp(): Float64Array {
    this.#timestamp ??= this.#copy('timestamp');
    return this.#timestamp;
  }

  get open(): Float64Array {
    this.#open ??= this.#copy('open');
    return this.#open;
  }

  get high(): Float64Array {
    this.#high ??= this.#copy('high');
    return this.#high;
  }

  get low(): Float64Array {
    this.#low ??= this.#copy('low');
    return this.#low;
  }

  get close(): Float64Array {
    this.#close ??= this.#copy('close');
    return this.#close;
  }

  get volume(): Float64Array {
    this.#volume ??= this.#copy('volume');
    return this.#volume;
  }

  #copy(column: BarColumn): Float64Array {
    const { chunk } = this.#source;
    if (!chunk[column] && chunk.timestamp) {
      throw new BacktabError(
        'bad-argument',
        `The column "${column}" is not loaded: name it in \`columns\` of the strategy`,
      );
    }
    return copyRows(this.#source, column, this.#first, this.length, this.#arrays.take(this.length));
  }
}
