import type { TimeRange } from '../../core/bar.ts';
import type { SeriesInfo, SeriesKey, SeriesReference } from '../../core/series.ts';
import type { BacktestSpecification, FillProfile, RunTerms } from '../../engine/backtest-specification.ts';
import type { ParameterValues, StrategyDescription } from '../../engine/strategy-parameter.ts';
import type { AccountColumns } from '../../metrics/account-columns.ts';
import type { ChartBars, StorageKind, StorageStats } from '../../storage/bar-storage.ts';
import type { Coverage, CoverageOptions } from '../../storage/coverage.ts';
import type { EquityRows } from '../../storage/equity-cells.ts';
import type {
  ImportOptions,
  ImportPreview,
  ImportProgress,
  ImportReport,
} from '../../storage/import/import-types.ts';
import type { OperationSummary, StoredTiming } from '../../storage/query-log.ts';
import type { RunEquity } from '../../storage/run-store.ts';
import type { QueryTiming } from '../../storage/timing.ts';
import type {
  ExportFormat,
  QueryResult,
  SeriesCopy,
  SetAsideFile,
  StorageStatus,
  TimingRequest,
  TransferProgress,
} from '../storage-facade.ts';
import type { RunRepeat, StoredRun, StoredRunSummary } from '../stored-run.ts';
import type { SessionRequest } from './portfolio-request.ts';

/** Where a run reads its bars: one storage, or both side by side. */
export type RunStorage = StorageKind | 'both';

/** A run as a user asks for it; what is absent takes the default named. */
export interface RunRequest
  extends Omit<RunTerms, 'cashFlows'>,
    Pick<BacktestSpecification, 'intrabar' | 'band' | 'maxGap' | 'volumeLimit' | 'trailHistory'> {
  /** Id of a strategy. */
  readonly strategy: string;
  /** Defaults: the strategy's own. An unknown name or a value out of range is an error `bad-parameter`. */
  readonly params?: ParameterValues;
  /** One series, or several on one clock with one pool of cash: the first one is the main one and sets the period. */
  readonly series: SeriesReference | readonly SeriesReference[];
  /** What the run is measured against; not traded. Default none. */
  readonly benchmark?: SeriesReference;
  /** Hours of the market. Default the UTC day and all bars. */
  readonly session?: SessionRequest;
  /** Default `duckdb`. */
  readonly storage?: RunStorage;
  /** Epoch ms UTC or ISO 8601. Inclusive / exclusive. Default: all bars. */
  readonly start?: number | string | undefined;
  readonly end?: number | string | undefined;
  /** Default 10,000. */
  readonly cash?: number;
  /** Share of notional at entry and exit, 0.002 = 0.2%. Default 0. */
  readonly commission?: number;
  /** Shorter bars of instruments of `series`, into which ambiguous bars are looked. Default none. */
  readonly finerBars?: SeriesReference | readonly SeriesReference[];
  /** Default `next-open`. */
  readonly fillProfile?: FillProfile;
  /** Default true. */
  readonly exclusiveOrders?: boolean;
  /** Default false. */
  readonly finalizeTrades?: boolean;
  /** Annual. Default 0. */
  readonly riskFreeRate?: number;
  /** Deposits and withdrawals; `time` as `start`. */
  readonly cashFlows?: readonly { readonly time: number | string; readonly amount: number }[];
}

/** Progress of a run. */
export interface RunProgress {
  /** Storage the run reads; while it is stored, the last one read. */
  readonly storage: StorageKind;
  /** `finishing`: all bars are done, figures are worked out and handed over. `storing`: the run is written to the database. */
  readonly phase: 'loading' | 'running' | 'finishing' | 'storing';
  readonly barsDone: number;
  readonly barsTotal: number;
}

