import { connect } from '../../tests/harness/storage/remote.ts';
import type { StorageBench } from './bench-worker.ts';

/** The storage classes of the product in a worker of its own; `startedAt` is the moment before the worker was asked for. */
async function start() {
  const startedAt = performance.now();
  const worker = new Worker(new URL('./bench-worker.ts', import.meta.url), { type: 'module' });
  const bench = await connect<StorageBench>(worker);
  return { bench, worker, startedAt };
}

Object.assign(globalThis, { startBench: start });

export type StartedBench = Awaited<ReturnType<typeof start>>;
