import type { Remote } from 'comlink';
import { abortError, BacktabError } from '../../core/error.ts';
import { installErrorTransfer } from '../comlink-errors.ts';
import { TASKS_PER_CLIENT } from '../storage-control.ts';
import type { StorageFacade } from '../storage-facade.ts';
import { createRoute } from './tabs/route.ts';
import type { StorageLink } from './tabs/storage-link.ts';
import { joinTabs } from './tabs/tab.ts';
import type { TabChannel } from './tabs/tab-channel.ts';

/** How long a cancelled read may take to answer before its worker is looked after, milliseconds. */
const CANCEL_LIMIT = 200;

/** The facade as the page calls it. */
export type RemoteStorage = Remote<StorageFacade>;

/** When a read is ended from outside. */
export interface Interruption {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds; then error `query-failed`. */
  readonly timeLimit: number;
}

/** The way from this page to the database: the storage worker of this tab, or that of the tab which leads. */
export interface StorageConnection {
  readonly storage: RemoteStorage;
  /** Runs a long call under a new task id; when `signal` aborts, the task is cancelled. */
  cancellable<Result>(
    what: string,
    signal: AbortSignal | undefined,
    start: (task: number) => Promise<Result>,
  ): Promise<Result>;
  /**
   * The same for a call that only reads and may be stuck in one step of DuckDB: when the cancel (or the end of its time) is not answered
   * soon, it rejects all the same, and the worker is replaced unless it writes.
   */
  interruptible<Result>(
    what: string,
    interruption: Interruption,
    start: (task: number) => Promise<Result>,
  ): Promise<Result>;
  /** Aborts when the worker that serves now has ended, and with it every feed that it has open. */
  lost(): Promise<AbortSignal>;
  /** Waits again for a database that was out of reach. */
  retry(): void;
  /** Lets go of the database, and ends the worker if it is this tab's own. What it has acknowledged is durable. */
  dispose(): void;
}

/**
 * Connects with the database of this origin. `onMoved` is called when calls go to another worker than before, or to one at last. While no worker can be
 * reached every call rejects: `database-in-use` when a tab holds the database and does not answer, `internal` when the worker does not start.
 */
export function connectStorage(channel: TabChannel, onMoved: () => void = () => {}): StorageConnection {
  installErrorTransfer();
  const route = createRoute();
  /** Whether callers may have been served by another worker, or told that there is none. */
  let known = false;
  const tab = joinTabs(channel, {
    onLink(link: StorageLink) {
      route.use(link);
      if (known) onMoved();
      known = true;
    },
    onUnreachable(error) {
      known = true;
      route.fail(error);
    },
  });
  let lastTask = (1 + Math.floor(Math.random() * 2 ** 20)) * TASKS_PER_CLIENT;
  const storage = new Proxy({} as RemoteStorage, {
    get: (_, method) =>
      method === 'then' || typeof method === 'symbol'
        ? undefined
        : (...parameters: readonly unknown[]) => route.call(method, parameters),
  });
  const cancel = (task: number) => {
    route.abandon(task);
    storage.cancel(task).catch(() => {});
  };

  return {
    storage,
    cancellable(what, signal, start) {
      if (signal?.aborted) return Promise.reject(abortError(what));
      const task = ++lastTask;
      return new Promise((resolve, reject) => {
        const onAbort = () => {
          // Without a worker nothing is under way: the call waits for one, and will not be sent.
          if (!route.current) reject(abortError(what));
          cancel(task);
        };
        signal?.addEventListener('abort', onAbort);
        start(task)
          .then(resolve, reject)
          .finally(() => signal?.removeEventListener('abort', onAbort));
      });
    },
    interruptible(what, { signal, timeLimit }, start) {
      if (signal?.aborted) return Promise.reject(abortError(what));
      const task = ++lastTask;
      return new Promise((resolve, reject) => {
        let timer: ReturnType<typeof setTimeout> | undefined;
        let reason: Error | undefined;
        const stop = (why: Error) => {
          reason = why;
          clearTimeout(timer);
          const service = route.current?.service;
          cancel(task);
          timer = setTimeout(() => {
            reject(why);
            if (service) tab.interrupt(service);
          }, CANCEL_LIMIT);
        };
        const onAbort = () => stop(abortError(what));
        timer = setTimeout(() => stop(slow(what, timeLimit)), timeLimit);
        signal?.addEventListener('abort', onAbort);
        start(task)
          .then(resolve, (error) => reject(reason ?? error))
          .finally(() => {
            clearTimeout(timer);
            signal?.removeEventListener('abort', onAbort);
          });
      });
    },
    lost: async () => (await route.link()).ended,
    retry: route.hope,
    dispose: tab.dispose,
  };
}

function slow(what: string, limit: number): Error {
  return new BacktabError(
    'query-failed',
    `${what} took longer than ${limit / 1_000} s and was stopped. Narrow it down, or add a LIMIT inside.`,
  );
}
