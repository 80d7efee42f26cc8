import { DuckDBAccessMode, type DuckDBConnection } from '@duckdb/duckdb-wasm/blocking';
import { BacktabError } from '../../core/error.ts';
import type { Database } from './database.ts';
import { type DuckdbEngine, startEngine } from './duckdb-engine.ts';
import { applySettings } from './settings.ts';

/** The same database without a file: what a private window gets. */
export class MemoryDatabase implements Database {
  readonly place = 'memory';
  readonly engine: DuckdbEngine;
  readonly #connection: DuckDBConnection;

  private constructor(engine: DuckdbEngine) {
    this.engine = engine;
    this.#connection = engine.connect();
    applySettings(this.#connection);
  }

  /** Starts DuckDB with an empty database in the wasm heap. Error `storage-unavailable`. */
  static async open(): Promise<MemoryDatabase> {
    const engine = await startEngine();
    engine.open({ path: ':memory:', accessMode: DuckDBAccessMode.READ_WRITE });
    return new MemoryDatabase(engine);
  }

  connect(): DuckDBConnection {
    return this.engine.connect();
  }

  expectRoom(): void {}

  checkpoint(): void {}

  catchUp(): void {}

  async copyFile(): Promise<Blob> {
    throw new BacktabError(
      'storage-unavailable',
      'This window keeps its database in memory, and there is no file to copy. Export the series instead.',
    );
  }

  bytes(): number {
    const total = this.#connection.query('SELECT sum(memory_usage_bytes)::DOUBLE FROM duckdb_memory()');
    return Number(total.getChildAt(0)?.get(0) ?? 0);
  }

  close(): void {
    this.engine.reset();
  }
}
