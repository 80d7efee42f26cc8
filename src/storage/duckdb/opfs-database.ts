import { DuckDBAccessMode, type DuckDBConnection, DuckDBDataProtocol } from '@duckdb/duckdb-wasm/blocking';
import { BacktabError } from '../../core/error.ts';
import type { CopyStep, Database } from './database.ts';
import { damagedError, isQuotaError, messageOf, openError, quotaError } from './database-error.ts';
import { type DuckdbEngine, startEngine } from './duckdb-engine.ts';
import { type FileLease, leaseFiles } from './file-lease.ts';
import { applySettings } from './settings.ts';

/** Room that a commit and its checkpoint may need beyond what the rows themselves have taken already, bytes. */
const HEADROOM = 8 * 1024 * 1024;

/** Bytes copied at a time. */
const COPY_BYTES = 8 * 1024 * 1024;

/** Copies that a checkpoint may spoil before one is made without letting anything in between. */
const COPY_ATTEMPTS = 3;

/** What DuckDB says when a checkpoint has to wait for another transaction. Nothing was written then. */
const POSTPONED = /Cannot CHECKPOINT/;

/** Looks at a database before anything is written to it; throws to refuse it. */
export type Inspection = (connection: DuckDBConnection) => void;

/** A DuckDB database in the origin private file system, and the only way in which it may be checkpointed. */
export class OpfsDatabase implements Database {
  readonly place = 'opfs';
  readonly engine: DuckdbEngine;
  readonly #lease: FileLease;
  readonly #connection: DuckDBConnection;
  #closed = false;
  #postponed = false;
  #checkpoints = 0;

  private constructor(engine: DuckdbEngine, lease: FileLease) {
    this.engine = engine;
    this.#lease = lease;
    this.#connection = engine.connect();
  }

  /**
   * Opens or creates the database `name`. `inspect` may refuse it while it is still untouched.
   * Errors: `database-in-use`, `storage-unavailable`, `database-damaged`, `database-newer`, `quota-exceeded`. After an error both files
   * are as they were.
   */
  static async open(name: string, inspect: Inspection = () => {}): Promise<OpfsDatabase> {
    const lease = await leaseFiles(name);
    try {
      const isNew = lease.database.getSize() === 0 && lease.wal.getSize() === 0;
      if (!isNew && !lease.database.looksLikeDatabase()) {
        throw damagedError(`"${name}" does not begin like a database`);
      }
      const engine = await startEngine();
      for (const file of [lease.database, lease.wal]) file.attach(engine);
      // Names without "opfs://" and handles of our own: DuckDB must not close or reopen what checkpoint() truncates.
      engine.registerFileHandle(name, lease.database, DuckDBDataProtocol.BROWSER_FSACCESS, true);
      engine.registerFileHandle(`${name}.wal`, lease.wal, DuckDBDataProtocol.BROWSER_FSACCESS, true);
      engine.open({ path: name, accessMode: DuckDBAccessMode.READ_WRITE, useDirectIO: true });
      const database = new OpfsDatabase(engine, lease);
      inspect(database.#connection);
      // A replayed WAL must be folded in BEFORE the first write, which would overwrite its head.
      database.checkpoint();
      applySettings(database.#connection);
      return database;
    } catch (error) {
      lease.release();
      throw openError(error);
    }
  }

  connect(): DuckDBConnection {
    return this.engine.connect();
  }

  expectRoom(): void {
    const { database } = this.#lease;
    const size = database.getSize();
    try {
      database.truncate(size + HEADROOM);
    } catch (error) {
      throw isQuotaError(error) ? quotaError(error) : error;
    } finally {
      database.truncate(size);
    }
  }

  /**
   * HAZARD. DuckDB-WASM cannot remove a file and opens its WAL for appending at position 0, so after a checkpoint the old WAL stays and the
   * next commit overwrites its head: at the next start committed rows are gone without an error (docs/adr/0002-wal-truncation.md;
   * https://github.com/duckdb/duckdb-wasm/issues/1990, until RemoveFile is implemented for OPFS). Therefore the WAL is cut here, right after a CHECKPOINT that returned,
   * and CHECKPOINT is run nowhere else. A checkpoint that another transaction holds up is made up for later; until then the WAL is
   * complete, because one session only ever appends to it.
   */
  checkpoint(): void {
    const { database, wal } = this.#lease;
    this.#checkpoints++;
    try {
      this.#connection.query('CHECKPOINT');
    } catch (error) {
      if (!POSTPONED.test(messageOf(error))) throw error;
      this.#postponed = true;
      database.flush();
      wal.flush();
      return;
    }
    this.#postponed = false;
    database.flush();
    wal.truncate(0);
    wal.flush();
  }

  catchUp(): void {
    if (this.#postponed && !this.#closed) this.checkpoint();
  }

  async copyFile(step?: CopyStep): Promise<Blob> {
    for (let attempt = 0; ; attempt++) {
      this.checkpoint();
      if (this.#postponed) {
        throw new BacktabError(
          'database-in-use',
          'A run still reads bars that were deleted meanwhile. Wait for it or stop it, then repeat the backup.',
        );
      }
      // After some attempts in one go: nothing else can write then.
      const copy = await this.#copyParts(attempt < COPY_ATTEMPTS ? step : undefined);
      if (copy) return copy;
    }
  }

  /** Undefined when a checkpoint came in between: the parts do not belong together then. What is written between checkpoints goes to blocks that the copy does not name. */
  async #copyParts(step: CopyStep | undefined): Promise<Blob | undefined> {
    const { database } = this.#lease;
    const begun = this.#checkpoints;
    const size = database.getSize();
    const parts: Blob[] = [];
    for (let at = 0; at < size; at += COPY_BYTES) {
      if (step) await step(at, size);
      if (this.#checkpoints !== begun) return undefined;
      const part = new Uint8Array(Math.min(COPY_BYTES, size - at));
      database.read(part, { at });
      parts.push(new Blob([part]));
    }
    return new Blob(parts, { type: 'application/vnd.duckdb' });
  }

  bytes(): number {
    return this.#lease.database.getSize() + this.#lease.wal.getSize();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      this.checkpoint();
    } finally {
      this.#lease.release();
    }
  }
}
