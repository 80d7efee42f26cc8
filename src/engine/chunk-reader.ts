import type { PartialStoredBars, StoredColumn } from '../core/bar.ts';
import type { BarFeed } from '../core/bar-feed.ts';
import { BacktabError } from '../core/error.ts';
import { BarCheck } from './bar-check.ts';
import type { RunSpan } from './run-span.ts';

/** One chunk and the part of it that belongs to the run's span. */
export interface LoadedChunk {
  readonly bars: PartialStoredBars;
  /** First and one past the last row to use, counted from the first bar of the chunk. */
  readonly from: number;
  readonly to: number;
  /** Bars of the series before the chunk. */
  readonly before: number;
  /** Open time of the bar after the chunk (epoch ms UTC); NaN after the last one of the series. */
  readonly after: number;
}

/** Reads the chunks of a span in order, each one ahead of the time it is asked for. */
export class ChunkReader {
  readonly #feed: BarFeed;
  readonly #series: number;
  readonly #columns: readonly StoredColumn[];
  readonly #end: number;
  #index = 0;
  #row = 0;
  #from: number;
  #ahead: Promise<PartialStoredBars> | undefined;
  /** Checks the bars that are handed out: for whoever takes them to call right before they are read, when they come into the processor's cache. */
  readonly check: BarCheck;

  constructor(feed: BarFeed, series: number, columns: readonly StoredColumn[], span: RunSpan) {
    this.check = new BarCheck(feed.series[series]!.info);
    this.#feed = feed;
    this.#series = series;
    this.#columns = columns;
    this.#from = span.lead;
    this.#end = span.end;
    this.#skipTo(span.lead);
  }

  /**
   * The next chunk, whose bars are not checked yet, or undefined after the last one.
   * @throws BacktabError `internal` when the feed breaks its contract: rows missing.
   */
  async next(): Promise<LoadedChunk | undefined> {
    if (this.#row >= this.#end) return undefined;
    const index = this.#index;
    const bars = await (this.#ahead ?? this.#read(index));
    const rows = this.#rowsOf(index);
    const chunk = {
      bars,
      from: Math.max(0, this.#from - this.#row),
      to: Math.min(rows, this.#end - this.#row),
      before: this.#row,
      after: this.#feed.series[this.#series]!.chunks[index + 1]?.first ?? Number.NaN,
    };
    this.#complete(index, bars, rows);
    this.#index++;
    this.#row += rows;
    this.#ahead = this.#row < this.#end ? this.#read(this.#index) : undefined;
    // A run that ends early never awaits this promise, and its failure must not surface as unhandled.
    this.#ahead?.catch(() => {});
    return chunk;
  }

  /** Open time of the bar after the last chunk handed out; infinite when it was the last one of the span. */
  get following(): number {
    return this.#row < this.#end
      ? this.#feed.series[this.#series]!.chunks[this.#index]!.first
      : Number.POSITIVE_INFINITY;
  }

  #skipTo(row: number): void {
    const { length } = this.#feed.series[this.#series]!.chunks;
    while (this.#index < length && this.#row + this.#rowsOf(this.#index) <= row) {
      this.#row += this.#rowsOf(this.#index++);
    }
  }

  #rowsOf(index: number): number {
    return this.#feed.series[this.#series]!.chunks[index]!.rows;
  }

  #read(index: number): Promise<PartialStoredBars> {
    return this.#feed.read(this.#series, index, this.#columns);
  }

  #complete(index: number, bars: PartialStoredBars, rows: number): void {
    const { symbol } = this.#feed.series[this.#series]!.info;
    for (const column of this.#columns) {
      if (bars[column]?.length === rows) continue;
      throw new BacktabError(
        'internal',
        `Chunk ${index} of ${symbol} has ${bars[column]?.length ?? 'no'} values of "${column}" instead of ${rows}`,
      );
    }
  }
}
