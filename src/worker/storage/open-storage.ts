import type { Clock } from '../../core/clock.ts';
import { DuckdbRunStore } from '../../storage/duckdb/duckdb-run-store.ts';
import { DuckdbStorage } from '../../storage/duckdb/duckdb-storage.ts';
import { openDatabase } from '../../storage/duckdb/open-database.ts';
import { runUserQuery } from '../../storage/duckdb/user-query.ts';
import { LegacyStorage } from '../../storage/legacy/legacy-storage.ts';
import { MemoryStorage } from '../../storage/memory/memory-storage.ts';
import type { OpenStorage } from './opened-storage.ts';

/** Opens the database of this origin and empty storages in memory beside it. `now`: epoch ms UTC. */
export function storageOpener(clock: Clock, now: () => number): OpenStorage {
  return async (observerFor) => {
    const { database, reason } = await openDatabase();
    const environment = { clock, now, observer: observerFor('duckdb') };
    return {
      place: database.place,
      reason,
      duckdb: new DuckdbStorage(database, environment),
      memory: new MemoryStorage({ clock, now, observer: observerFor('memory') }),
      legacy: new LegacyStorage({ clock, now, observer: observerFor('legacy') }),
      runs: new DuckdbRunStore(database, environment),
      query: (sql, limit) => runUserQuery(database, environment, sql, { limit }),
    };
  };
}
