import { BacktabError } from '../../../core/error.ts';
import type { OwnerMessage, WorkerReport } from '../../storage-control.ts';
import { holdClientLock, openLink, type StorageLink } from './storage-link.ts';

/** Silence of a worker that was asked whether it answers, milliseconds. */
const PING_LIMIT = 200;

/** Workers that may end unasked within {@link CRASH_PERIOD} before nothing is started any more. */
const CRASHES = 5;
const CRASH_PERIOD = 30_000;

/** The storage worker of the leading tab: started, replaced when it ends, shared with other tabs. */
export interface StorageHost {
  /** Lets the client at the other end of `port` use the worker. */
  accept(client: string, port: MessagePort): void;
  /** Terminates the worker `service` when it does not answer and no write is under way; another one takes its place. */
  interrupt(service: string): void;
  dispose(): void;
}

/** What the tab wants to know. */
export interface HostListener {
  /** A worker serves. Called again each time another one has taken its place. */
  onLink(link: StorageLink): void;
  /** No worker can be started. */
  onFailure(error: BacktabError): void;
}

/** A storage worker that has loaded itself and DuckDB, and opens nothing before it is given a client. */
export function startWorker(): Worker {
  return new Worker(new URL('../../storage/storage.worker.ts', import.meta.url), {
    type: 'module',
    name: 'storage',
  });
}

/** Starts the storage worker, the first time with `spare` if there is one. */
export function hostStorage(listener: HostListener, spare?: Worker): StorageHost {
  const disposed = new AbortController();
  const starts: number[] = [];
  let worker: Worker;
  let link: StorageLink | undefined;
  let writes = 0;
  let pong: (() => void) | undefined;

  const start = async () => {
    const failed = new AbortController();
    const fail = (reason: string) => {
      failed.abort();
      listener.onFailure(new BacktabError('internal', reason));
    };
    starts.push(performance.now());
    if (starts.length > CRASHES && performance.now() - (starts.shift() ?? 0) < CRASH_PERIOD) {
      return fail('The storage worker ended again and again: reload the page');
    }
    writes = 0;
    const own = (starts.length === 1 && spare) || startWorker();
    worker = own;
    own.onerror = ({ message }) => {
      if (!link) fail(`The storage worker did not start (${message}): reload the page`);
    };
    own.onmessage = ({ data }: MessageEvent<WorkerReport>) => {
      if (own !== worker) return;
      if (data?.control === 'writes') writes = data.count;
      else if (data?.control === 'pong') pong?.();
    };
    const client = crypto.randomUUID();
    const releaseClient = await holdClientLock(client);
    const { port1, port2 } = new MessageChannel();
    admit(client, port1, false);
    const opened = await openLink(
      port2,
      releaseClient,
      false,
      AbortSignal.any([failed.signal, disposed.signal]),
    );
    if (!opened) return;
    link = opened;
    opened.ended.addEventListener('abort', () => {
      link = undefined;
      worker.terminate();
      if (!disposed.signal.aborted) void start();
    });
    listener.onLink(opened);
  };
  const admit = (client: string, port: MessagePort, otherTab: boolean) =>
    worker.postMessage({ control: 'client', client, otherTab, port } satisfies OwnerMessage, [port]);

  void start();
  return {
    accept: (client, port) => admit(client, port, true),
    interrupt(service) {
      const suspect = link;
      if (suspect?.service !== service || pong) return;
      const silent = setTimeout(() => {
        pong = undefined;
        if (writes > 0 || suspect.ended.aborted) return;
        worker.terminate();
        suspect.end();
      }, PING_LIMIT);
      pong = () => {
        pong = undefined;
        clearTimeout(silent);
      };
      worker.postMessage({ control: 'ping' } satisfies OwnerMessage);
    },
    dispose() {
      disposed.abort();
      worker.terminate();
      link?.end();
    },
  };
}
