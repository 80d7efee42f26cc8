import type { DuckDBConnection } from '@duckdb/duckdb-wasm/blocking';
import type { DuckdbEngine } from './duckdb-engine.ts';

/** Told how much of a file has been copied. */
export type CopyStep = (bytesDone: number, bytesTotal: number) => Promise<void>;

/** An open DuckDB database and the one place where its durability is decided. */
export interface Database {
  /** `opfs` survives a reload, `memory` is gone with the worker. */
  readonly place: 'opfs' | 'memory';
  readonly engine: DuckdbEngine;
  /** A new connection. Writers, snapshots and user queries take one each: a transaction belongs to its connection. */
  connect(): DuckDBConnection;
  /**
   * Makes sure that there is room for what the coming commit and its checkpoint write. Error `quota-exceeded` when there is none: before the
   * commit, so that the database stays as it was.
   */
  expectRoom(): void;
  /** Makes everything committed so far durable. Call after every commit; never inside a transaction of the caller's. */
  checkpoint(): void;
  /** Makes up for a checkpoint that another transaction held up. Call when a writer or a snapshot has ended. */
  catchUp(): void;
  /**
   * The whole database as one file that any DuckDB opens. Call it between writes. `step` is awaited before each part and may throw to end the copy.
   * Errors: `storage-unavailable` for a database without a file, `database-in-use` while a run reads what was deleted since, so that the file alone
   * is not complete.
   */
  copyFile(step?: CopyStep): Promise<Blob>;
  /** Bytes held: of the files, or of the tables in memory. */
  bytes(): number;
  /** Ends the database; idempotent. Everything committed stays. */
  close(): void;
}
