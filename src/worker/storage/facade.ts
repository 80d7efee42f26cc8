import { BAR_COLUMNS, type BarColumns } from '../../core/bar.ts';
import type { Clock } from '../../core/clock.ts';
import { BacktabError } from '../../core/error.ts';
import { exportCsv } from '../../storage/export/csv-export.ts';
import { importFile } from '../../storage/import/import-file.ts';
import { previewFile } from '../../storage/import/preview-file.ts';
import { importSample } from '../../storage/sample/import-sample.ts';
import type { StorageFacade, StorageStatus } from '../storage-facade.ts';
import { createCallLog } from './call-log.ts';
import { createFeedRegistry, type FeedRegistry } from './feed-registry.ts';
import type { DatabaseFiles, OpenedStorage, OpenStorage } from './opened-storage.ts';
import { resolveSeries } from './resolve-series.ts';
import { RunDesk } from './run-desk.ts';
import { fromRunRecord, fromSummaryRecord } from './run-record.ts';
import { parseSeriesId } from './series-key.ts';
import { estimateSpace } from './storage-estimate.ts';
import { createTaskRegistry } from './task-registry.ts';

/** Rows that a user's query returns at most unless it asks for another number. */
const DEFAULT_QUERY_ROWS = 10_000;

const noFiles = async (): Promise<never> => {
  throw new BacktabError('storage-unavailable', 'This window keeps no database files. Use a normal window.');
};
const NO_FILES: DatabaseFiles = {
  setAside: noFiles,
  listSetAside: noFiles,
  readSetAside: noFiles,
  restore: noFiles,
};

type Work<Result> = (opened: OpenedStorage, feeds: FeedRegistry, desk: RunDesk) => Promise<Result>;

/**
 * The facade over a database that `openStorage` opens on the first `open()`. Every call is timed, a failed one too. Calls made before the
 * database is open wait for it; error `database-in-use` while another tab holds it.
 */
export function createStorageFacade(
  openStorage: OpenStorage,
  clock: Clock,
  files: DatabaseFiles = NO_FILES,
): StorageFacade {
  const log = createCallLog(clock);
  const tasks = createTaskRegistry();
  let opening: Promise<OpenedStorage> | undefined;
  let failed = false;
  let registry: FeedRegistry | undefined;
  let runDesk: RunDesk | undefined;

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
    runDesk ??= new RunDesk(storage.runs);
    const desk = runDesk;
    registry ??= createFeedRegistry(storage, log, clock, desk);
    const feeds = registry;
    return log.call({ operation, storage: 'duckdb', ...(runId === undefined ? {} : { runId }) }, () =>
      work(storage, feeds, desk),
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

  /** Closes the database, if it is open, works on its files and opens what is there then. */
  const withClosed = async (work: () => Promise<unknown>): Promise<StorageStatus> => {
    if ((registry?.size ?? 0) > 0) {
      throw new BacktabError(
        'database-in-use',
        'A run is reading from the database. Stop it, then try again.',
      );
    }
    const storage = await opening?.catch(() => undefined);
    await storage?.duckdb.close();
    opening = undefined;
    failed = false;
    registry = undefined;
    runDesk = undefined;
    await work();
    return status();
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
    renameSeries: (id, to) =>
      timed('renameSeries', ({ duckdb }) => duckdb.renameSeries(parseSeriesId(id), to)),
    getCoverage: (id, range, options) =>
      timed('getCoverage', ({ duckdb }) => duckdb.getCoverage(parseSeriesId(id), range, options)),
    exportSeries: (task, id, format) =>
      tasks.run(task, (signal) =>
        timed('exportSeries', ({ duckdb }) =>
          format === 'csv'
            ? exportCsv(duckdb, parseSeriesId(id), signal)
            : exportSeriesAsParquet(duckdb, parseSeriesId(id), signal),
        ),
      ),
    backup: () => timed('backup', (storage) => storage.backup()),
    restore: (backup) => withClosed(() => files.restore(backup)),
    setDatabaseAside: () => withClosed(() => files.setAside()),
    listSetAside: () => files.listSetAside(),
    readSetAside: (fileName) => files.readSetAside(fileName),
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
    saveRun: (run) => timed('saveRun', (_, __, desk) => desk.save(run), run.runId),
    discardRun: (runId) => timed('discardRun', async (_, __, desk) => desk.discard(runId), runId),
    getEquityRows: (runId, storage, timestamp, end) =>
      timed('getEquityRows', (_, __, desk) => desk.window(runId, storage, timestamp, end), runId),
    getEquity: (runId, storage) => timed('getEquity', (_, __, desk) => desk.equity(runId, storage), runId),
    compareEquity: (runId, a, b) =>
      timed('compareEquity', (_, __, desk) => desk.difference(runId, a, b), runId),
    loadRun: (runId) =>
      timed('loadRun', async ({ runs }) => {
        const record = await runs.load(runId);
        return record && fromRunRecord(record);
      }),
    listRuns: () => timed('listRuns', async ({ runs }) => (await runs.list()).map(fromSummaryRecord)),
  };
}

/** Parquet and Arrow are loaded on first use. */
async function exportSeriesAsParquet(...request: Parameters<typeof exportCsv>): Promise<Blob> {
  const { exportParquet } = await import('../../storage/export/parquet-export.ts');
  return exportParquet(...request);
}
