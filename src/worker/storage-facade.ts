import type { BarColumn, BarColumns, TimeRange } from '../core/bar.ts';
import type { FeedSeries } from '../core/bar-feed.ts';
import type { SeriesInfo, SeriesKey, SeriesReference } from '../core/series.ts';
import type { AccountColumns } from '../metrics/account-columns.ts';
import type { ChartBars, StorageKind, StorageStats } from '../storage/bar-storage.ts';
import type { Coverage, CoverageOptions } from '../storage/coverage.ts';
import type { EquityRows } from '../storage/equity-cells.ts';
import type {
  ImportOptions,
  ImportPreview,
  ImportProgress,
  ImportReport,
} from '../storage/import/import-types.ts';
import type { OperationSummary, StoredTiming, TimingFilter } from '../storage/query-log.ts';
import type { RunEquity } from '../storage/run-store.ts';
import type { SeriesComparison } from '../storage/series-comparison.ts';
import type { StoreReport } from '../storage/store-report.ts';
import type { FeedTotals, QueryTiming } from '../storage/timing.ts';
import type { StoredRun, StoredRunSummary } from './stored-run.ts';

/** Where the database lives and what that means for the user. */
export interface StorageStatus {
  /** `opfs`: survives a reload. `memory`: lost when the tab closes. `held`: another tab holds the database, nothing is open here. */
  readonly place: 'opfs' | 'memory' | 'held';
  /** Plain sentence for the notice when `place` is not `opfs`. */
  readonly reason: string;
  readonly persisted: boolean;
  /** Bytes used and granted, from `navigator.storage.estimate()`; null when the browser does not say. */
  readonly usage: number | null;
  readonly quota: number | null;
  /** True in a tab that works through another one, which holds the database. Absent where no tabs are told apart. */
  readonly throughOtherTab?: boolean;
}

/** Result of a user's SQL as columns of plain values; dates are epoch ms UTC, 64-bit integers are numbers when safe, else text. */
export interface QueryResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
  /** True when rows past the limit were cut. */
  readonly truncated: boolean;
  readonly milliseconds: number;
}

/** Kinds of file that a series is exported as. */
export type ExportFormat = 'csv' | 'parquet';

/** A file of a database that was moved out of the way. */
export interface SetAsideFile {
  readonly name: string;
  readonly bytes: number;
  /** Moment of its last change, epoch ms UTC. */
  readonly modifiedAt: number;
}

/** How far a backup, a restore, an export or a copy is. */
export interface TransferProgress {
  /** Bytes of the file, or bars of the series. A copy counts its bars twice: once copied, once compared. */
  readonly unit: 'bytes' | 'bars';
  readonly done: number;
  readonly total: number;
}

/** Receives the progress of a transfer. */
export type OnTransfer = (progress: TransferProgress) => void;

/** A series copied into another storage and compared with its origin, which is `here` in the comparison. */
export interface SeriesCopy {
  /** The storage that took the copy. It is emptied again afterwards. */
  readonly storage: StorageKind;
  readonly report: StoreReport;
  readonly comparison: SeriesComparison;
}

/** Stored timings: of this session only, or of every session. */
export interface TimingRequest extends Omit<TimingFilter, 'session'> {
  /** Default `session`. */
  readonly scope?: 'session' | 'stored';
}

/** What a feed cost, and how many bars of equity its run has left. */
export interface FeedCost {
  readonly totals: FeedTotals;
  readonly queries: readonly QueryTiming[];
  readonly bars: number;
}

/** Where two equity curves part. */
export interface EquityDifference {
  /** Bar of the run, counted from 0. */
  readonly bar: number;
  /** Open time of that bar in the first curve, epoch ms UTC; NaN when it has none. */
  readonly time: number;
  /** What differs there: the time of the bar, its equity, or that only one curve has it. */
  readonly column: 'timestamp' | 'equity' | 'length';
  /** Both values: times, money, or numbers of bars. */
  readonly values: readonly [number, number];
}

/** What a run may read, and how it is divided. Goes to the sandbox as plain data. */
export interface OpenedFeed {
  readonly feedId: number;
  readonly series: readonly FeedSeries[];
  /** Time to make the series available (copying it into the storage under test, opening the snapshot). */
  readonly loadMilliseconds: number;
}

/**
 * The storage worker's API, exposed by Comlink to the page and to nobody else. A long operation takes a `task` id of the caller's making, and
 * `cancel(task)` ends it with an AbortError, leaving no trace.
 */
