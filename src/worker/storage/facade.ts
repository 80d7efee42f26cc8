import { BAR_COLUMNS, type BarColumns } from '../../core/bar.ts';
import type { Clock } from '../../core/clock.ts';
import { BacktabError } from '../../core/error.ts';
import { importFile } from '../../storage/import/import-file.ts';
import { previewFile } from '../../storage/import/preview-file.ts';
import { importSample } from '../../storage/sample/import-sample.ts';
import type { StorageFacade, StorageStatus } from '../storage-facade.ts';
import { createCallLog } from './call-log.ts';
import { createFeedRegistry, type FeedRegistry } from './feed-registry.ts';
import type { OpenedStorage, OpenStorage } from './opened-storage.ts';
import { resolveSeries } from './resolve-series.ts';
import { fromRunRecord, fromSummaryRecord, toRunRecord } from './run-record.ts';
import { parseSeriesId } from './series-key.ts';
import { estimateSpace } from './storage-estimate.ts';
import { createTaskRegistry } from './task-registry.ts';

/** Rows that a user's query returns at most unless it asks for another number. */
const DEFAULT_QUERY_ROWS = 10_000;

type Work<Result> = (opened: OpenedStorage, feeds: FeedRegistry) => Promise<Result>;

/**
 * The facade over a database that `openStorage` opens on the first `open()`. Every call is timed, a failed one too. Calls made before the
 * database is open wait for it; error `database-in-use` while another tab holds it.
 */
export function createStorageFacade(openStorage: OpenStorage, clock: Clock): StorageFacade {
  const log = createCallLog(clock);
  const tasks = createTaskRegistry();
  let opening: Promise<OpenedStorage> | undefined;
  let failed = false;
  let registry: FeedRegistry | undefined;

  const opened = () => {
    opening ??= openStorage((kind) => (observation) => log.observe(kind, observation)).catch((error) => {
      failed = true;
      throw error;
    });
    return opening;
  };
  /** Forgets an opening that failed; only `open` does, so that other calls fail at once instead of waiting for the other tab. */
  const retry = () => {
    if (failed) opening = undefined;
    failed = false;
  };
  const timed = async <Result>(operation: string, work: Work<Result>, runId?: string): Promise<Result> => {
    const storage = await opened();
    registry ??= createFeedRegistry(storage, log, clock);
    const feeds = registry;
    return log.call({ operation, storage: 'duckdb', ...(runId === undefined ? {} : { runId }) }, () =>
      work(storage, feeds),
    );
  };
  const status = async (): Promise<StorageStatus> => {
    const space = await estimateSpace();
    try {
      const { place, reason } = await opened();
      return { place, reason, ...space };
    } catch (error) {
      if (!(error instanceof BacktabError) || error.code !== 'database-in-use') throw error;
      return { place: 'held', reason: error.message, ...space };
    }
  };

  return {
    open: () => {
      retry();
      return status();
    },
    status,
    previewFile: (file, options) => timed('previewFile', () => previewFile(file, options)),
    importFile: (task, file, options, onProgress) =>
      tasks.run(task, (signal) =>
        timed('importFile', ({ duckdb }) => importFile(file, options, duckdb, { signal, onProgress, clock })),
      ),
    loadSampleData: (task, onProgress) =>
      tasks.run(task, (signal) =>
        timed('loadSampleData', ({ duckdb }) => importSample(duckdb, { signal, onProgress, clock })),
      ),
    cancel: async (task) => tasks.cancel(task),
    listSeries: () => timed('listSeries', ({ duckdb }) => duckdb.listSeries()),
    resolveSeries: (reference) =>
      timed('resolveSeries', async ({ duckdb }) => resolveSeries(await duckdb.listSeries(), reference)),
    deleteSeries: (id) => timed('deleteSeries', ({ duckdb }) => duckdb.deleteSeries(parseSeriesId(id))),
    getChartBars: (id, range, maxRows) =>
      timed('getChartBars', ({ duckdb }) => duckdb.getChartBars(parseSeriesId(id), range, maxRows)),
    getHistoricalPrices: (id, range, columns = BAR_COLUMNS) =>
      timed(
        'getHistoricalPrices',
        async ({ duckdb }) =>
          (await duckdb.getHistoricalPrices(parseSeriesId(id), range, columns)) as BarColumns,
      ),
    query: (sql, limit = DEFAULT_QUERY_ROWS) => timed('query', (storage) => storage.query(sql, limit)),
    stats: () => timed('stats', ({ duckdb, memory }) => Promise.all([duckdb.stats(), memory.stats()])),
    openFeed: (task, runId, storage, ids, port) =>
      tasks.run(task, (signal) =>
        timed(
          'openFeed',
          (_, feeds) => feeds.open({ runId, storage, series: ids.map(parseSeriesId), port, signal }),
          runId,
        ),
      ),
    closeFeed: (feedId) => timed('closeFeed', (_, feeds) => feeds.close(feedId)),
    timings: async () => log.entries(),
    saveRun: (run) => timed('saveRun', ({ runs }) => runs.save(toRunRecord(run)), run.runId),
    loadRun: (runId) =>
      timed('loadRun', async ({ runs }) => {
        const record = await runs.load(runId);
        return record && fromRunRecord(record);
      }),
    listRuns: () => timed('listRuns', async ({ runs }) => (await runs.list()).map(fromSummaryRecord)),
  };
}
