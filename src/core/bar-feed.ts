import type { PartialStoredBars, StoredColumn } from './bar.ts';
import type { SeriesInfo } from './series.ts';

/** Rows of one chunk, and the open times of its first and last bar (epoch ms UTC). */
export interface ChunkExtent {
  readonly rows: number;
  readonly first: number;
  readonly last: number;
}

/** A series as the engine's feed offers it: a list of chunks in ascending time. */
export interface FeedSeries {
  readonly info: SeriesInfo;
  readonly chunks: readonly ChunkExtent[];
}

/** Bars of some series in chunks: what an engine reads ahead of its clock, whoever serves it. */
export interface BarFeed {
  readonly series: readonly FeedSeries[];
  /** Loads `columns` of one chunk; an optional column that no bar has is NaN throughout. The arrays belong to the caller. */
  read(series: number, chunk: number, columns: readonly StoredColumn[]): Promise<PartialStoredBars>;
}
