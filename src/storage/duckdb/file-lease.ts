import { BacktabError } from '../../core/error.ts';
import { isQuotaError, messageOf, quotaError } from './database-error.ts';
import { DatabaseFile } from './database-file.ts';

/** How long a reloaded page's old worker may take to let go of lock and files, milliseconds. */
const PATIENCE = 3_000;
const RETRY_INTERVAL = 100;

/** Exclusive possession of the two files of a database. */
export interface FileLease {
  readonly database: DatabaseFile;
  readonly wal: DatabaseFile;
  /** Closes both files and lets another tab have them. */
  release(): void;
}

/**
 * Takes the files `name` and `name.wal` of this origin, creating them when there are none.
 * Errors: `database-in-use` when another tab holds them, `storage-unavailable` when this browser or window keeps no files.
 */
export async function leaseFiles(name: string): Promise<FileLease> {
  const directory = await openDirectory();
  const releaseLock = await takeLock(`backtab:${name}`);
  const opened: DatabaseFile[] = [];
  const release = () => {
    for (const file of opened.splice(0)) file.close();
    releaseLock();
  };
  const take = async (fileName: string, complete: boolean) => {
    const handle = await takeHandle(await directory.getFileHandle(fileName, { create: true }));
    const file = new DatabaseFile(handle, complete);
    opened.push(file);
    return file;
  };
  try {
    const database = await take(name, true);
    const wal = await take(`${name}.wal`, false);
    return { database, wal, release };
  } catch (error) {
    release();
    if (error instanceof BacktabError) throw error;
    throw isQuotaError(error) ? quotaError(error) : unavailableError(error);
  }
}

async function openDirectory(): Promise<FileSystemDirectoryHandle> {
  try {
    if (
      typeof FileSystemFileHandle === 'undefined' ||
      !('createSyncAccessHandle' in FileSystemFileHandle.prototype)
    ) {
      throw new Error('This browser offers no synchronous file access here');
    }
    return await navigator.storage.getDirectory();
  } catch (error) {
    throw unavailableError(error);
  }
}

function unavailableError(cause: unknown): BacktabError {
  return new BacktabError(
    'storage-unavailable',
    `This window keeps no files ("${messageOf(cause)}"). Use a normal window of a current browser to keep your data.`,
    { cause },
  );
}

/** Web Locks tell "another tab" from "a worker that is just ending"; without them the file handles alone decide. */
async function takeLock(name: string): Promise<() => void> {
  if (!navigator.locks) return () => {};
  try {
    // A lock that is free is asked for without a limit: while DuckDB starts in this thread, the limit would run out before the answer is heard.
    const free = await requestLock(name, { ifAvailable: true });
    return free ?? ((await requestLock(name, { signal: AbortSignal.timeout(PATIENCE) })) as () => void);
  } catch (error) {
    const expired = error instanceof DOMException && error.name === 'TimeoutError';
    throw expired ? inUseError(error) : unavailableError(error);
  }
}

/** Resolves with what lets go of the lock, or with undefined when it is not available. */
function requestLock(name: string, options: LockOptions): Promise<(() => void) | undefined> {
  return new Promise((resolve, reject) => {
    const hold = (lock: Lock | null) =>
      lock ? new Promise<void>((release) => resolve(release)) : resolve(undefined);
    navigator.locks.request(name, options, hold).catch(reject);
  });
}

async function takeHandle(file: FileSystemFileHandle): Promise<FileSystemSyncAccessHandle> {
  for (let waited = 0; ; waited += RETRY_INTERVAL) {
    try {
      return await file.createSyncAccessHandle();
    } catch (error) {
      const busy = error instanceof DOMException && error.name === 'NoModificationAllowedError';
      if (!busy) throw error;
      if (waited >= PATIENCE) throw inUseError(error);
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_INTERVAL));
  }
}

function inUseError(cause: unknown): BacktabError {
  return new BacktabError(
    'database-in-use',
    'Another tab holds the database. Close that tab, then try again.',
    { cause },
  );
}
