import { type Remote, releaseProxy, wrap } from 'comlink';
import { abortError } from '../../core/error.ts';
import { installErrorTransfer } from '../comlink-errors.ts';
import type { StorageFacade } from '../storage-facade.ts';

/** The facade as the page calls it. */
export type RemoteStorage = Remote<StorageFacade>;

/** The storage worker of this page. */
export interface StorageConnection {
  readonly storage: RemoteStorage;
  /** Runs a long call under a new task id; when `signal` aborts, the task is cancelled. */
  cancellable<Result>(
    what: string,
    signal: AbortSignal | undefined,
    start: (task: number) => Promise<Result>,
  ): Promise<Result>;
  /** Ends the worker. What it has acknowledged is durable. */
  dispose(): void;
}

/** Starts the storage worker. `onFailure` is told when its script cannot be loaded or throws outside a call. */
export function connectStorage(onFailure: (error: Error) => void): StorageConnection {
  installErrorTransfer();
  const worker = new Worker(new URL('../storage/storage.worker.ts', import.meta.url), {
    type: 'module',
    name: 'storage',
  });
  const storage = wrap<StorageFacade>(worker);
  let lastTask = 0;
  worker.onerror = (event) => onFailure(new Error(event.message || 'The storage worker did not start'));
  return {
    storage,
    async cancellable(what, signal, start) {
      if (signal?.aborted) throw abortError(what);
      const task = ++lastTask;
      const onAbort = () => void storage.cancel(task);
      signal?.addEventListener('abort', onAbort);
      try {
        return await start(task);
      } finally {
        signal?.removeEventListener('abort', onAbort);
      }
    },
    dispose() {
      storage[releaseProxy]();
      worker.terminate();
    },
  };
}