/** Options of any long call. */
export interface CallOptions<Progress> {
  /** Aborting rejects with an AbortError and leaves no trace. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** Options of a user's SQL. */
export interface QueryOptions {
  /** Rows returned at most. Default 10,000. */
  readonly limit?: number;
  /** Aborting rejects with an AbortError within 300 ms, also in the middle of a step of DuckDB: the storage worker is replaced then. */
  readonly signal?: AbortSignal;
  /** Milliseconds; then error `query-failed`. Default 60,000. */
  readonly timeLimit?: number;
}

/** Told to the page when something it shows has changed. */
export type WorkbenchEvent =
  | { readonly type: 'series-changed' }
  /** Runs were stored, here or in another tab. */
  | { readonly type: 'runs-changed' }
  | { readonly type: 'run-started'; readonly runId: string; readonly request: RunRequest }
  | { readonly type: 'run-finished'; readonly run: StoredRun }
  | { readonly type: 'run-failed'; readonly runId: string; readonly error: Error }
  | { readonly type: 'timings-changed' }
  | { readonly type: 'status-changed'; readonly status: StorageStatus };

/**
 * All the page can do, without React: what the UI uses and what `globalThis.backtab` is made of.
 * Errors are `BacktabError` with a code; a cancellation is an AbortError.
 */
export interface WorkbenchClient {
  /** Resolves when the database is open, in memory, or known to be held by another tab. */
  readonly ready: Promise<StorageStatus>;
  status(): Promise<StorageStatus>;
  /** Tries again to open a database that another tab held. */
  retryOpen(): Promise<StorageStatus>;
  previewFile(file: File, options?: ImportOptions): Promise<ImportPreview>;
  importFile(file: File, options?: ImportOptions & CallOptions<ImportProgress>): Promise<ImportReport>;
  loadSampleData(options?: CallOptions<ImportProgress>): Promise<readonly ImportReport[]>;
  listSeries(): Promise<SeriesInfo[]>;
  deleteSeries(reference: SeriesReference, options?: { readonly signal?: AbortSignal }): Promise<boolean>;
  /** Gives a series other fields of its key; the timeframe stays. Error `bad-argument` when that key is taken. */
  renameSeries(reference: SeriesReference, changes: Partial<SeriesKey>): Promise<boolean>;
  /** How much of a series' span, or of `range`, is covered by bars, and where it is not. */
  getCoverage(
    reference: SeriesReference,
    options?: CoverageOptions & { readonly range?: TimeRange },
  ): Promise<Coverage>;
  /** A series as a file. */
  exportSeries(
    reference: SeriesReference,
    format: ExportFormat,
    options?: CallOptions<TransferProgress>,
  ): Promise<Blob>;
  /** Copies a series into an empty storage, compares both sides bar by bar, and lets the copy go. Default: to memory. */
  copySeries(
    reference: SeriesReference,
    options?: CallOptions<TransferProgress> & { readonly to?: StorageKind },
  ): Promise<SeriesCopy>;
  /** The whole database, runs and timings included, as one file that any DuckDB opens. */
  backup(options?: CallOptions<TransferProgress>): Promise<Blob>;
  /** Replaces the whole database by a backup. What does not open replaces nothing: errors `database-damaged`, `database-newer`, `quota-exceeded`. */
  restore(backup: Blob, options?: CallOptions<TransferProgress>): Promise<StorageStatus>;
  /** Moves the files of a damaged database out of the way and opens a new one. They stay until they are deleted. */
  setDatabaseAside(): Promise<StorageStatus>;
  listSetAside(): Promise<readonly SetAsideFile[]>;
  readSetAside(fileName: string): Promise<Blob>;
  deleteSetAside(fileName: string): Promise<void>;
  /** The files of a database that does not open, as they are. */
  readDatabaseFiles(): Promise<readonly File[]>;
  /** Asks the browser not to clear the data under pressure; true when it agreed. */
  persist(): Promise<boolean>;
  getChartBars(seriesId: string, range: TimeRange, maxRows: number): Promise<ChartBars>;
  /** Close of the last closed bar at each moment of `at` (epoch ms, ascending); NaN before the first. Of long series it may be older by a part of the step between two moments. */
  getLastPrices(seriesId: string, at: Float64Array): Promise<Float64Array>;
  /** Equity of a run for chart rows that open at `timestamp` (epoch ms, ascending) and end before `end`; undefined when it is not kept. */
  getEquityRows(
    runId: string,
    storage: StorageKind,
    timestamp: Float64Array,
    end: number,
  ): Promise<EquityRows | undefined>;
  /** Equity of every bar of a run; undefined when it is not kept. */
  getEquity(runId: string, storage: StorageKind): Promise<RunEquity | undefined>;
  /**
   * Cash, exposure, drawdown and units of a kept run at every bar; undefined when it is not kept. Errors `unknown-series`, `bad-argument`
   * when bars were written again since the run.
   */
  getAccount(runId: string, storage: StorageKind): Promise<AccountColumns | undefined>;
  listStrategies(): readonly StrategyDescription[];
  /** Runs, keeps the run in the database and resolves with it. */
  run(request: RunRequest, options?: CallOptions<RunProgress>): Promise<StoredRun>;
  lastRun(): Promise<StoredRun | undefined>;
  loadRun(runId: string): Promise<StoredRun | undefined>;
  /** Runs a kept run again from its record and compares the hashes. Error `unknown-run`; `unknown-strategy` when the text of its strategy is not kept. */
  repeatRun(runId: string, options?: CallOptions<RunProgress>): Promise<RunRepeat>;
  listRuns(): Promise<readonly StoredRunSummary[]>;
  query(sql: string, options?: QueryOptions): Promise<QueryResult>;
  /** The newest 5,000 calls and statements of this session. */
  timings(): Promise<readonly QueryTiming[]>;
  /** Kept calls and statements: slowest first with `slowerThan`, else newest first. */
  storedTimings(request?: TimingRequest): Promise<readonly StoredTiming[]>;
  /** Calls, failures, percentiles, rows and bytes by operation, of this session (default) or of everything stored. */
  summariseTimings(scope?: 'session' | 'stored'): Promise<readonly OperationSummary[]>;
  stats(): Promise<readonly StorageStats[]>;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (event: WorkbenchEvent) => void): () => void;
  dispose(): void;
}
