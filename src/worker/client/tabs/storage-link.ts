import { type Remote, wrap } from 'comlink';
import { type ClientMessage, clientLock, type ServiceMessage, serviceLock } from '../../storage-control.ts';
import type { StorageFacade } from '../../storage-facade.ts';
import { createHeartbeat } from './heartbeat.ts';

/** Why a call has no answer: its worker has ended. `sent` is false when the worker cannot have seen the call. */
export class LinkEnded extends Error {
  readonly sent: boolean;
  constructor(sent: boolean) {
    super('The storage worker has ended');
    this.name = 'LinkEnded';
    this.sent = sent;
  }
}

/** A way to one storage worker, of this tab or of another one, for as long as that worker lives. */
export interface StorageLink {
  /** Id of the worker. */
  readonly service: string;
  readonly throughOtherTab: boolean;
  /** Aborts when the worker has ended, however it ended. */
  readonly ended: AbortSignal;
  /** Calls a method of the facade. Rejects with {@link LinkEnded} when the worker ends first. */
  call(method: string, parameters: readonly unknown[]): Promise<unknown>;
  /** Lets go of the worker. */
  end(): void;
}

type Remotes = Readonly<Record<string, (...parameters: readonly unknown[]) => Promise<unknown>>>;

/**
 * Holds the lock by which a worker knows that this client lives. Take it before the port is sent; the function that it resolves with lets go.
 * Without Web Locks there are no other tabs, and nothing to hold.
 */
export function holdClientLock(client: string): Promise<() => void> {
  if (!navigator.locks) return Promise.resolve(() => {});
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(clientLock(client), () => new Promise<void>((release) => resolve(release)))
      .catch(reject);
  });
}

/**
 * Waits on `port` for the worker's first message. Resolves with undefined, and lets everything go, when `abandoned` aborts before.
 */
export function openLink(
  port: MessagePort,
  releaseClient: () => void,
  throughOtherTab: boolean,
  abandoned: AbortSignal,
): Promise<StorageLink | undefined> {
  return new Promise((resolve) => {
    const drop = () => {
      releaseClient();
      port.close();
      resolve(undefined);
    };
    const onMessage = ({ data }: MessageEvent<ServiceMessage>) => {
      if (data?.control !== 'hello') return;
      port.removeEventListener('message', onMessage);
      abandoned.removeEventListener('abort', drop);
      resolve(linkTo(port, data.service, releaseClient, throughOtherTab));
    };
    if (abandoned.aborted) return drop();
    abandoned.addEventListener('abort', drop, { once: true });
    port.addEventListener('message', onMessage);
    port.start();
  });
}

function linkTo(
  port: MessagePort,
  service: string,
  releaseClient: () => void,
  throughOtherTab: boolean,
): StorageLink {
  const remote: Remote<StorageFacade> = wrap<StorageFacade>(port);
  const ended = new AbortController();
  const waiting = new Set<() => void>();
  let resume: (() => void) | undefined;
  let quiet: Promise<void> | undefined;

  const end = () => {
    if (ended.signal.aborted) return;
    ended.abort();
    releaseClient();
    port.close();
    heartbeat.waiting(0);
    resume?.();
    for (const fail of [...waiting]) fail();
  };
  const heartbeat = createHeartbeat(() => port.postMessage({ control: 'ping' } satisfies ClientMessage), end);
  port.addEventListener('message', ({ data }: MessageEvent<ServiceMessage>) => {
    heartbeat.heard();
    if (data?.control === 'retiring') {
      quiet ??= new Promise((resolve) => {
        resume = resolve;
      });
      port.postMessage({ control: 'silent', ask: data.ask } satisfies ClientMessage);
    } else if (data?.control === 'staying') {
      resume?.();
      quiet = undefined;
    }
  });
  navigator.locks
    ?.request(serviceLock(service), { mode: 'shared', signal: ended.signal }, end)
    .catch(() => end());

  return {
    service,
    throughOtherTab,
    ended: ended.signal,
    async call(method, parameters) {
      while (quiet && !ended.signal.aborted) await quiet;
      if (ended.signal.aborted) throw new LinkEnded(false);
      return new Promise((resolve, reject) => {
        const fail = () => reject(new LinkEnded(true));
        waiting.add(fail);
        heartbeat.waiting(waiting.size);
        (remote as unknown as Remotes)
          [method]?.(...parameters)
          .then(resolve, reject)
          .finally(() => {
            waiting.delete(fail);
            if (!ended.signal.aborted) heartbeat.waiting(waiting.size);
          });
      });
    },
    end,
  };
}
