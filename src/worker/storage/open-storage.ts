import type { Clock } from '../../core/clock.ts';
import { DuckdbRunStore } from '../../storage/duckdb/duckdb-run-store.ts';
import { DuckdbStorage } from '../../storage/duckdb/duckdb-storage.ts';
import { openDatabase } from '../../storage/duckdb/open-database.ts';
import { runUserQuery } from '../../storage/duckdb/user-query.ts';
import { MemoryStorage } from '../../storage/memory/memory-storage.ts';
import type { OpenStorage } from './opened-storage.ts';

/** Opens the database of this origin and an empty storage in memory beside it. `now`: epoch ms UTC. */
export function storageOpener(clock: Clock, now: () => number): OpenStorage {
  return async (observerFor) => {
    const { database, reason } = await openDatabase();
    const environment = { clock, now, observer: observerFor('duckdb') };
    return {
      place: database.place,
      reason,
      duckdb: new DuckdbStorage(database, environment),
      memory: new MemoryStorage({ clock, now, observer: observerFor('memory') }),
      runs: new DuckdbRunStore(database, environment),
      query: (sql, limit) => runUserQuery(database, environment, sql, { limit }),
    };
  };
}
