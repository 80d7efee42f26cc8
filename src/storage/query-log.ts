import type { StorageKind } from './bar-storage.ts';
import type { QueryTiming } from './timing.ts';

/** Entries that the stored log keeps; older ones are deleted first. */
export const KEPT_TIMINGS = 100_000;

/** Characters of an SQL text, and of an error, that are stored at most. */
export const STORED_TEXT = 4_000;

/** Entries of one session, or of every stored one. */
export interface TimingScope {
  /** Start of the session, epoch ms UTC. Default: every session. */
  readonly session?: number;
}

/** Which stored entries are wanted. */
export interface TimingFilter extends TimingScope {
  /** Only entries that took longer, milliseconds. */
  readonly slowerThan?: number;
  /** Only entries that failed. Default false. */
  readonly failed?: boolean;
  /** Default 1,000; at most {@link KEPT_TIMINGS}. */
  readonly limit?: number;
}

/** A stored entry. `sequence` counts within its session. */
export interface StoredTiming extends QueryTiming {
  /** Start of the session that recorded it, epoch ms UTC. */
  readonly session: number;
}

/** What the calls of one operation on one storage cost together; statements are part of their calls and not counted again. */
export interface OperationSummary {
  readonly operation: string;
  readonly storage: StorageKind;
  readonly calls: number;
  /** Calls that ended with an error; a cancellation is none. */
  readonly failures: number;
  readonly cancelled: number;
  /** Median, 95th percentile and longest of the entries, milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  readonly rows: number;
  readonly bytes: number;
}

/** Timings that survive the session. */
export interface QueryLog {
  /** Keeps `timings`, durably. False, and nothing is kept, while a write is under way. Errors as for any write. */
  append(session: number, timings: readonly QueryTiming[]): Promise<boolean>;
  /** Slowest first when `slowerThan` is given, else newest first. */
  list(filter?: TimingFilter): Promise<readonly StoredTiming[]>;
  /** By operation and storage, the most time first. */
  summarise(scope?: TimingScope): Promise<readonly OperationSummary[]>;
}
