import type { Clock } from '../../core/clock.ts';
import { mayWrite } from '../call-kind.ts';
import {
  type ClientMessage,
  clientLock,
  type OwnerMessage,
  type ServiceMessage,
  serviceLock,
  TASKS_PER_CLIENT,
  type WorkerReport,
} from '../storage-control.ts';
import { type ClientService, serveClient } from './client-service.ts';
import { createStorageFacade } from './facade.ts';
import type { DatabaseFiles, OpenedStorage, OpenStorage } from './opened-storage.ts';
import { createRetirement } from './retirement.ts';

/** What the worker is made of. */
export interface ServiceParts {
  readonly openStorage: OpenStorage;
  readonly files: DatabaseFiles;
  readonly clock: Clock;
  /** Tells the page that owns the worker. */
  readonly report: (report: WorkerReport) => void;
  /** Ends the worker. */
  readonly endWorker: () => void;
}

/** The storage worker: one database, any number of tabs. Returns what handles a message of the page that owns it. */
export function createStorageService(parts: ServiceParts): (message: OwnerMessage) => void {
  const clients = new Map<MessagePort, ClientService>();
  const service = crypto.randomUUID();
  const held = holdLock(serviceLock(service));
  const feedBase = (1 + Math.floor(Math.random() * 2 ** 20)) * TASKS_PER_CLIENT;
  let opened: OpenedStorage | undefined;
  let calls = 0;
  let writes = 0;

  const reportWrites = (change: 1 | -1) => {
    writes += change;
    parts.report({ control: 'writes', count: writes });
  };
  const openStorage: OpenStorage = async (observerFor) => {
    reportWrites(1);
    try {
      opened = await parts.openStorage(observerFor);
      return opened;
    } finally {
      reportWrites(-1);
    }
  };
  const facade = createStorageFacade(openStorage, parts.clock, parts.files);

  const retirement = createRetirement({
    heapBytes: () => (opened?.place === 'opfs' ? (opened.heapBytes?.() ?? 0) : 0),
    busy: () => calls > 0 || [...clients.values()].some(({ open }) => open > 0),
    ports: () => clients.keys(),
    async end() {
      // Stores the timings that wait.
      await facade.storedTimings({ limit: 1 }).catch(() => []);
      await opened?.duckdb.close();
      (await held)();
      parts.endWorker();
    },
  });

  const observer = {
    began(method: string) {
      const writing = mayWrite(method);
      calls++;
      if (writing) reportWrites(1);
      return () => {
        calls--;
        if (writing) reportWrites(-1);
        retirement.callEnded(writing);
      };
    },
  };

  const admit = async (port: MessagePort, client: string, otherTab: boolean) => {
    await held;
    const served = serveClient(facade, port, otherTab, observer, feedBase);
    clients.set(port, served);
    const tell = (message: ServiceMessage) => port.postMessage(message);
    port.addEventListener('message', ({ data }: MessageEvent<ClientMessage>) => {
      if (data?.control === 'silent') retirement.silent(port, data.ask);
      else if (data?.control === 'ping') tell({ control: 'pong' });
    });
    tell({ control: 'hello', service });
    await gone(clientLock(client));
    clients.delete(port);
    served.end();
    retirement.gone(port);
  };

  return (message) => {
    if (message?.control === 'ping') parts.report({ control: 'pong' });
    else if (message?.control === 'client') void admit(message.port, message.client, message.otherTab);
  };
}

/** Takes the lock `name` for good. Resolves, once it is held, with what lets it go; at once in a window without locks. */
function holdLock(name: string): Promise<() => void> {
  if (!navigator.locks) return Promise.resolve(() => {});
  return new Promise((resolve) => {
    void navigator.locks.request(name, () => new Promise<void>((release) => resolve(release)));
  });
}

/** Resolves when nobody holds the lock `name` any longer; never in a window without locks, which has no other tabs to serve. */
function gone(name: string): Promise<void> {
  if (!navigator.locks) return new Promise(() => {});
  return navigator.locks.request(name, { mode: 'shared' }, () => {});
}
