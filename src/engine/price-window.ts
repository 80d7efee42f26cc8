import type { BarColumn, PartialBarColumns } from '../core/bar.ts';
import { BacktabError } from '../core/error.ts';

/** A chunk of bars and the last bars before it. Neither is ever written to. */
export interface ChunkRows {
  readonly tail: PartialBarColumns;
  readonly tailRows: number;
  readonly chunk: PartialBarColumns;
}

/** `rows` values of a column as a copy, from row `first` of the chunk on; negative rows lie in the tail. */
export function copyRows(source: ChunkRows, column: BarColumn, first: number, rows: number): Float64Array {
  const copy = new Float64Array(rows);
  const tail = source.tail[column];
  const chunk = source.chunk[column];
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
  readonly #copies: Partial<Record<BarColumn, Float64Array>> = {};

  constructor(source: ChunkRows, first: number, length: number) {
    this.length = length;
    this.#source = source;
    this.#first = first;
  }

  /** Open times, epoch ms UTC. */
  get timestamp(): Float64Array {
    return this.#column('timestamp');
  }

  get open(): Float64Array {
    return this.#column('open');
  }

  get high(): Float64Array {
    return this.#column('high');
  }

  get low(): Float64Array {
    return this.#column('low');
  }

  get close(): Float64Array {
    return this.#column('close');
  }

  get volume(): Float64Array {
    return this.#column('volume');
  }

  #column(column: BarColumn): Float64Array {
    const copied = this.#copies[column];
    if (copied) return copied;
    if (!this.#source.chunk[column]) {
      throw new BacktabError(
        'bad-argument',
        `The column "${column}" is not loaded: name it in \`columns\` of the strategy`,
      );
    }
    const copy = copyRows(this.#source, column, this.#first, this.length);
    this.#copies[column] = copy;
    return copy;
  }
}
