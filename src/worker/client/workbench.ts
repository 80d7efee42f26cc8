import { proxy } from 'comlink';
import { describe, STRATEGIES } from '../../strategies/catalogue.ts';
import type { StorageStatus } from '../storage-facade.ts';
import type { StoredRun } from '../stored-run.ts';
import { createEvents } from './events.ts';
import { CUSTOM_STRATEGY, checkRunRequest, checkSourceRequest, type SourceRequest } from './run-request.ts';
import { createRunner, type RunOptions } from './runner.ts';
import { connectStorage } from './storage-connection.ts';
import type { CallOptions, WorkbenchClient } from './workbench-client.ts';

/** The client with what is not offered to users yet. */
export interface Workbench extends WorkbenchClient {
  /** Runs a strategy given as CommonJS text that requires `backtab`; what the strategy editor will use. */
  runSource(source: string, request: SourceRequest, options?: RunOptions): Promise<StoredRun>;
}

/** Starts the storage worker and opens the database. One client a page. */
export function createWorkbenchClient(): Workbench {
  const events = createEvents();
  const connection = connectStorage();
  const { storage, cancellable } = connection;
  const run = createRunner(connection, events);
  let askedToPersist = false;

  const open = async (): Promise<StorageStatus> => {
    const status = await storage.open();
    events.emit({ type: 'status-changed', status });
    return status;
  };
  /** Asks the browser not to clear the data under pressure; only a window may ask, and only once there is something to keep. */
  const persist = async () => {
    if (askedToPersist) return;
    askedToPersist = true;
    await navigator.storage?.persist?.().catch(() => false);
    events.emit({ type: 'status-changed', status: await storage.status() });
  };
  const seriesWritten = () => {
    events.emit({ type: 'series-changed' });
    events.emit({ type: 'timings-changed' });
  };
  const reporting = <Progress>(options: CallOptions<Progress> | undefined) =>
    proxy((progress: Progress) => options?.onProgress?.(progress));

  const ready = open();
  ready.catch(() => {});

  return {
    ready,
    status: () => storage.status(),
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
    async deleteSeries(reference) {
      const { id } = await storage.resolveSeries(reference);
      const deleted = await storage.deleteSeries(id);
      seriesWritten();
      return deleted;
    },
    getChartBars: (id, range, maxRows) => storage.getChartBars(id, range, maxRows),
    getEquityRows: (runId, kind, timestamp, end) => storage.getEquityRows(runId, kind, timestamp, end),
    getEquity: (runId, kind) => storage.getEquity(runId, kind),
    listStrategies: () => STRATEGIES.map(describe),
    run: (request, options) =>
      run(
        request,
        async () => {
          const checked = checkRunRequest(request);
          const { sources } = await import('virtual:strategy-sources');
          return { ...checked, strategySource: sources[checked.settings.strategy] as string };
        },
        options,
      ),
    lastRun: async () => {
      const [newest] = await storage.listRuns();
      return newest && storage.loadRun(newest.runId);
    },
    loadRun: (runId) => storage.loadRun(runId),
    listRuns: () => storage.listRuns(),
    query: (sql) => storage.query(sql),
    timings: () => storage.timings(),
    stats: () => storage.stats(),
    subscribe: events.subscribe,
    dispose: connection.dispose,
    runSource: (source, request, options) =>
      run(
        { ...request, strategy: CUSTOM_STRATEGY },
        async () => ({ ...checkSourceRequest(request), strategySource: source }),
        options,
      ),
  };
}
