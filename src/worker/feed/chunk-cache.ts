import { lowerBound, type PartialStoredBars, type StoredColumn, type TimeRange } from '../../core/bar.ts';
import type { BarFeed } from '../../core/bar-feed.ts';

/** Bytes of chunks kept by default: some dozen chunks of a few columns. */
export const CHUNK_CACHE_BYTES = 32 * 1024 * 1024;

/**
 * A feed that keeps what it has read last, column by column, up to a number of bytes. It lives as long as its feed, which reads one snapshot: so
 * nothing in it can be out of date, and the next run begins with an empty one. The arrays it hands out are shared: they must not be changed.
 */
export class ChunkCache implements BarFeed {
  readonly series: BarFeed['series'];
  /** Reads that were answered without, and with, a read of the feed behind. */
  hits = 0;
  misses = 0;
  readonly #feed: BarFeed;
  readonly #limit: number;
  /** Oldest use first. */
  readonly #columns = new Map<string, Float64Array>();
  #bytes = 0;

  constructor(feed: BarFeed, limit = CHUNK_CACHE_BYTES) {
    this.#feed = feed;
    this.series = feed.series;
    this.#limit = limit;
  }

  /** Bytes kept at the moment. */
  get bytes(): number {
    return this.#bytes;
  }

  async read(series: number, chunk: number, columns: readonly StoredColumn[]): Promise<PartialStoredBars> {
    const bars: Partial<Record<StoredColumn, Float64Array>> = {};
    const missing: StoredColumn[] = [];
    for (const column of columns) {
      const kept = this.#use(`${series} ${chunk} ${column}`);
      if (kept) bars[column] = kept;
      else missing.push(column);
    }
    if (missing.length === 0) {
      this.hits++;
      return bars;
    }
    this.misses++;
    const read = await this.#feed.read(series, chunk, missing);
    for (const column of missing) {
      const values = read[column];
      if (!values) continue;
      bars[column] = values;
      this.#keep(`${series} ${chunk} ${column}`, values);
    }
    return bars;
  }

  /** Bars of [from, to) as views on kept chunks; `undefined` when they are not all in one chunk that is kept. Binary search, no copy. */
  peek(series: number, range: TimeRange, columns: readonly StoredColumn[]): PartialStoredBars | undefined {
    const chunk = this.#chunkAt(series, range.from);
    const extent = this.series[series]?.chunks[chunk];
    const timestamps = this.#columns.get(`${series} ${chunk} timestamp`);
    const next = this.series[series]?.chunks[chunk + 1];
    if (!extent || !timestamps || (next && next.first < range.to)) return undefined;
    const start = lowerBound(timestamps, range.from);
    const end = Math.max(start, lowerBound(timestamps, range.to));
    const bars: Partial<Record<StoredColumn, Float64Array>> = {};
    for (const column of columns) {
      const values = this.#columns.get(`${series} ${chunk} ${column}`);
      if (!values) return undefined;
      bars[column] = values.subarray(start, end);
    }
    return bars;
  }

  /** The first chunk that ends at or after `time`. */
  #chunkAt(series: number, time: number): number {
    const chunks = this.series[series]?.chunks ?? [];
    let low = 0;
    let high = chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((chunks[middle]?.last as number) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #use(key: string): Float64Array | undefined {
    const values = this.#columns.get(key);
    if (!values) return undefined;
    this.#columns.delete(key);
    this.#columns.set(key, values);
    return values;
  }

  #keep(key: string, values: Float64Array): void {
    const replaced = this.#columns.get(key);
    if (replaced) this.#drop(key, replaced);
    this.#columns.set(key, values);
    this.#bytes += values.byteLength;
    for (const [oldest, dropped] of this.#columns) {
      if (this.#bytes <= this.#limit) return;
      this.#drop(oldest, dropped);
    }
  }

  #drop(key: string, values: Float64Array): void {
    this.#columns.delete(key);
    this.#bytes -= values.byteLength;
  }
}
