import { BacktabError } from '../../core/error.ts';
import type { Database } from './database.ts';
import { MemoryDatabase } from './memory-database.ts';
import { OpfsDatabase } from './opfs-database.ts';
import { addQueryLog } from './query-log-table.ts';
import { migrate, refuseNewerSchema } from './schema.ts';

/** Name of the database file in the origin private file system. */
export const DATABASE_FILE = 'backtab.db';

/** An open database, and why it is not kept when it is not. */
export interface OpenedDatabase {
  readonly database: Database;
  /** Plain sentence for a notice; empty when the data survive a reload. */
  readonly reason: string;
}

let opening: Promise<OpenedDatabase> | undefined;

/**
 * Opens the database of this origin with its schema up to date; without a private file system, an empty one in memory. Calls that overlap share one
 * opening. Errors: `database-in-use` (try again later), `database-damaged`, `database-newer`, `quota-exceeded`, `storage-unavailable`
 * (the wasm module did not start); nothing was written then.
 */
export function openDatabase(name: string = DATABASE_FILE): Promise<OpenedDatabase> {
  opening ??= openOnce(name).finally(() => {
    opening = undefined;
  });
  return opening;
}

async function openOnce(name: string): Promise<OpenedDatabase> {
  const opened = await openSomewhere(name);
  try {
    migrate(opened.database);
    addQueryLog(opened.database);
    return opened;
  } catch (error) {
    opened.database.close();
    throw error;
  }
}

async function openSomewhere(name: string): Promise<OpenedDatabase> {
  try {
    return { database: await OpfsDatabase.open(name, refuseNewerSchema), reason: '' };
  } catch (error) {
    if (!(error instanceof BacktabError && error.code === 'storage-unavailable')) throw error;
    return { database: await MemoryDatabase.open(), reason: error.message };
  }
}