export interface StorageFacade {
  /** Opens the database (or says why not); call again to retry when another tab held it. */
  open(): Promise<StorageStatus>;
  status(): Promise<StorageStatus>;
  previewFile(file: File, options?: ImportOptions): Promise<ImportPreview>;
  importFile(
    task: number,
    file: File,
    options: ImportOptions,
    onProgress: (progress: ImportProgress) => void,
  ): Promise<ImportReport>;
  loadSampleData(
    task: number,
    onProgress: (progress: ImportProgress) => void,
  ): Promise<readonly ImportReport[]>;
  cancel(task: number): Promise<void>;
  listSeries(): Promise<SeriesInfo[]>;
  resolveSeries(reference: SeriesReference): Promise<SeriesInfo>;
  deleteSeries(task: number, id: string): Promise<boolean>;
  /** Gives a series another key. Error `bad-argument` when it is taken or names another timeframe. */
  renameSeries(id: string, to: SeriesKey): Promise<boolean>;
  /** How much of [from, to) is covered by bars, and where it is not. */
  getCoverage(id: string, range: TimeRange, options?: CoverageOptions): Promise<Coverage>;
  /** A series as a file. `cancel(task)` ends it. Error `unknown-series`. */
  exportSeries(task: number, id: string, format: ExportFormat, onProgress?: OnTransfer): Promise<Blob>;
  /** Copies a series into an empty storage of another kind, compares both, and lets the copy go. Errors `unknown-series`, `bad-argument`. */
  copySeries(task: number, id: string, to: StorageKind, onProgress?: OnTransfer): Promise<SeriesCopy>;
  /** The whole database as one file that any DuckDB opens. Errors `storage-unavailable`, `database-in-use`. */
  backup(task: number, onProgress?: OnTransfer): Promise<Blob>;
  /** Closes the database, replaces it by a backup that opens, and opens that; what does not open replaces nothing. */
  restore(task: number, backup: Blob, onProgress?: OnTransfer): Promise<StorageStatus>;
  /** Moves the files of a damaged database out of the way and opens a new one. They stay until a user deletes them. */
  setDatabaseAside(): Promise<StorageStatus>;
  listSetAside(): Promise<readonly SetAsideFile[]>;
  readSetAside(fileName: string): Promise<Blob>;
  /** Error `bad-argument` for a name that `listSetAside` does not give. */
  deleteSetAside(fileName: string): Promise<void>;
  /** The files of a database that does not open, as they are: the database, then its log where there is one. */
  readDatabaseFiles(): Promise<readonly File[]>;
  getChartBars(id: string, range: TimeRange, maxRows: number): Promise<ChartBars>;
  /** Close of the last closed bar at each moment of `at` (epoch ms, ascending), see `lastPrices`. */
  getLastPrices(id: string, at: Float64Array): Promise<Float64Array>;
  getHistoricalPrices(id: string, range: TimeRange, columns?: readonly BarColumn[]): Promise<BarColumns>;
  /** One SELECT, wrapped and hardened; at most `limit` rows (default 10,000). `cancel(task)` ends it between two steps. Errors `query-refused`, `query-failed`. */
  query(sql: string, limit?: number, task?: number): Promise<QueryResult>;
  stats(): Promise<readonly StorageStats[]>;
  /** Serves the bars of a run on `port`, on `storage`; see `feed/protocol.ts`. `cancel(task)` ends the loading. */
  openFeed(
    task: number,
    runId: string,
    storage: StorageKind,
    series: readonly string[],
    port: MessagePort,
    strategy?: string,
  ): Promise<OpenedFeed>;
  /** Ends a feed, releases its snapshot and returns what it cost. `cacheHits`: reads that the run's own cache answered. */
  closeFeed(feedId: number, cacheHits?: number): Promise<FeedCost>;
  /** The newest calls and statements of this session, from memory. Reading the log is not recorded. */
  timings(): Promise<readonly QueryTiming[]>;
  /** Kept calls and statements, this session's included: slowest first with `slowerThan`, else newest first. */
  storedTimings(request?: TimingRequest): Promise<readonly StoredTiming[]>;
  /** What each operation cost, over this session (default) or over everything stored. */
  summariseTimings(scope?: 'session' | 'stored'): Promise<readonly OperationSummary[]>;
  /** Saves a run with the equity that its feeds have left. */
  saveRun(run: StoredRun): Promise<void>;
  /** Forgets the equity of a run that will not be saved. */
  discardRun(runId: string): Promise<void>;
  /** Equity of a run for the rows of a chart that open at `timestamp` (epoch ms, ascending) and end before `end`; undefined when it is not kept. */
  getEquityRows(
    runId: string,
    storage: StorageKind,
    timestamp: Float64Array,
    end: number,
  ): Promise<EquityRows | undefined>;
  /** Equity of every bar of a run; undefined when it is not kept. */
  getEquity(runId: string, storage: StorageKind): Promise<RunEquity | undefined>;
  /**
   * Cash, exposure, drawdown and units of a kept run at every bar, put together from its trades and the stored bars; undefined when it is not
   * kept. Errors `unknown-series`, `bad-argument` when bars were written again since.
   */
  getAccount(runId: string, storage: StorageKind): Promise<AccountColumns | undefined>;
  /** First bar at which the equity of a run differs between two storages. */
  compareEquity(runId: string, a: StorageKind, b: StorageKind): Promise<EquityDifference | undefined>;
  loadRun(runId: string): Promise<StoredRun | undefined>;
  /** Newest first. */
  listRuns(): Promise<readonly StoredRunSummary[]>;
}
