import type { BarStorage, QueryObserver } from '../../storage/bar-storage.ts';
import type { QueryLog } from '../../storage/query-log.ts';
import type { RunStore } from '../../storage/run-store.ts';
import type { QueryResult, SetAsideFile } from '../storage-facade.ts';

/** What a facade works on once the database is open. */
export interface OpenedStorage {
  /** `opfs` survives a reload; `memory` is lost with the tab, and `reason` says why it is used. */
  readonly place: 'opfs' | 'memory';
  readonly reason: string;
  readonly duckdb: BarStorage;
  readonly memory: BarStorage;
  readonly legacy: BarStorage;
  readonly runs: RunStore;
  query(sql: string, limit: number, signal?: AbortSignal): Promise<QueryResult>;
  /** The whole database as one file. Errors `storage-unavailable`, `database-in-use`. */
  backup(step?: CopyStep): Promise<Blob>;
  /** Keeps timings; without it they live as long as the session. */
  readonly timings?: QueryLog;
  /** Bytes of the database engine's heap, which never shrinks. Absent: not known. */
  heapBytes?(): number;
}

/** Told how much of a file has been copied; may throw to end the copy. */
export type CopyStep = (bytesDone: number, bytesTotal: number) => Promise<void>;

/** What ends a restore, and who hears how far it is. */
export interface RestoreOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (bytesDone: number, bytesTotal: number) => void;
}

/** What can be done with the files of a database that is not open. */
export interface DatabaseFiles {
  /** See `setDatabaseAside`. */
  setAside(): Promise<readonly SetAsideFile[]>;
  listSetAside(): Promise<readonly SetAsideFile[]>;
  readSetAside(fileName: string): Promise<Blob>;
  deleteSetAside(fileName: string): Promise<void>;
  /** See `readDatabaseFiles`. */
  readDatabase(): Promise<readonly File[]>;
  /** See `restoreDatabase`. */
  restore(backup: Blob, options?: RestoreOptions): Promise<void>;
}

/** Makes a query observer for the storage of a name. */
export type ObserverFor = (storage: BarStorage['kind']) => QueryObserver;

/** Opens the database. Error `database-in-use` when another tab holds it. */
export type OpenStorage = (observerFor: ObserverFor) => Promise<OpenedStorage>;
