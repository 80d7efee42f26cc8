import type { BarColumns, PartialStoredBars, StoredBars, StoredColumn, TimeRange } from '../core/bar.ts';
import type { BarFeed } from '../core/bar-feed.ts';
import type { SeriesInfo, SeriesKey } from '../core/series.ts';
import type { CallFailure } from './call-failure.ts';
import type { Coverage, CoverageOptions } from './coverage.ts';
import type { ReadOptions } from './read-options.ts';
import type { SeriesComparison } from './series-comparison.ts';
import type { ChangeOptions, CopyOptions, StoreOptions, StoreReport } from './store-report.ts';

export type {
  ChangeOptions,
  ConflictPolicy,
  CopyOptions,
  StoreOptions,
  StoreReport,
} from './store-report.ts';

/** The implementations a run can choose between. */
export const STORAGE_KINDS = ['duckdb', 'memory', 'legacy'] as const;

/** Name of a storage implementation. */
export type StorageKind = (typeof STORAGE_KINDS)[number];

/**
 * One atomic write of any number of batches. Nothing is visible to readers before `commit`, nothing is left after `rollback`, a closed tab
 * or a killed browser.
 */
export interface BarWriter {
  /** Adds rows in any order, prices finite, optional columns finite or NaN. The arrays may be reused by the caller once the promise resolves. */
  append(bars: StoredBars): Promise<void>;
  /** Makes all rows durable and visible in one step. */
  commit(): Promise<StoreReport>;
  rollback(): Promise<void>;
}

/** Bars asked for: those of [from, to), or the last `length` bars that opened before `before`. */
export type HistoryRequest = TimeRange | { readonly length: number; readonly before: number };

/** A frozen view of some series. Writes after `openSnapshot` change nothing that it reads. */
export interface BarSnapshot extends BarFeed {
  /** Loads `columns` of one chunk. The arrays belong to the caller. */
  read(series: number, chunk: number, columns: readonly StoredColumn[]): Promise<PartialStoredBars>;
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

/** Size of one series. */
export interface SeriesSize {
  /** Id of the series. */
  readonly id: string;
  readonly rows: number;
  /** Bytes held; in a database file, which has no such figure, the series' share of the rows. */
  readonly bytes: number;
}

/** Size of a storage. */
export interface StorageStats {
  readonly kind: StorageKind;
  readonly series: number;
  readonly rows: number;
  /** Bytes held: of the database file, or of the arrays in memory. */
  readonly bytes: number;
  /** The same for each series, in the order of `listSeries`. */
  readonly perSeries: readonly SeriesSize[];
}

/**
 * A place that keeps bars. A strategy cannot tell implementations apart except by time.
 * No data is `undefined` or an empty result, never an exception.
 */
export interface BarStorage {
  readonly kind: StorageKind;
  storeOhlcv(series: SeriesKey, bars: StoredBars, options?: StoreOptions): Promise<StoreReport>;
  /** Begins an atomic write. One writer at a time: a second call waits until the first one ends. */
  openWriter(series: SeriesKey, options?: StoreOptions): Promise<BarWriter>;
  /**
   * Ascending by time. Columns default to the six of every bar; those not asked for are absent, optional ones that no bar has are NaN. With
   * `options` the bars of a daily session only, or summed up to longer bars.
   */
  getHistoricalPrices(
    series: SeriesKey,
    request: HistoryRequest,
    columns?: readonly StoredColumn[],
    options?: ReadOptions,
  ): Promise<PartialStoredBars>;
  /** At most about `maxRows` rows that sum up [from, to). */
  getChartBars(series: SeriesKey, range: TimeRange, maxRows: number): Promise<ChartBars>;
  /** Close of the last bar that is CLOSED at `at` (open + timeframe <= at). */
  getLastPrice(series: SeriesKey, at: number): Promise<number | undefined>;
  /** True when at least one bar lies in [from, to). */
  hasData(series: SeriesKey, range: TimeRange): Promise<boolean>;
  /** How much of [from, to) is covered by bars, and where it is not. */
  getCoverage(series: SeriesKey, range: TimeRange, options?: CoverageOptions): Promise<Coverage>;
  /** All series, by symbol, then timeframe. */
  listSeries(): Promise<SeriesInfo[]>;
  /** False when there was no such series. */
  deleteSeries(series: SeriesKey, options?: ChangeOptions): Promise<boolean>;
  /**
   * Gives a series another key, its bars untouched. False when there was no such series. Error `bad-argument` when `to` exists already or has
   * another timeframe.
   */
  renameSeries(from: SeriesKey, to: SeriesKey): Promise<boolean>;
  /** Copies a series, from a snapshot and in one write, optional columns too. No such series: nothing is written. */
  copyTo(other: BarStorage, series: SeriesKey, options?: CopyOptions): Promise<StoreReport>;
  /** Compares a series with the one of the same key in `other`, bar by bar and bit by bit. */
  validateAgainst(other: BarStorage, series: SeriesKey): Promise<SeriesComparison>;
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
  /** Code of the error that the caller gets. */
  readonly errorCode?: CallFailure;
}

/** Receives every statement or read of a storage, failed ones too. */
export type QueryObserver = (observation: QueryObservation) => void;
