import { connect } from './remote.ts';
import type { StorageHarness } from './storage-worker.ts';

/** The harness in a worker of its own, and the worker, which a test may end at any moment. */
export interface StartedHarness {
  readonly harness: StorageHarness;
  readonly worker: Worker;
}

/** Starts a worker with the product's storage classes, which compile DuckDB as the product does. */
export async function startHarness(): Promise<StartedHarness> {
  const worker = new Worker(new URL('./storage-worker.ts', import.meta.url), { type: 'module' });
  return { harness: await connect<StorageHarness>(worker), worker };
}
