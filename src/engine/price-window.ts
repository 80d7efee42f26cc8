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
  #buffer: ArrayBuffer = this.#slab.buffer;
  #used = 0;

  /** A copy of `rows` values of a column, as {@link copyRows}, in memory that nobody else holds. */
  copy(source: ChunkRows, column: BarColumn, first: number, rows: number): Float64Array {
    const values = source.chunk[column];
    if (!values) {
      if (source.chunk.timestamp) throw notLoaded(column);
      return new Float64Array(rows);
    }
    if (first < 0 || rows > SLAB_VALUES / 8) return copyRows(source, column, first, rows);
    if (this.#used + rows > this.#slab.length) {
      this.#slab = new Float64Array(SLAB_VALUES);
      this.#buffer = this.#slab.buffer;
      this.#used = 0;
    }
    const at = this.#used;
    this.#used = at + rows;
    copyValues(values, first, this.#slab, at, rows);
    return new Float64Array(this.#buffer, 8 * at, rows);
  }
}

/** Four values a turn: half the time of a plain loop for the few values of a window, and a call of `set` costs more than either. */
function copyValues(
  source: Float64Array,
  first: number,
  target: Float64Array,
  at: number,
  count: number,
): void {
  let k = 0;
  for (; k + 3 < count; k += 4) {
    target[at + k] = source[first + k]!;
    target[at + k + 1] = source[first + k + 1]!;
    target[at + k + 2] = source[first + k + 2]!;
    target[at + k + 3] = source[first + k + 3]!;
  }
  for (; k < count; k++) target[at + k] = source[first + k]!;
}

/** `rows` values of a column as a copy, from row `first` of the chunk on; negative rows lie in the tail. */
export function copyRows(source: ChunkRows, column: BarColumn, first: number, rows: number): Float64Array {
  const tail = source.tail[column];
  const chunk = source.chunk[column];
  const copy = new Float64Array(rows);
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
  #close: Float64Array | null = null;
  /** Columns beside the close that were read. */
  #others: Partial<Record<BarColumn, Float64Array>> | null = null;

  constructor(source: ChunkRows, first: number, length: number, arrays: WindowArrays) {
    this.#arrays = arrays;
    this.length = length;
    this.#source = source;
    this.#first = first;
  }

  /** Open times, epoch ms UTC. */
  get timestamp(): Float64Array {
    return this.#other('timestamp');
  }

  get open(): Float64Array {
    return this.#other('open');
  }

  get high(): Float64Array {
    return this.#other('high');
  }

  get low(): Float64Array {
    return this.#other('low');
  }

  get close(): Float64Array {
    this.#close ??= this.#arrays.copy(this.#source, 'close', this.#first, this.length);
    return this.#close;
  }

  get volume(): Float64Array {
    return this.#other('volume');
  }

  #other(column: BarColumn): Float64Array {
    this.#others ??= {};
    const others = this.#others;
    others[column] ??= this.#arrays.copy(this.#source, column, this.#first, this.length);
    return others[column];
  }
}

function notLoaded(column: BarColumn): BacktabError {
  return new BacktabError(
    'bad-argument',
    `The column "${column}" is not loaded: name it in \`columns\` of the strategy`,
  );
}
