import { BAR_COLUMNS, type BarColumn, type PartialBarColumns } from '../core/bar.ts';
import { BacktabError } from '../core/error.ts';
import { type ChunkRows, copyRows, PriceWindow, WindowArrays } from './price-window.ts';

/**
 * The closed bars of one series. It hands out copies of closed rows only: the rows after `closed` never leave it.
 * Memory: the current chunk and up to `capacity` bars before it.
 */
export class PriceHistory {
  readonly #capacity: number;
  readonly #arrays = new WindowArrays();
  #source: ChunkRows = { tail: {}, tailRows: 0, chunk: {} };
  /** Rows of the current chunk that have closed. */
  closed = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Moves on to the next chunk; the one before it is over. */
  enter(chunk: PartialBarColumns): void {
    const rows = Math.min(this.#capacity, this.#source.tailRows + this.closed);
    const tail: Partial<Record<BarColumn, Float64Array>> = {};
    for (const column of BAR_COLUMNS) {
      if (chunk[column]) tail[column] = copyRows(this.#source, column, this.closed - rows, rows);
    }
    this.#source = { tail, tailRows: rows, chunk };
    this.closed = 0;
  }

  /**
   * The last `length` closed bars, leaving out the latest `timeshift`; fewer when the series has no more.
   * @throws BacktabError `bad-argument` for a length or shift that is no count, or beyond the declared history.
   */
  window(length: number, timeshift: number): PriceWindow {
    if (!Number.isInteger(length) || length < 1) {
      throw new BacktabError('bad-argument', `A history must be of 1 bar or more, got ${length}`);
    }
    if (!Number.isInteger(timeshift) || timeshift < 0) {
      throw new BacktabError(
        'bad-argument',
        `A time shift counts bars back and must be 0 or a positive whole number, got ${timeshift}: the future is not known`,
      );
    }
    const reach = length + timeshift;
    if (reach > this.#capacity) {
      throw new BacktabError(
        'bad-argument',
        `${reach} bars of history were asked for, ${this.#capacity} are kept: declare keepHistory(${reach}) in create`,
      );
    }
    const known = this.#source.tailRows + this.closed - timeshift;
    const rows = Math.max(0, Math.min(length, known));
    return new PriceWindow(this.#source, this.closed - timeshift - rows, rows, this.#arrays);
  }
}
