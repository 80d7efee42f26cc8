import { abortError, BacktabError, isAbortError } from '../../core/error.ts';
import { checkWhole } from './backup-check.ts';
import { isQuotaError, openError, quotaError } from './database-error.ts';
import { OpfsDatabase } from './opfs-database.ts';
import { refuseNewerSchema } from './schema.ts';
import { runUserQuery } from './user-query.ts';

/** A file that was moved out of the way: kept until a user deletes it. */
export interface SetAsideFile {
  readonly name: string;
  readonly bytes: number;
  /** Moment of its last change, epoch ms UTC. */
  readonly modifiedAt: number;
}

interface MovableFile extends FileSystemFileHandle {
  move?(name: string): Promise<void>;
}

const MARK = '.damaged-';

/**
 * Moves the files of the database `name` out of the way, so that the next opening makes a new one. Nothing is deleted. `stamp` makes the new names:
 * digits only. Returns what now lies aside. Error `database-in-use` while it is open anywhere.
 */
export async function setDatabaseAside(name: string, stamp: number): Promise<readonly SetAsideFile[]> {
  const directory = await navigator.storage.getDirectory();
  // The database first: a stop in between leaves a log without a database, which is refused as damaged and can be set aside again.
  for (const suffix of ['', '.wal']) {
    const file = await findFile(directory, `${name}${suffix}`);
    if (file && (await file.getFile()).size > 0) await moveFile(file, `${name}${MARK}${stamp}${suffix}`);
  }
  return listSetAside(name);
}

/** Files that were set aside, oldest first. */
export async function listSetAside(name: string): Promise<readonly SetAsideFile[]> {
  const directory = await navigator.storage.getDirectory();
  const found: SetAsideFile[] = [];
  const entries = directory as unknown as AsyncIterable<readonly [string, FileSystemHandle]>;
  for await (const [entry, handle] of entries) {
    if (handle.kind !== 'file' || !entry.startsWith(`${name}${MARK}`)) continue;
    const file = await (handle as FileSystemFileHandle).getFile();
    found.push({ name: entry, bytes: file.size, modifiedAt: file.lastModified });
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A file that was set aside, for a download. Error `bad-argument` for any other name. */
export async function readSetAside(name: string, fileName: string): Promise<File> {
  const listed = (await listSetAside(name)).some((file) => file.name === fileName);
  const file = listed && (await findFile(await navigator.storage.getDirectory(), fileName));
  if (!file) {
    throw new BacktabError(
      'bad-argument',
      `"${fileName}" is no file that was set aside. Take one that is listed.`,
    );
  }
  return file.getFile();
}

/** Deletes a file that was set aside. Error `bad-argument` for any other name. */
export async function deleteSetAside(name: string, fileName: string): Promise<void> {
  await readSetAside(name, fileName);
  await (await navigator.storage.getDirectory()).removeEntry(fileName);
}

/**
 * The files of a database that does not open, for a download: the database, then its log where it holds anything. Errors: `bad-argument` when there
 * is none, `database-in-use` while it is open anywhere.
 */
export async function readDatabaseFiles(name: string): Promise<readonly File[]> {
  const directory = await navigator.storage.getDirectory();
  const files: File[] = [];
  for (const suffix of ['', '.wal']) {
    const file = await (await findFile(directory, `${name}${suffix}`))?.getFile();
    if (file && file.size > 0) files.push(file);
  }
  if (files.length > 0) return files;
  throw new BacktabError('bad-argument', 'There is no database file yet. Import or restore something first.');
}

/** How far a restore is, and what can end it. */
export interface RestoreOptions {
  /** Ends the restore with an AbortError; the database is as before then. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (bytesDone: number, bytesTotal: number) => void;
}

/**
 * Replaces the database `name`, which must be closed, by `backup`. The backup is written under another name and opened there first: what cannot be opened
 * replaces nothing. The last step is one move, so a stop at any moment leaves the old database or the new one.
 * Errors: `database-damaged`, `database-newer`, `quota-exceeded`, `database-in-use`.
 */
export async function restoreDatabase(
  name: string,
  backup: Blob,
  options: RestoreOptions = {},
): Promise<void> {
  const directory = await navigator.storage.getDirectory();
  const draft = `${name}.restore`;
  try {
    await writeFile(directory, draft, backup, options);
    const database = await OpfsDatabase.open(draft, refuseNewerSchema);
    try {
      await checkBackup(database, options.signal);
    } finally {
      database.close();
    }
    if (options.signal?.aborted) throw abortError('The restore');
    const file = await findFile(directory, draft);
    if (file) await moveFile(file, name);
  } finally {
    for (const file of [draft, `${draft}.wal`]) await directory.removeEntry(file).catch(() => {});
  }
}

/** Reads all of a backup, step by step so that a signal can end it: one that was cut short, or spoilt anywhere, fails here. */
async function checkBackup(database: OpfsDatabase, signal: AbortSignal | undefined): Promise<void> {
  const environment = { clock: () => 0, now: () => 0 };
  const limits = { timeLimit: Number.POSITIVE_INFINITY, ...(signal ? { signal } : {}) };
  try {
    await checkWhole(async (sql) => (await runUserQuery(database, environment, sql, limits)).rows);
  } catch (error) {
    if (isAbortError(error)) throw error;
    if (error instanceof BacktabError && error.code === 'database-damaged') throw error;
    throw openError(error instanceof BacktabError ? (error.cause ?? error) : error);
  }
}

async function findFile(
  directory: FileSystemDirectoryHandle,
  name: string,
): Promise<MovableFile | undefined> {
  return directory.getFileHandle(name).catch(() => undefined);
}

async function moveFile(file: MovableFile, name: string): Promise<void> {
  if (!file.move) {
    throw new BacktabError(
      'storage-unavailable',
      'This browser cannot rename files of the database. Use another one.',
    );
  }
  try {
    await file.move(name);
  } catch (cause) {
    throw new BacktabError('database-in-use', `"${file.name}" is in use. Close other tabs, then try again.`, {
      cause,
    });
  }
}

async function writeFile(
  directory: FileSystemDirectoryHandle,
  name: string,
  bytes: Blob,
  { signal, onProgress }: RestoreOptions,
): Promise<void> {
  for (const file of [name, `${name}.wal`]) await directory.removeEntry(file).catch(() => {});
  const handle = await (await directory.getFileHandle(name, { create: true })).createSyncAccessHandle();
  try {
    const reader = bytes.stream().getReader();
    for (let part = await reader.read(), at = 0; !part.done; part = await reader.read()) {
      if (handle.write(part.value, { at }) < part.value.byteLength) throw new Error('QuotaExceeded');
      at += part.value.byteLength;
      onProgress?.(at, bytes.size);
      if (signal?.aborted) throw abortError('The restore');
    }
    handle.flush();
  } catch (error) {
    throw isQuotaError(error) ? quotaError(error) : error;
  } finally {
    handle.close();
  }
}
