import type { StorageStatus } from '../storage-facade.ts';

/** What the browser says about this origin's space; a browser that does not say is no error. */
export async function estimateSpace(): Promise<Pick<StorageStatus, 'persisted' | 'usage' | 'quota'>> {
  const manager: StorageManager | undefined = globalThis.navigator?.storage;
  const [persisted, estimate] = await Promise.all([
    manager?.persisted?.().catch(() => false),
    manager?.estimate?.().catch(() => undefined),
  ]);
  return { persisted: persisted ?? false, usage: estimate?.usage ?? null, quota: estimate?.quota ?? null };
}
