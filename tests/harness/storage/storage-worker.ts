import type { SeriesKey } from '../../../src/core/series.ts';
import type { BarStorage, QueryObservation } from '../../../src/storage/bar-storage.ts';
import type { Database } from '../../../src/storage/duckdb/database.ts';
import { DuckdbQueryLog } from '../../../src/storage/duckdb/duckdb-query-log.ts';
import { DuckdbRunStore } from '../../../src/storage/duckdb/duckdb-run-store.ts';
import { DuckdbStorage } from '../../../src/storage/duckdb/duckdb-storage.ts';
import { MemoryDatabase } from '../../../src/storage/duckdb/memory-database.ts';
import { openDatabase } from '../../../src/storage/duckdb/open-database.ts';
import { migrate } from '../../../src/storage/duckdb/schema.ts';
import {
  readSetAside,
  restoreDatabase,
  type SetAsideFile,
  setDatabaseAside,
} from '../../../src/storage/duckdb/set-aside.ts';
import {
  runUserQuery,
  type UserQueryOptions,
  type UserQueryResult,
} from '../../../src/storage/duckdb/user-query.ts';
import { exportCsv } from '../../../src/storage/export/csv-export.ts';
import { exportParquet } from '../../../src/storage/export/parquet-export.ts';
import { LegacyStorage } from '../../../src/storage/legacy/legacy-storage.ts';
import { MemoryStorage } from '../../../src/storage/memory/memory-storage.ts';
import type { QueryLog } from '../../../src/storage/query-log.ts';
import type { RunEquity, RunRecord, RunStore } from '../../../src/storage/run-store.ts';
import type { StorageEnvironment } from '../../../src/storage/storage-environment.ts';
import { earlierSchema } from './earlier-schema.ts';
import { type DedicatedWorkerGlobal, serve } from './remote.ts';

const observations: QueryObservation[] = [];
const environment: StorageEnvironment = {
  clock: () => performance.now(),
  now: () => Date.now(),
  observer: (observation) => observations.push(observation),
};

/** Equity of a run on one storage. */
export type NamedEquity = RunEquity & { readonly storage: string };

/** What a test does to the product's own storage classes inside a worker. */
export class StorageHarness {
  #database: Database | undefined;
  #storage: DuckdbStorage | undefined;

  /** Lets every later opening start DuckDB from `module` instead of compiling it again. */
  async shareModule(module: WebAssembly.Module): Promise<void> {
    WebAssembly.instantiateStreaming = async (source, imports) => {
      await (await source).body?.cancel();
      return { module, instance: await WebAssembly.instantiate(module, imports) };
    };
  }

  /** Every wait with a time limit runs out at once, as it does in a thread that was busy for longer. */
  async loseTime(): Promise<void> {
    AbortSignal.timeout = () => AbortSignal.abort(new DOMException('', 'TimeoutError'));
  }

