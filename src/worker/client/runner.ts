import { abortError, BacktabError } from '../../core/error.ts';
import type { SeriesReference } from '../../core/series.ts';
import type { StorageRun, StoredRun } from '../stored-run.ts';
import { CUSTOM_STRATEGY, sourceRecord } from '../strategy-source.ts';
import { runBacktests } from './backtest-run.ts';
import { compareResults } from './compare.ts';
import type { Events } from './events.ts';
import { referencesOf, refuseCoarse, refuseDoubles } from './portfolio-request.ts';
import type { CheckedRequest } from './run-request.ts';
import type { StorageConnection } from './storage-connection.ts';
import type { CallOptions, RunProgress, RunRequest } from './workbench-client.ts';

/** How often a run is begun when one storage worker after the other ends under it. */
const ATTEMPTS = 3;

/** A checked request with the CommonJS text of its strategy. */
export interface RunnableRequest extends CheckedRequest {
  readonly strategySource: string;
}

/** Options of a run, with what only tests and the strategy editor set. */
export interface RunOptions extends CallOptions<RunProgress> {
  /** Silence of the sandbox that counts as hanging, milliseconds. Default 15,000. */
  readonly patience?: number;
}

/** Runs what `prepare` finds to be in order, keeps it in the database and tells the page what happens. */
export function createRunner(connection: StorageConnection, events: Events) {
  const clock = () => performance.now();

  const runOn = async (
    runId: string,
    startedAt: number,
    runnable: RunnableRequest,
    options: RunOptions,
  ): Promise<StoredRun> => {
    const { source: runtime } = await import('virtual:sandbox-runtime');
    const { storage } = connection;
    return withFeeds(connection, options.signal, async (signal, lost) => {
      const resolved = (references: readonly SeriesReference[]) =>
        Promise.all(references.map((reference) => storage.resolveSeries(reference)));
      const series = await resolved(referencesOf(runnable.series));
      refuseDoubles(series);
      const benchmark = runnable.benchmark && (await storage.resolveSeries(runnable.benchmark));
      const finerBars = runnable.finerBars && (await resolved(referencesOf(runnable.finerBars)));
      if (finerBars) {
        refuseDoubles(finerBars, 'finerBars');
        refuseCoarse(finerBars, series);
      }
      const runs = await runBacktests(
        {
          runId,
          specification: {
            ...runnable.settings,
            series,
            ...(finerBars ? { finerBars } : {}),
            ...(benchmark ? { benchmark } : {}),
          },
          strategySource: runnable.strategySource,
          storages: runnable.storages,
          signal,
          onProgress: options.onProgress,
          patience: options.patience,
        },
        {
          connection,
          clock,
          runtime,
          frameUrl: new URL(`${import.meta.env.BASE_URL}sandbox.html`, document.baseURI).href,
        },
      );
      reportStoring(runs, options);
      const compared = await sideBySide(connection, runId, runs);
      // The equity is in the worker that served the feeds: another one has none to save.
      if (lost.aborted) throw abortError('The run');
      const custom = runnable.settings.strategy === CUSTOM_STRATEGY;
      const source = custom ? { source: await sourceRecord(runnable.strategySource) } : {};
      return keep(connection, { runId, startedAt, runs, ...compared, ...source });
    });
  };

  return async (
    request: RunRequest,
    prepare: () => Promise<RunnableRequest>,
    options: RunOptions = {},
  ): Promise<StoredRun> => {
    const startedAt = Date.now();
    const runId = newRunId(startedAt);
    events.emit({ type: 'run-started', runId, request });
    try {
      const run = await runOn(runId, startedAt, await prepare(), options);
      events.emit({ type: 'run-finished', run });
      events.emit({ type: 'runs-changed' });
      return run;
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      events.emit({ type: 'run-failed', runId, error: failure });
      void Promise.resolve(connection.storage.discardRun(runId)).catch(() => {});
      throw failure;
    } finally {
      events.emit({ type: 'timings-changed' });
    }
  };
}

/** Does `work` again from its start when the storage worker that feeds it ends meanwhile; its result is the same then. */
async function withFeeds<Result>(
  connection: StorageConnection,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal, lost: AbortSignal) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    const lost = await connection.lost();
    try {
      return await work(signal ? AbortSignal.any([signal, lost]) : lost, lost);
    } catch (error) {
      if (!lost.aborted || signal?.aborted) throw error;
      if (attempt < ATTEMPTS) continue;
      throw new BacktabError(
        'storage-interrupted',
        `The storage worker ended ${ATTEMPTS} times during this run. Start the run again.`,
        { cause: error },
      );
    }
  }
}

function reportStoring(runs: readonly StorageRun[], { onProgress }: RunOptions): void {
  const last = runs.at(-1);
  if (!last) return;
  const bars = last.result.barsProcessed;
  onProgress?.({ storage: last.storage, phase: 'storing', barsDone: bars, barsTotal: bars });
}

/** Readable, sorts by time, unique: `20261122-150312-9f3a61`. */
function newRunId(startedAt: number): string {
  const stamp = new Date(startedAt).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  const lot = crypto.getRandomValues(new Uint8Array(3));
  return `${stamp}-${[...lot].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

async function sideBySide(
  { storage }: StorageConnection,
  runId: string,
  runs: readonly StorageRun[],
): Promise<Pick<StoredRun, 'identical' | 'divergence'>> {
  const [first, ...others] = runs.map((run) => ({ name: run.storage, result: run.result }));
  if (!first || others.length === 0) return { identical: null, divergence: null };
  const other = others.find(({ result }) => result.resultHash !== first.result.resultHash);
  if (!other) return { identical: true, divergence: null };
  return compareResults(first, other, await storage.compareEquity(runId, first.name, other.name));
}

/** Saves `run`. One that cannot be saved is still shown, with a warning that says why it will be gone after a reload. */
async function keep({ storage }: StorageConnection, run: StoredRun): Promise<StoredRun> {
  try {
    await storage.saveRun(run);
    return run;
  } catch (error) {
    if (error instanceof BacktabError && error.code === 'storage-interrupted') throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const warning = {
      code: 'run-not-saved',
      message: `This run could not be kept in the database: ${reason}`,
    };
    const runs = run.runs.map((each) => ({
      ...each,
      result: { ...each.result, warnings: [...each.result.warnings, warning] },
    }));
    return { ...run, runs };
  }
}
