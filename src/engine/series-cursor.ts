import { type PartialStoredBars, STORED_COLUMNS, type StoredColumn } from '../core/bar.ts';
import type { SeriesInfo } from '../core/series.ts';
import { addMonths, timeframeMilliseconds } from '../core/timeframe.ts';
import type { SessionCalendar } from '../core/trading-session.ts';
import type { LoadedChunk } from './chunk-reader.ts';
import type { IndicatorDesk } from './indicator-desk.ts';
import type { PriceHistory } from './price-history.ts';

const NOTHING: Float64Array = new Float64Array(0);

/** Of which rows of its chunk a cursor makes use. */
export interface CursorTerms {
  /** Bars that do not open inside a session of it are left out. */
  readonly session: SessionCalendar | undefined;
  /** Most bars that indicators are computed of at a time. */
  readonly slice: number;
}

/**
 * One series of a run on the merged clock: its next bar, which is not known yet, and what it leaves behind once it has closed. A bar closes
 * after its timeframe, or when the next one of its series opens, if that is earlier.
 */
export class SeriesCursor {
  /** Open and close time of the next bar. A close of -Infinity: the next chunk must come first. +Infinity: there are no more bars. */
  opens = Number.NEGATIVE_INFINITY;
  closes = Number.NEGATIVE_INFINITY;
  /** Bars that have closed, history included, and rows of the series that are done with. */
  closed = 0;
  rowsDone = 0;
  /** Row of the bar that closed last in {@link open} to {@link close}. */
  row = -1;
  /** Open time of the bar before the last one (NaN for none) and of the one after it, NaN after the end of the data. */
  timeBefore = Number.NaN;
  timeAfter = Number.NaN;
  /** Close of the bar before the last one; NaN for none. */
  closeBefore = Number.NaN;
  timestamp = NOTHING;
  open = NOTHING;
  high = NOTHING;
  low = NOTHING;
  close = NOTHING;
  /** The rows as they came. */
  bars: PartialStoredBars = {};
  readonly desk: IndicatorDesk;
  readonly #history: PriceHistory;
  readonly #terms: CursorTerms;
  /** Length of a bar, ms; NaN for a calendar month. */
  readonly #length: number;
  #closeTimes = NOTHING;
  #after = Number.NaN;
  /** Of the last bar of the chunk before. */
  #lastTime = Number.NaN;
  #lastClose = Number.NaN;
  #end = 0;
  #sliceStart = 0;
  #sliceEnd = 0;

  constructor(info: SeriesInfo, desk: IndicatorDesk, history: PriceHistory, terms: CursorTerms) {
    this.desk = desk;
    this.#history = history;
    this.#terms = terms;
    this.#length = info.timeframe === '1mo' ? Number.NaN : timeframeMilliseconds(info.timeframe);
    desk.cursor.row = -1;
  }

  /** Goes on with a chunk; `following` is the open time of the bar after it, infinite when there is none. False, and nothing is changed, when it has no bar for this cursor. */
  enter(chunk: LoadedChunk, following: number): boolean {
    const closeTimes = this.#closeTimesOf(chunk, following);
    const kept = this.#terms.session ? withinSession(chunk, closeTimes, this.#terms.session) : undefined;
    const bars = kept?.bars ?? chunk.bars;
    this.rowsDone += chunk.to - chunk.from;
    // What closed last stays in place: the run may end with it.
    if (kept && kept.closeTimes.length === 0) return false;
    this.bars = bars;
    this.#closeTimes = kept?.closeTimes ?? closeTimes;
    if (this.row >= 0) {
      this.#lastTime = this.timestamp[this.row]!;
      this.#lastClose = this.close[this.row]!;
    }
    const { session } = this.#terms;
    const seen = !session || (!Number.isNaN(chunk.after) && session.includes(chunk.after));
    this.#after = seen ? chunk.after : Number.NaN;
    this.timestamp = bars.timestamp!;
    this.close = bars.close!;
    this.open = bars.open ?? this.close;
    this.high = bars.high ?? this.close;
    this.low = bars.low ?? this.close;
    const from = kept ? 0 : chunk.from;
    this.#end = kept ? this.timestamp.length : chunk.to;
    this.#sliceStart = from;
    this.#sliceEnd = from;
    this.#history.enter(bars);
    this.row = from - 1;
    this.#look();
    return true;
  }

  /** There are no more bars. */
  finish(): void {
    this.opens = Number.POSITIVE_INFINITY;
    this.closes = Number.POSITIVE_INFINITY;
  }

  /** Closes the next bar: it becomes the last one, its indicators and its place in the history are revealed. */
  step(): void {
    const row = ++this.row;
    const begins = row === 0;
    this.timeBefore = begins ? this.#lastTime : this.timestamp[row - 1]!;
    this.closeBefore = begins ? this.#lastClose : this.close[row - 1]!;
    this.timeAfter = row + 1 < this.timestamp.length ? this.timestamp[row + 1]! : this.#after;
    if (row >= this.#sliceEnd) this.#nextSlice();
    this.desk.cursor.row = row - this.#sliceStart;
    this.#history.closed = row + 1;
    this.closed++;
    this.#look();
  }

  #look(): void {
    const next = this.row + 1;
    if (next < this.#end) {
      this.opens = this.timestamp[next]!;
      this.closes = this.#closeTimes[next]!;
    } else {
      this.opens = Number.NEGATIVE_INFINITY;
      this.closes = Number.NEGATIVE_INFINITY;
    }
  }

  #nextSlice(): void {
    this.#sliceStart = this.#sliceEnd;
    this.#sliceEnd = Math.min(this.#end, this.#sliceStart + this.#terms.slice);
    this.desk.compute(this.bars, this.#sliceStart, this.#sliceEnd);
  }

  #closeTimesOf({ bars, from, to }: LoadedChunk, following: number): Float64Array {
    const opens = bars.timestamp!;
    const closes = new Float64Array(to);
    const length = this.#length;
    for (let row = from; row < to; row++) {
      const open = opens[row]!;
      const whole = Number.isNaN(length) ? addMonths(open, 1) : open + length;
      const next = row + 1 < to ? opens[row + 1]! : following;
      closes[row] = Math.min(next, whole);
    }
    return closes;
  }
}

/** The rows of a chunk that open inside a session, as copies. */
function withinSession(
  { bars, from, to }: LoadedChunk,
  closeTimes: Float64Array,
  session: SessionCalendar,
): { readonly bars: PartialStoredBars; readonly closeTimes: Float64Array } {
  const timestamp = bars.timestamp!;
  const rows = new Uint32Array(to - from);
  let count = 0;
  for (let row = from; row < to; row++) if (session.includes(timestamp[row]!)) rows[count++] = row;
  const taken = (values: Float64Array) => Float64Array.from(rows.subarray(0, count), (row) => values[row]!);
  const kept: Partial<Record<StoredColumn, Float64Array>> = {};
  for (const column of STORED_COLUMNS) {
    const values = bars[column];
    if (values) kept[column] = taken(values);
  }
  return { bars: kept, closeTimes: taken(closeTimes) };
}
