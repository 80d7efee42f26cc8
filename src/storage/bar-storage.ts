import type { BarColumn, BarColumns, PartialBarColumns, TimeRange } from '../core/bar.ts';
import type { BarFeed } from '../core/bar-feed.ts';
import type { SeriesInfo, SeriesKey } from '../core/series.ts';

/** The implementations a run can choose between. */
export const STORAGE_KINDS = ['duckdb', 'memory'] as const;

/** Name of a storage implementation. */
export type StorageKind = (typeof STORAGE_KINDS)[number];

/** What happens to a bar whose timestamp is already stored: the stored one is kept (default), or replaced. */
export type ConflictPolicy = 'keep' | 'replace';

/** Tally of a write. inserted + updated + skipped = rows handed in. */
export interface StoreReport {
  readonly inserted: number;
  /** Stored bars that were replaced. Only with `replace`. */
  readonly updated: number;
  /** Rows whose timestamp was already stored, or came twice in one write (the last one wins with `replace`, the first with `keep`). */
  readonly skipped: number;
}

/** Options of a write. */
export interface StoreOptions {
  /** Default `keep`. */
  readonly onConflict?: ConflictPolicy;
}

/**
 * One atomic write of any number of batches. Nothing is visible to readers before `commit`, nothing is left after `rollback`, a closed tab
 * or a killed browser.
 */
export interface BarWriter {
  /** Adds rows in any order, prices finite. The arrays may be reused by the caller once the promise resolves. */
  append(bars: BarColumns): Promise<void>;
  /** Makes all rows durable and visible in one step. */
  commit(): Promise<StoreReport>;
  rollback(): Promise<void>;
}

/** Bars asked for: those of [from, to), or the last `length` bars that opened before `before`. */
export type HistoryRequest = TimeRange | { readonly length: number; readonly before: number };

/** A frozen view of some series. Writes after `openSnapshot` change nothing that it reads. */
export interface BarSnapshot extends BarFeed {
  /** Ends the view; idempotent. A snapshot that is not released holds back checkpoints. */
  release(): Promise<void>;
}

/** Bars for drawing: each row sums up `factor` neighbouring stored bars or fewer (open of the first, extremes, close of the last, sum of volume). */
export interface ChartBars extends BarColumns {
  /** Stored bars behind one row; 1 = stored bars themselves. */
  readonly factor: number;
  /** Stored bars in the whole range. */
  readonly rows: number;
}

/** Size of a storage. */
export interface StorageStats {
  readonly kind: StorageKind;
  readonly series: number;
  readonly rows: number;
  /** Bytes held: of the database file, or of the arrays in memory. */
  readonly bytes: number;
}

/**
 * A place that keeps bars. A strategy cannot tell implementations apart except by time.
 * No data is `undefined` or an empty result, never an exception.
 */
export interface BarStorage {
  readonly kind: StorageKind;
  storeOhlcv(series: SeriesKey, bars: BarColumns, options?: StoreOptions): Promise<StoreReport>;
  /** Begins an atomic write. One writer at a time: a second call waits until the first one ends. */
  openWriter(series: SeriesKey, options?: StoreOptions): Promise<BarWriter>;
  /** Ascending by time. Columns default to all; those not asked for are absent. */
  getHistoricalPrices(
    series: SeriesKey,
    request: HistoryRequest,
    columns?: readonly BarColumn[],
  ): Promise<PartialBarColumns>;
  /** At most about `maxRows` rows that sum up [from, to). */
  getChartBars(series: SeriesKey, range: TimeRange, maxRows: number): Promise<ChartBars>;
  /** Close of the last bar that is CLOSED at `at` (open + timeframe <= at). */
  getLastPrice(series: SeriesKey, at: number): Promise<number | undefined>;
  /** True when at least one bar lies in [from, to). */
  hasData(series: SeriesKey, range: TimeRange): Promise<boolean>;
  /** All series, by symbol, then timeframe. */
  listSeries(): Promise<SeriesInfo[]>;
  /** False when there was no such series. */
  deleteSeries(series: SeriesKey): Promise<boolean>;
  /** A frozen view of `series`, in the order given. Unknown series: error `unknown-series`. */
  openSnapshot(series: readonly SeriesKey[]): Promise<BarSnapshot>;
  stats(): Promise<StorageStats>;
  close(): Promise<void>;
}

/** What a storage reports about one statement or read, so that a facade can log it. */
export interface QueryObservation {
  readonly sql: string;
  readonly rows: number;
  readonly bytes: number;
  readonly milliseconds: number;
  readonly error?: string;
}

/** Receives every statement or read of a storage, failed ones too. */
export type QueryObserver = (observation: QueryObservation) => void;
