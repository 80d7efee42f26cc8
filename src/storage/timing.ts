import type { StorageKind } from './bar-storage.ts';
import type { CallFailure } from './call-failure.ts';

/** One recorded facade call or statement. */
export interface QueryTiming {
  /** Running number, unique in this session. */
  readonly sequence: number;
  /** Facade operation, e.g. `getChartBars`, `readChunk`, `storeOhlcv`. */
  readonly operation: string;
  readonly storage: StorageKind;
  /** SQL text, or a description of the array read for a storage without SQL. */
  readonly sql: string;
  readonly rows: number;
  readonly bytes: number;
  readonly milliseconds: number;
  /** Start, milliseconds since the storage worker's time origin. */
  readonly startedAt: number;
  /** The same moment, epoch ms UTC; absent in runs that were kept before it was recorded. */
  readonly moment?: number;
  readonly error?: string;
  /** Code of that error; `cancelled` for a call that its user ended. */
  readonly errorCode?: CallFailure;
  /** Run that asked, when one did. */
  readonly runId?: string;
  /** Id of the strategy of that run. */
  readonly strategy?: string;
  /** For reads of chunks: `miss` when the storage read it, `hit` when the run's own cache answered. */
  readonly cache?: 'hit' | 'miss';
  /** Calls that this entry stands for. Absent = 1; the hits of a run are told in one entry when it ends. */
  readonly calls?: number;
}

/** What one run asked of its storage, summed up. */
export interface FeedTotals {
  readonly queries: number;
  readonly rows: number;
  readonly bytes: number;
  /** Time inside the storage. */
  readonly milliseconds: number;
}
