import { BacktabError } from '../../core/error.ts';
import { checkWhole } from './backup-check.ts';
import { isQuotaError, quotaError } from './database-error.ts';
import { OpfsDatabase } from './opfs-database.ts';
import { refuseNewerSchema } from './schema.ts';

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

/**
 * Replaces the database `name`, which must be closed, by `backup`. The backup is written under another name and opened there first: what cannot be opened
 * replaces nothing. The last step is one move, so a stop at any moment leaves the old database or the new one.
 * Errors: `database-damaged`, `database-newer`, `quota-exceeded`, `database-in-use`.
 */
export async function restoreDatabase(name: string, backup: Blob): Promise<void> {
  const directory = await navigator.storage.getDirectory();
  const draft = `${name}.restore`;
  try {
    await writeFile(directory, draft, backup);
    const database = await OpfsDatabase.open(draft, (connection) => {
      refuseNewerSchema(connection);
      checkWhole(connection);
    });
    database.close();
    const file = await findFile(directory, draft);
    if (file) await moveFile(file, name);
  } finally {
    for (const file of [draft, `${draft}.wal`]) await directory.removeEntry(file).catch(() => {});
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

async function writeFile(directory: FileSystemDirectoryHandle, name: string, bytes: Blob): Promise<void> {
  for (const file of [name, `${name}.wal`]) await directory.removeEntry(file).catch(() => {});
  const handle = await (await directory.getFileHandle(name, { create: true })).createSyncAccessHandle();
  try {
    const reader = bytes.stream().getReader();
    for (let part = await reader.read(), at = 0; !part.done; part = await reader.read()) {
      if (handle.write(part.value, { at }) < part.value.byteLength) throw new Error('QuotaExceeded');
      at += part.value.byteLength;
    }
    handle.flush();
  } catch (error) {
    throw isQuotaError(error) ? quotaError(error) : error;
  } finally {
    handle.close();
  }
}
