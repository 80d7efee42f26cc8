import { type Remote, releaseProxy, wrap } from 'comlink';
import { abortError, BacktabError } from '../../core/error.ts';
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

/** Starts the storage worker. When its script cannot be loaded, every call rejects with error `internal`. */
export function connectStorage(): StorageConnection {
  installErrorTransfer();
  const worker = new Worker(new URL('../storage/storage.worker.ts', import.meta.url), {
    type: 'module',
    name: 'storage',
  });
  const remote = wrap<StorageFacade>(worker);
  const { storage, fail } = failable(remote);
  let lastTask = 0;
  worker.onerror = (event) =>
    fail(
      new BacktabError('internal', `The storage worker did not start (${event.message}): reload the page`),
    );
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
      remote[releaseProxy]();
      worker.terminate();
    },
  };
}

/** `remote`, whose calls reject once `fail` was called: Comlink itself would wait for ever. After the first answer `fail` does nothing. */
function failable(remote: RemoteStorage): { readonly storage: RemoteStorage; fail(error: Error): void } {
  const waiting = new Set<(error: Error) => void>();
  let failure: Error | undefined;
  let answered = false;
  const call = async (name: keyof StorageFacade, parameters: readonly unknown[]): Promise<unknown> => {
    if (failure) throw failure;
    const method = remote[name] as (...parameters: readonly unknown[]) => Promise<unknown>;
    return new Promise((resolve, reject) => {
      const settle = (settled: () => void) => {
        answered = true;
        waiting.delete(reject);
        settled();
      };
      waiting.add(reject);
      method(...parameters).then(
        (value) => settle(() => resolve(value)),
        (error) => settle(() => reject(error)),
      );
    });
  };
  return {
    storage: new Proxy(remote, {
      get: (_, name) =>
        name === 'then'
          ? undefined
          : (...parameters: readonly unknown[]) => call(name as keyof StorageFacade, parameters),
    }),
    fail(error) {
      if (answered) return;
      failure = error;
      for (const reject of waiting) reject(error);
    },
  };
}
