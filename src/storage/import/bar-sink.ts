import { allocateBars, type BarColumns, sliceBars } from '../../core/bar.ts';
import { grouped } from './english-count.ts';
import type { Rejection } from './import-types.ts';

/** Rows handed to the storage at once. */
export const BATCH_ROWS = 65_536;
const MAX_REJECTIONS = 1_000;
const MAX_TEXT = 200;

function contradiction(open: number, high: number, low: number, close: number): string {
  if (high < low) return `high ${high} is below low ${low}`;
  if (high < open) return `high ${high} is below open ${open}`;
  if (high < close) return `high ${high} is below close ${close}`;
  if (low > open) return `low ${low} is above open ${open}`;
  return `low ${low} is above close ${close}`;
}

/**
 * Takes rows one by one, keeps the valid ones as columns and the others as rejections. rowsIn = rows accepted + `rowsRejected`, always.
 * Negative and zero prices are valid (futures trade below zero); they are counted.
 */
export class BarSink {
  rowsIn = 0;
  rowsAccepted = 0;
  rowsRejected = 0;
  /** Rows rejected because their four prices contradict each other. */
  contradictions = 0;
  /** Accepted rows with a low of zero or less. */
  nonPositive = 0;
  readonly rejections: Rejection[] = [];
  readonly #columns: BarColumns;
  readonly #lines: Float64Array;
  #length = 0;
  #last = -1;
  #direction = 0;
  #rows: Map<number, number> | undefined;

  /** `capacity`: rows of a batch. */
  constructor(capacity = BATCH_ROWS) {
    this.#columns = allocateBars(capacity);
    this.#lines = new Float64Array(capacity);
  }

  get full(): boolean {
    return this.#length === this.#lines.length;
  }

  get waiting(): number {
    return this.#length;
  }

  /**
   * Keeps a row of finite numbers; returns `` or the reason why it cannot be a bar (then hand it to {@link reject}). A second bar of one time is
   * kept when it is identical (the storage skips it) and refused when it differs; seen within a batch and between neighbours.
   */
  accept(
    line: number,
    timestamp: number,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
  ): string {
    if (!(high >= low && high >= open && high >= close && low <= open && low <= close)) {
      this.contradictions++;
      return contradiction(open, high, low, close);
    }
    if (volume < 0) return `negative volume ${volume}`;
    const columns = this.#columns;
    const earlier = this.#earlierRow(timestamp);
    if (
      earlier >= 0 &&
      !(
        columns.open[earlier] === open &&
        columns.high[earlier] === high &&
        columns.low[earlier] === low &&
        columns.close[earlier] === close &&
        columns.volume[earlier] === volume
      )
    )
      return `a bar of this time came before, on line ${grouped(this.#lines[earlier] as number)}, with other values`;
    const row = this.#length++;
    columns.timestamp[row] = timestamp;
    columns.open[row] = open;
    columns.high[row] = high;
    columns.low[row] = low;
    columns.close[row] = close;
    columns.volume[row] = volume;
    this.#lines[row] = line;
    this.#rows?.set(timestamp, row);
    this.#last = row;
    if (low <= 0) this.nonPositive++;
    this.rowsIn++;
    this.rowsAccepted++;
    return '';
  }

  /** Row of the batch (or the last row of the one before) that has this time; -1 when there is none. Sorted files need no index. */
  #earlierRow(timestamp: number): number {
    if (this.#last < 0) return -1;
    const last = this.#columns.timestamp[this.#last] as number;
    if (timestamp === last) return this.#last;
    const direction = timestamp > last ? 1 : -1;
    if (this.#direction === 0) this.#direction = direction;
    if (direction === this.#direction && !this.#rows) return -1;
    if (!this.#rows) {
      this.#rows = new Map();
      for (let row = 0; row < this.#length; row++)
        this.#rows.set(this.#columns.timestamp[row] as number, row);
    }
    return this.#rows.get(timestamp) ?? -1;
  }

  /** Counts a rejected row; `text` is asked for only while rejections are still listed. */
  reject(line: number, reason: string, text: () => string): void {
    this.rowsIn++;
    this.rowsRejected++;
    if (this.rejections.length < MAX_REJECTIONS)
      this.rejections.push({ line, reason, text: text().slice(0, MAX_TEXT) });
  }

  /** The rows that wait, as views that the next `accept` overwrites; the sink is empty afterwards. */
  take(): BarColumns {
    const bars = sliceBars(this.#columns, 0, this.#length);
    this.#length = 0;
    this.#rows?.clear();
    return bars;
  }
}
