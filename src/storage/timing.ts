import type { StorageKind } from './bar-storage.ts';

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
  readonly error?: string;
  /** Run that asked, when one did. */
  readonly runId?: string;
}

/** What one run asked of its storage, summed up. */
export interface FeedTotals {
  readonly queries: number;
  readonly rows: number;
  readonly bytes: number;
  /** Time inside the storage. */
  readonly milliseconds: number;
}
