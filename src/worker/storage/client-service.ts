import { expose, releaseProxy, transfer } from 'comlink';
import { BAR_COLUMNS, type BarColumns } from '../../core/bar.ts';
import { BacktabError } from '../../core/error.ts';
import { TASKS_PER_CLIENT } from '../storage-control.ts';
import type { OpenedFeed, StorageFacade, StorageStatus } from '../storage-facade.ts';
import type { StoredRun } from '../stored-run.ts';

/** Told about every call of every client. */
export interface CallObserver {
  /** Called when `method` begins; the function it returns, when that call has ended. */
  began(method: string): () => void;
}

/** One client of the storage worker: a tab. */
export interface ClientService {
  /** Feeds that this client has open, and runs of which the worker keeps equity that is not saved yet. */
  readonly open: number;
  /** Ends what the client has under way: its tasks are cancelled, its feeds closed, its unsaved runs discarded. */
  end(): void;
}

type Call = (...parameters: readonly unknown[]) => unknown;

/**
 * Serves `facade` to one client on `port`, whatever methods it has. The client's callbacks are released after the call, arrays of bars move
 * instead of being copied, and feed numbers belong to the client that opened them and to this worker: `feedBase` is added to them.
 */
export function serveClient(
  facade: StorageFacade,
  port: MessagePort,
  otherTab: boolean,
  observer: CallObserver,
  feedBase: number,
): ClientService {
  const feeds = new Set<number>();
  const tasks = new Set<number>();
  const runs = new Set<string>();

  const finished = (method: string, result: unknown): unknown => {
    if (method === 'openFeed') {
      const feed = result as OpenedFeed;
      feeds.add(feed.feedId);
      return { ...feed, feedId: feedBase + feed.feedId };
    }
    if (isStatus(result)) return { ...result, throughOtherTab: otherTab };
    return isBars(result) ? moved(result) : result;
  };
  const prepared = (method: string, parameters: readonly unknown[]): readonly unknown[] => {
    if (method !== 'closeFeed') return parameters.map(asPlainCallback);
    const feedId = Number(parameters[0]) - feedBase;
    if (!feeds.delete(feedId)) {
      throw new BacktabError('bad-argument', `Feed ${String(parameters[0])} is not open`);
    }
    return [feedId, ...parameters.slice(1)];
  };
  const served = (method: string, call: Call): Call => {
    return async (...parameters) => {
      const ended = observer.began(method);
      if (method === 'openFeed') runs.add(parameters[1] as string);
      const task = taskOf(method, parameters);
      if (task !== undefined) tasks.add(task);
      try {
        return finished(method, await call(...prepared(method, parameters)));
      } finally {
        if (task !== undefined) tasks.delete(task);
        if (method === 'saveRun') runs.delete((parameters[0] as StoredRun).runId);
        if (method === 'discardRun') runs.delete(parameters[0] as string);
        for (const parameter of parameters) release(parameter);
        ended();
      }
    };
  };

  const methods = Object.entries(facade).map(([method, call]) => [method, served(method, call as Call)]);
  expose(Object.fromEntries(methods), port);

  return {
    get open() {
      return feeds.size + runs.size;
    },
    end() {
      for (const task of tasks) void facade.cancel(task);
      for (const feed of feeds) facade.closeFeed(feed).catch(() => {});
      for (const run of runs) facade.discardRun(run).catch(() => {});
      feeds.clear();
      runs.clear();
      port.close();
    },
  };
}

/** The task number of a call: clients number tasks above {@link TASKS_PER_CLIENT}, which no other number that a method takes first can reach. */
function taskOf(method: string, parameters: readonly unknown[]): number | undefined {
  const task = parameters.find((parameter) => typeof parameter === 'number' && parameter > TASKS_PER_CLIENT);
  return method === 'cancel' || method === 'closeFeed' ? undefined : (task as number | undefined);
}

/** A callback of the page whose errors stay on the page. */
function asPlainCallback(parameter: unknown): unknown {
  if (typeof parameter !== 'function') return parameter;
  return (...values: readonly unknown[]) => {
    Promise.resolve((parameter as Call)(...values)).catch(() => {});
  };
}

function release(parameter: unknown): void {
  if (typeof parameter === 'function') {
    (parameter as { readonly [releaseProxy]?: () => void })[releaseProxy]?.();
  }
}

function isStatus(result: unknown): result is StorageStatus {
  return typeof result === 'object' && result !== null && 'place' in result && 'persisted' in result;
}

function isBars(result: unknown): result is BarColumns {
  return (
    typeof result === 'object' &&
    result !== null &&
    'timestamp' in result &&
    (result as { readonly timestamp: unknown }).timestamp instanceof Float64Array
  );
}

/** `bars`, whose arrays move to the page instead of being copied. */
function moved(bars: BarColumns): BarColumns {
  const buffers = BAR_COLUMNS.map((column) => bars[column]?.buffer).filter((buffer) => buffer !== undefined);
  return transfer(bars, [...new Set(buffers)] as ArrayBuffer[]);
}
