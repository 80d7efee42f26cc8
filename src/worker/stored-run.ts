import type { BacktestResult } from '../engine/backtest-result.ts';
import type { StorageKind } from '../storage/bar-storage.ts';
import type { FeedTotals, QueryTiming } from '../storage/timing.ts';

/** How long each part of a run took, milliseconds. */
export interface RunTimings {
  /** Making the series available in the storage under test. */
  readonly load: number;
  /** Inside the sandbox: feed, engine, strategy, statistics. */
  readonly engine: number;
  /** From the call to the result. */
  readonly total: number;
  readonly feed: FeedTotals;
  /** Every query behind `feed`. */
  readonly queries: readonly QueryTiming[];
}

/** The outcome of a run but for its equity, which stays in the storage worker: see `StorageFacade.getEquityRows` and `getEquity`. */
export type RunResult = Omit<BacktestResult, 'equity'>;

/** A finished run on one storage. */
export interface StorageRun {
  readonly storage: StorageKind;
  /** Storage under whose name the equity of this result is kept: the first one that gave the same bytes. */
  readonly equityOf: StorageKind;
  readonly result: RunResult;
  readonly timings: RunTimings;
}

/** The text of a strategy that a user gave, as its run keeps it. */
export interface StrategySource {
  /** CommonJS. */
  readonly text: string;
  /** SHA-256 (hex) of its UTF-8 bytes. */
  readonly sha256: string;
}

/** A run as kept in the database: one storage, or two side by side. */
export interface StoredRun {
  readonly runId: string;
  /** Moment it was started, epoch ms UTC. */
  readonly startedAt: number;
  readonly runs: readonly StorageRun[];
  /** True when all `runs` have one hash; null with a single storage. */
  readonly identical: boolean | null;
  /** First difference in words when not identical. */
  readonly divergence: string | null;
  /** The text of a strategy that was given as text; absent for one of the catalogue, and for runs of versions that did not keep it. */
  readonly source?: StrategySource;
}

/** A run made once more from its record. */
export interface RunRepeat {
  /** The new run; it is kept as any other. */
  readonly run: StoredRun;
  /** Id of the run that was repeated. */
  readonly repeatOf: string;
  /** Whether every storage gave the hash that it gave before. */
  readonly sameHash: boolean;
  /** What the hash rests on and is not as it was, in words: bars that were written again, another version of the engine. */
  readonly changes: readonly string[];
}

/** One line of the list of runs. */
export interface StoredRunSummary {
  readonly runId: string;
  readonly startedAt: number;
  readonly strategy: string;
  readonly symbol: string;
  readonly storages: readonly StorageKind[];
  readonly returnPct: number;
}
