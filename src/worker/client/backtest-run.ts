import { transfer } from 'comlink';
import type { Clock } from '../../core/clock.ts';
import { BacktabError } from '../../core/error.ts';
import { type BacktestSpecification, feedSeries } from '../../engine/backtest-specification.ts';
import type { StorageKind } from '../../storage/bar-storage.ts';
import { runInSandbox } from '../sandbox/sandbox-run.ts';
import type { OpenedFeed } from '../storage-facade.ts';
import type { StorageRun } from '../stored-run.ts';
import type { StorageConnection } from './storage-connection.ts';
import type { RunProgress } from './workbench-client.ts';

/** One specification to be run on one storage or on several, one after the other. */
export interface BacktestPlan {
  readonly runId: string;
  readonly specification: BacktestSpecification;
  /** CommonJS text of the strategy. */
  readonly strategySource: string;
  readonly storages: readonly StorageKind[];
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: RunProgress) => void) | undefined;
  /** Silence of the sandbox that counts as hanging, milliseconds. */
  readonly patience?: number | undefined;
}

/** What a run needs from its page. */
export interface RunEnvironment {
  readonly connection: StorageConnection;
  readonly clock: Clock;
  /** Address of `sandbox.html`. */
  readonly frameUrl: string;
  /** Script of the sandboxed worker. */
  readonly runtime: string;
}

interface LoadedFeed {
  readonly storage: StorageKind;
  readonly feed: OpenedFeed;
  readonly port: MessagePort;
  readonly milliseconds: number;
}

/**
 * Runs a plan. All feeds are opened before the first run begins: the copy in memory is taken from the snapshot that the DuckDB run reads, so
 * that both see the same bars even when something is imported meanwhile. Every feed and frame is released, whatever happens.
 */
export async function runBacktests(plan: BacktestPlan, environment: RunEnvironment): Promise<StorageRun[]> {
  const { storage } = environment.connection;
  const loaded: LoadedFeed[] = [];
  const runs: StorageRun[] = [];
  try {
    for (const kind of plan.storages) loaded.push(await load(plan, kind, environment));
    while (loaded[0]) {
      const next = loaded[0];
      const began = environment.clock();
      const { result, milliseconds, cacheHits } = await execute(plan, next, environment);
      const total = next.milliseconds + environment.clock() - began;
      loaded.shift();
      const { totals, queries, bars } = await storage.closeFeed(next.feed.feedId, cacheHits);
      if (bars !== result.barsProcessed) throw lostEquity(bars, result.barsProcessed);
      const same = runs.find((run) => run.result.resultHash === result.resultHash);
      runs.push({
        equityOf: same?.equityOf ?? next.storage,
        storage: next.storage,
        result,
        timings: { load: next.feed.loadMilliseconds, engine: milliseconds, total, feed: totals, queries },
      });
    }
    return runs;
  } finally {
    await Promise.allSettled(loaded.map(({ feed }) => storage.closeFeed(feed.feedId)));
  }
}

function lostEquity(bars: number, processed: number): BacktabError {
  return new BacktabError(
    'strategy-failed',
    `The sandbox left the equity of ${bars} bars, but worked on ${processed}: run it again`,
  );
}

async function load(
  { runId, specification, signal, onProgress }: BacktestPlan,
  kind: StorageKind,
  { connection, clock }: RunEnvironment,
): Promise<LoadedFeed> {
  const { port1, port2 } = new MessageChannel();
  const began = clock();
  onProgress?.({ storage: kind, phase: 'loading', barsDone: 0, barsTotal: 0 });
  const ids = feedSeries(specification).map(({ id }) => id);
  const feed = await connection.cancellable('The run', signal, (task) =>
    connection.storage.openFeed(task, runId, kind, ids, transfer(port1, [port1]), specification.strategy),
  );
  return { storage: kind, feed, port: port2, milliseconds: clock() - began };
}

async function execute(
  { specification, strategySource, signal, onProgress, patience }: BacktestPlan,
  { storage, feed, port }: LoadedFeed,
  { frameUrl, runtime }: RunEnvironment,
) {
  let total = 0;
  const outcome = await runInSandbox({
    frameUrl,
    runtime,
    job: { specification, strategySource, series: feed.series },
    feedPort: port,
    signal,
    patience,
    onProgress(barsDone, barsTotal) {
      total = barsTotal;
      const phase = barsDone < barsTotal ? 'running' : 'finishing';
      onProgress?.({ storage, phase, barsDone, barsTotal });
    },
  });
  onProgress?.({ storage, phase: 'finishing', barsDone: total, barsTotal: total });
  return outcome;
}
