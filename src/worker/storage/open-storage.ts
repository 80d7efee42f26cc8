import type { Clock } from '../../core/clock.ts';
import { heapBytes } from '../../storage/duckdb/duckdb-engine.ts';
import { DuckdbQueryLog } from '../../storage/duckdb/duckdb-query-log.ts';
import { DuckdbRunStore } from '../../storage/duckdb/duckdb-run-store.ts';
import { DuckdbStorage } from '../../storage/duckdb/duckdb-storage.ts';
import { DATABASE_FILE, openDatabase } from '../../storage/duckdb/open-database.ts';
import {
  deleteSetAside,
  listSetAside,
  readDatabaseFiles,
  readSetAside,
  restoreDatabase,
  setDatabaseAside,
} from '../../storage/duckdb/set-aside.ts';
import { runUserQuery } from '../../storage/duckdb/user-query.ts';
import { LegacyStorage } from '../../storage/legacy/legacy-storage.ts';
import { MemoryStorage } from '../../storage/memory/memory-storage.ts';
import type { DatabaseFiles, OpenStorage } from './opened-storage.ts';

/** Opens the database of this origin and empty storages in memory beside it. `now`: epoch ms UTC. */
export function storageOpener(clock: Clock, now: () => number): OpenStorage {
  return async (observerFor) => {
    const { database, reason } = await openDatabase();
    const environment = { clock, now, observer: observerFor('duckdb') };
    const duckdb = new DuckdbStorage(database, environment);
    return {
      place: database.place,
      reason,
      duckdb,
      backup: (step) => duckdb.backup(step),
      memory: new MemoryStorage({ clock, now, observer: observerFor('memory') }),
      legacy: new LegacyStorage({ clock, now, observer: observerFor('legacy') }),
      runs: new DuckdbRunStore(database, environment),
      timings: new DuckdbQueryLog(database, environment, (work) => duckdb.betweenWrites(work)),
      query: (sql, limit, signal) =>
        runUserQuery(database, environment, sql, { limit, ...(signal ? { signal } : {}) }),
      heapBytes: () => heapBytes(database.engine),
    };
  };
}

/** The files of the database of this origin. `now`: epoch ms UTC. */
export function databaseFiles(now: () => number): DatabaseFiles {
  return {
    setAside: () => setDatabaseAside(DATABASE_FILE, now()),
    listSetAside: () => listSetAside(DATABASE_FILE),
    readSetAside: (fileName) => readSetAside(DATABASE_FILE, fileName),
    deleteSetAside: (fileName) => deleteSetAside(DATABASE_FILE, fileName),
    readDatabase: () => readDatabaseFiles(DATABASE_FILE),
    restore: (backup, options) => restoreDatabase(DATABASE_FILE, backup, options),
  };
}