  /** Opens the database `name` in OPFS, or one in memory when there is no name. */
  async openStorage(name: string | undefined, chunkRows?: number): Promise<BarStorage> {
    this.#database = name === undefined ? await MemoryDatabase.open() : (await openDatabase(name)).database;
    if (name === undefined) migrate(this.#database);
    this.#storage = new DuckdbStorage(this.#database, environment, chunkRows ? { chunkRows } : {});
    return this.#storage;
  }

  /** A new storage in memory, of typed arrays or of row objects. */
  async openInMemory(kind: 'memory' | 'legacy', chunkRows?: number): Promise<BarStorage> {
    const options = chunkRows ? { chunkRows } : {};
    return kind === 'memory'
      ? new MemoryStorage(environment, options)
      : new LegacyStorage(environment, options);
  }

  async place(): Promise<string> {
    return this.#expectDatabase().place;
  }

  async runStore(): Promise<RunStore> {
    return new DuckdbRunStore(this.#expectDatabase(), environment);
  }

  async queryLog(): Promise<QueryLog> {
    const storage = this.#storage as DuckdbStorage;
    return new DuckdbQueryLog(this.#expectDatabase(), environment, (work) => storage.betweenWrites(work));
  }

  async storage(): Promise<BarStorage> {
    if (!this.#storage) throw new Error('Call openStorage first');
    return this.#storage;
  }

  /** Saves a run whose equity comes in blocks of `blockBars`. */
  async saveRun(run: RunRecord, curves: readonly NamedEquity[], blockBars = 65_536): Promise<void> {
    const store = new DuckdbRunStore(this.#expectDatabase(), environment);
    const spools = curves.map(({ storage, timestamp, equity }) => {
      const spool = store.openSpool(run.runId, storage, 128 * 86_400_000);
      for (let bar = 0; bar < equity.length; bar += blockBars) {
        const end = bar + blockBars;
        spool.append({ timestamp: timestamp.slice(bar, end), equity: equity.slice(bar, end) });
      }
      return spool;
    });
    await store.save(run, spools);
  }

  /** Begins a run with that many bars and does not save it. */
  async leaveRun(runId: string, bars: number): Promise<{ readonly bars: number; readonly last: number }> {
    const spool = new DuckdbRunStore(this.#expectDatabase(), environment).openSpool(runId, 'duckdb', 1e6);
    for (let bar = 0; bar < bars; bar += 65_536) {
      const timestamp = Float64Array.from({ length: Math.min(65_536, bars - bar) }, (_, row) => bar + row);
      spool.append({ timestamp, equity: timestamp.map((time) => time / 2) });
    }
    const { equity } = spool.equity({ from: bars - 1, to: bars });
    return { bars: spool.bars, last: equity[0] ?? Number.NaN };
  }

  /** The equity of a saved run, and its cells. */
  async savedEquity(runId: string, storage: string) {
    const source = await new DuckdbRunStore(this.#expectDatabase(), environment).equity(runId, storage);
    const range = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
    return source && { bars: source.bars, equity: source.equity(range), cells: source.cells() };
  }

  async userQuery(sql: string, options?: UserQueryOptions): Promise<UserQueryResult> {
    return runUserQuery(this.#expectDatabase(), environment, sql, options);
  }

  /** Runs statements as a test needs them, past every guard, then makes them durable as the product does. */
  async execute(statements: readonly string[]): Promise<void> {
    const connection = this.#expectDatabase().connect();
    for (const statement of statements) connection.query(statement);
    connection.close();
    this.#expectDatabase().checkpoint();
  }

  /** Turns the database into one that an earlier version left behind. */
  async revertSchema(version: 1 | 2 | 3 | 4): Promise<void> {
    await this.execute(earlierSchema(version));
  }

  /** Cancels the deletion of a series at its first sign of progress; what came of it. */
  async cancelDeletion(series: SeriesKey): Promise<{ readonly error: string; readonly rowsTotal: number }> {
    const control = new AbortController();
    let rowsTotal = 0;
    const onProgress = (_: number, total: number) => {
      rowsTotal = total;
      control.abort();
    };
    const error = await this.#storage
      ?.deleteSeries(series, { signal: control.signal, onProgress })
      .then(String, (thrown: Error) => thrown.name);
    return { error: error ?? 'no storage', rowsTotal };
  }

  async observations(): Promise<readonly QueryObservation[]> {
    return observations.splice(0);
  }

  async heapBytes(): Promise<number> {
    return this.#expectDatabase().engine.mod.HEAPU8.byteLength;
  }

  async backup(): Promise<Blob> {
    if (!this.#storage) throw new Error('Call openStorage first');
    return this.#storage.backup();
  }

  async restore(name: string, backup: Blob): Promise<void> {
    await restoreDatabase(name, backup);
  }

  async setAside(name: string, stamp: number): Promise<readonly SetAsideFile[]> {
    return setDatabaseAside(name, stamp);
  }

  async readSetAside(name: string, fileName: string): Promise<Blob> {
    return readSetAside(name, fileName);
  }

  async exportSeries(series: SeriesKey, format: 'csv' | 'parquet'): Promise<Blob> {
    if (!this.#storage) throw new Error('Call openStorage first');
    return format === 'csv' ? exportCsv(this.#storage, series) : exportParquet(this.#storage, series);
  }

  async readFile(name: string): Promise<Uint8Array> {
    const directory = await navigator.storage.getDirectory();
    const file = await (await directory.getFileHandle(name)).getFile();
    return new Uint8Array(await file.arrayBuffer());
  }

  async writeFile(name: string, bytes: Uint8Array): Promise<void> {
    const directory = await navigator.storage.getDirectory();
    const handle = await (await directory.getFileHandle(name, { create: true })).createSyncAccessHandle();
    handle.truncate(0);
    handle.write(bytes as Uint8Array<ArrayBuffer>);
    handle.close();
  }

  async removeFiles(name: string): Promise<void> {
    const directory = await navigator.storage.getDirectory();
    for (const file of [name, `${name}.wal`]) await directory.removeEntry(file).catch(() => {});
  }

  #expectDatabase(): Database {
    if (!this.#database) throw new Error('Call openStorage first');
    return this.#database;
  }
}

serve(globalThis as unknown as DedicatedWorkerGlobal, new StorageHarness());
