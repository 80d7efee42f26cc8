import { expect } from 'vitest';

/** Removes files of the private file system from the page, waiting for workers that are just ending to let go of them. */
export async function removePrivateFiles(...names: readonly string[]): Promise<void> {
  const directory = await navigator.storage.getDirectory();
  const remove = async (name: string) => {
    await directory.removeEntry(name).catch(() => {});
    return directory.getFileHandle(name).then(
      () => 'there',
      () => 'gone',
    );
  };
  for (const name of names) await expect.poll(() => remove(name), { interval: 20 }).toBe('gone');
}
