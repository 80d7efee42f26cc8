import { proxy } from 'comlink';
import { BacktabError } from '../../core/error.ts';
import { describe, STRATEGIES } from '../../strategies/catalogue.ts';
import { estimateSpace } from '../storage/storage-estimate.ts';
import type { StorageStatus } from '../storage-facade.ts';
import type { StoredRun } from '../stored-run.ts';
import { CUSTOM_STRATEGY, sourceOfRun } from '../strategy-source.ts';
import { createEvents } from './events.ts';
import { compareRepeat, requestOfRun } from './run-repeat.ts';
import { checkRunRequest, checkSourceRequest, type SourceRequest } from './run-request.ts';
import { createRunner, type RunOptions } from './runner.ts';
import { connectStorage } from './storage-connection.ts';
import { openTabChannel } from './tabs/tab-channel.ts';
import { shareEvents } from './tabs/tab-events.ts';
import { createTransfers } from './transfers.ts';
import type { CallOptions, RunRequest, WorkbenchClient } from './workbench-client.ts';

/** Time that a user's SQL may take unless the caller says otherwise, milliseconds. */
const QUERY_TIME = 60_000;

/** The client with what is not offered to users yet. */
export interface Workbench extends WorkbenchClient {
  /** Runs a strategy given as CommonJS text that requires `backtab`; what the strategy editor will use. */
  runSource(source: string, request: SourceRequest, options?: RunOptions): Promise<StoredRun>;
}

/** Starts the storage worker and opens the database. One client a page. */
export function createWorkbenchClient(): Workbench {
  const channel = openTabChannel();
  const events = shareEvents(createEvents(), channel);
  const connection = connectStorage(channel, () => void moved());
  const { storage, cancellable, interruptible } = connection;
  const run = createRunner(connection, events);
  let askedToPersist = false;

  const open = async (): Promise<StorageStatus> => {
    connection.retry();
    const status = await storage.open().catch(heldStatus);
    events.emit({ type: 'status-changed', status });
    return status;
  };
  /** Another worker serves now: it is opened, and what the tab shows may have changed meanwhile. */
  const moved = async () => {
    await open().catch(() => {});
    events.tell({ type: 'series-changed' });
  };
  /** Asks the browser not to clear the data under pressure; only a window may ask, and only once there is something to keep. */
  const persist = async () => {
    if (askedToPersist) return;
    askedToPersist = true;
    await navigator.storage?.persist?.().catch(() => false);
    events.emit({ type: 'status-changed', status: await storage.status() });
  };
  const persistNow = async (): Promise<boolean> => {
    askedToPersist = false;
    await persist();
    return (await storage.status()).persisted;
  };
  const seriesWritten = () => {
    events.emit({ type: 'series-changed' });
    events.emit({ type: 'timings-changed' });
  };
  const reporting = <Progress>(options: CallOptions<Progress> | undefined) =>
    proxy((progress: Progress) => options?.onProgress?.(progress));

  const runChecked = (request: RunRequest, options?: RunOptions) =>
    run(
      request,
      async () => {
        const checked = checkRunRequest(request);
        const { sources } = await import('virtual:strategy-sources');
        return { ...checked, strategySource: sources[checked.settings.strategy] as string };
      },
      options,
    );

  const runText = (source: string, request: SourceRequest, options?: RunOptions) =>
    run(
      { ...request, strategy: CUSTOM_STRATEGY },
      async () => ({ ...checkSourceRequest(request), strategySource: source }),
      options,
    );

  const ready = open();
  ready.catch(() => {});

  return {
    ready,
    status: () => storage.status().catch(heldStatus),
    retryOpen: open,
    previewFile: (file, options) => storage.previewFile(file, options),
    async importFile(file, options = {}) {
      const { signal, onProgress, ...importOptions } = options;
      try {
        const report = await cancellable('The import', signal, (task) =>
          storage.importFile(task, file, importOptions, reporting({ ...(onProgress ? { onProgress } : {}) })),
        );
        await persist();
        return report;
      } finally {
        seriesWritten();
      }
    },
    async loadSampleData(options) {
      try {
        const reports = await cancellable('Loading the sample data', options?.signal, (task) =>
          storage.loadSampleData(task, reporting(options)),
        );
        await persist();
        return reports;
      } finally {
        seriesWritten();
      }
    },
    listSeries: () => storage.listSeries(),
    async deleteSeries(reference, options) {
      const { id } = await storage.resolveSeries(reference);
      const deleted = await cancellable('The deletion', options?.signal, (task) =>
        storage.deleteSeries(task, id),
      );
      seriesWritten();
      return deleted;
    },
    ...createTransfers(connection, events, seriesWritten),
    persist: persistNow,
    getChartBars: (id, range, maxRows) => storage.getChartBars(id, range, maxRows),
    getLastPrices: (id, at) => storage.getLastPrices(id, at),
    getEquityRows: (runId, kind, timestamp, end) => storage.getEquityRows(runId, kind, timestamp, end),
    getEquity: (runId, kind) => storage.getEquity(runId, kind),
    getAccount: (runId, kind) => storage.getAccount(runId, kind),
    listStrategies: () => STRATEGIES.map(describe),
    run: runChecked,
    async repeatRun(runId, options) {
      const before = await storage.loadRun(runId);
      if (!before) {
        throw new BacktabError('unknown-run', `No run "${runId}" is kept: listRuns() says which are`);
      }
      const source = await sourceOfRun(before);
      const { strategy, ...request } = requestOfRun(before);
      const again =
        source === undefined
          ? await runChecked({ ...request, strategy }, options)
          : await runText(source, request, options);
      return compareRepeat(before, again);
    },
    lastRun: async () => {
      const [newest] = await storage.listRuns();
      return newest && storage.loadRun(newest.runId);
    },
    loadRun: (runId) => storage.loadRun(runId),
    listRuns: () => storage.listRuns(),
    query: (sql, options = {}) =>
      interruptible('The query', { timeLimit: QUERY_TIME, ...options }, (task) =>
        storage.query(sql, options.limit, task),
      ),
    timings: () => storage.timings(),
    storedTimings: (request) => storage.storedTimings(request),
    summariseTimings: (scope) => storage.summariseTimings(scope),
    stats: () => storage.stats(),
    subscribe: events.subscribe,
    dispose() {
      connection.dispose();
      channel.close();
    },
    runSource: runText,
  };
}

/** The status while another tab holds the database and cannot be reached; any other error is thrown. */
async function heldStatus(error: unknown): Promise<StorageStatus> {
  if (!(error instanceof BacktabError) || error.code !== 'database-in-use') throw error;
  return { place: 'held', reason: error.message, ...(await estimateSpace()) };
}
