import type { DuckDBConnection } from '@duckdb/duckdb-wasm/blocking';
import type { Table } from 'apache-arrow';
import type { ErrorCode } from '../../core/error.ts';
import type { StorageEnvironment } from '../storage-environment.ts';
import { doubleArrays } from './arrow-arrays.ts';
import type { Database } from './database.ts';
import { messageOf, statementError } from './database-error.ts';

/** One connection whose statements are timed, observed and turned into Backtab errors. */
export class Session {
  readonly #connection: DuckDBConnection;
  readonly #environment: StorageEnvironment;
  #closed = false;

  constructor(database: Database, environment: StorageEnvironment) {
    this.#connection = database.connect();
    this.#environment = environment;
  }

  /** Does `work` with a session of its own, which is closed in every case. */
  static use<T>(database: Database, environment: StorageEnvironment, work: (session: Session) => T): T {
    const session = new Session(database, environment);
    try {
      return work(session);
    } finally {
      session.close();
    }
  }

  /** Runs a statement for its effect and returns the number of rows it touched. */
  run(sql: string): number {
    const table = this.#observe(sql, () => this.#connection.query(sql));
    return Number(table.getChildAt(0)?.get(0) ?? 0);
  }

  /** Runs a query and returns its rows. */
  table(sql: string): Table {
    return this.#observe(sql, () => this.#connection.query(sql));
  }

  /** Runs a query whose columns are all DOUBLE and not null; each column is one array of the caller's own. */
  columns(sql: string): Float64Array[] {
    return doubleArrays(this.table(sql));
  }

  /** Appends the rows of an Arrow IPC stream to a table. */
  insert(stream: Uint8Array, rows: number, table: string, schema: 'main' | 'temp' = 'main'): void {
    this.#observe(
      `INSERT INTO ${schema}.${table} FROM arrow stream`,
      () => this.#connection.insertArrowFromIPCStream(stream, { name: table, schema, create: false }),
      { rows, bytes: stream.byteLength },
    );
  }

  /** Runs `work` in a transaction; an error rolls back and is thrown on. */
  transaction<T>(work: () => T): T {
    this.run('BEGIN TRANSACTION');
    try {
      const result = work();
      this.run('COMMIT');
      return result;
    } catch (error) {
      this.rollback();
      throw error;
    }
  }

  /** Ends an open transaction; one that an error has ended already stays ended. */
  rollback(): void {
    try {
      this.#connection.query('ROLLBACK');
    } catch {
      // No transaction is open: a failed COMMIT has rolled back by itself.
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#connection.close();
  }

  #observe<T>(
    sql: string,
    work: () => T,
    written?: { rows: number; bytes: number },
    code: ErrorCode = 'internal',
  ): T {
    const { clock, observer } = this.#environment;
    const start = clock();
    try {
      const result = work();
      const size = written ?? tableSize(result);
      observer?.({ sql, ...size, milliseconds: clock() - start });
      return result;
    } catch (error) {
      const failure = statementError(error, code);
      observer?.({
        sql,
        rows: 0,
        bytes: 0,
        milliseconds: clock() - start,
        error: messageOf(error),
        errorCode: failure.code,
      });
      throw failure;
    }
  }
}

function tableSize(result: unknown): { readonly rows: number; readonly bytes: number } {
  const table = result as Table;
  let bytes = 0;
  for (const batch of table.batches) bytes += batch.data.byteLength;
  return { rows: table.numRows, bytes };
}
