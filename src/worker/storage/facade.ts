import { BAR_COLUMNS, type BarColumns } from '../../core/bar.ts';
import type { Clock } from '../../core/clock.ts';
import { abortError, BacktabError } from '../../core/error.ts';
import type { BarStorage, StorageKind } from '../../storage/bar-storage.ts';
import { exportCsv } from '../../storage/export/csv-export.ts';
import { importFile } from '../../storage/import/import-file.ts';
import { previewFile } from '../../storage/import/preview-file.ts';
import { LegacyStorage } from '../../storage/legacy/legacy-storage.ts';
import { MemoryStorage } from '../../storage/memory/memory-storage.ts';
import { importSample } from '../../storage/sample/import-sample.ts';
import type { StorageEnvironment } from '../../storage/storage-environment.ts';
import type { ExportFormat, OnTransfer, StorageFacade, StorageStatus } from '../storage-facade.ts';
import { createCallLog } from './call-log.ts';
import { copyAndValidate } from './copy-series.ts';
import { createFeedRegistry, type FeedRegistry } from './feed-registry.ts';
import { interruptible, type RowProgress } from './interruptible.ts';
import { lastPrices } from './last-prices.ts';
import { letMessagesIn } from './let-messages-in.ts';
import { createLogKeeper, STORE_TIMINGS } from './log-keeper.ts';
import type { DatabaseFiles, OpenedStorage, OpenStorage } from './opened-storage.ts';
import { resolveSeries } from './resolve-series.ts';
import { accountOfRun } from './run-account.ts';
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
  deleteSetAside: noFiles,
  readDatabase: noFiles,
  restore: noFiles,
};

interface Opened {
  readonly storage: OpenedStorage;
  readonly feeds: FeedRegistry;
  readonly desk: RunDesk;
}

/** How long a restore waits for other calls to end, milliseconds. */
const PATIENCE = 10_000;

type Work<Result> = (opened: OpenedStorage, feeds: FeedRegistry, desk: RunDesk) => Promise<Result>;

/**
 * The facade over a database that `openStorage` opens on the first `open()`. Every call is timed, a failed one too. Calls made before the
 * database is open wait for it; error `database-in-use` while another tab holds it.
 */
export function createStorageFacade(
  openStorage: OpenStorage,
  clock: Clock,
  files: DatabaseFiles = NO_FILES,
  origin: number = performance.timeOrigin,
): StorageFacade {
  let calls = 0;
  let current: Opened | undefined;
  const log = createCallLog(clock, { origin, told: (timing) => keeper.add(timing) });
  const session = Math.floor(origin + clock());
  const keeper = createLogKeeper({
    session,
    log: () => current?.storage.timings,
    busy: () => calls > 0 || (current?.feeds.size ?? 0) > 0,
    timed: (work) => log.call({ operation: STORE_TIMINGS, storage: 'duckdb' }, work),
  });
  const tasks = createTaskRegistry();
  let opening: Promise<Opened> | undefined;
  /** Settled while nobody works on the files of the closed database; calls that come meanwhile wait, or they would open it. */
  let closed: Promise<unknown> = Promise.resolve();
  let failed = false;

  const openOnce = async (): Promise<Opened> => {
    await closed;
    try {
      const storage = await openStorage((kind) => (observation) => log.observe(kind, observation));
      const desk = new RunDesk(storage.runs);
      current = { storage, desk, feeds: createFeedRegistry(storage, log, clock, desk) };
      return current;
    } catch (error) {
      failed = true;
      throw error;
    }
  };
  /** The open database; never one that was closed while the caller waited for it. */
  const opened = async (): Promise<Opened> => {
    for (;;) {
      opening ??= openOnce();
      const asked = opening;
      const found = await asked;
      if (asked === opening) return found;
    }
  };
  /** Forgets an opening that failed; only `open` does, so that other calls fail at once instead of waiting for the other tab. */
  const retry = () => {
    if (failed) opening = undefined;
    failed = false;
  };
  /** Records `work` as a call that does not need the database to be open. */
  const recorded = async <Result>(
    operation: string,
    work: () => Promise<Result>,
    asker: { readonly runId?: string; readonly strategy?: string | undefined } = {},
  ): Promise<Result> => {
    calls++;
    try {
      return await log.call({ operation, storage: 'duckdb', ...asker }, work);
    } finally {
      calls--;
    }
  };
  /** Records `work`, which waits for the database to be open: a restore does not wait for it, or they would wait for each other. */
  const waiting = <Result>(operation: string, work: () => Promise<Result>): Promise<Result> =>
    log.call({ operation, storage: 'duckdb' }, work);
  const timed = async <Result>(
    operation: string,
    work: Work<Result>,
    asker?: { readonly runId: string; readonly strategy?: string | undefined },
  ): Promise<Result> => {
    let found: Opened;
    try {
      found = await opened();
    } catch (error) {
      return recorded(operation, () => Promise.reject(error), asker);
    }
    const { storage, feeds, desk } = found;
    return recorded(operation, () => work(storage, feeds, desk), asker);
  };
  const status = async (): Promise<StorageStatus> => {
    const space = await estimateSpace();
    try {
      const { place, reason } = (await opened()).storage;
      return { place, reason, ...space };
    } catch (error) {
      if (!(error instanceof BacktabError) || error.code !== 'database-in-use') throw error;
      return { place: 'held', reason: error.message, ...space };
    }
  };

  /** Waits until no other call is under way. Error `database-in-use` when that takes too long. */
  const others = async () => {
    const began = clock();
    while (calls > 1) {
      if (clock() - began > PATIENCE) {
        throw new BacktabError(
          'database-in-use',
          'Something else still works on the database. Try again when it has ended.',
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  /** Closes the database, if it is open, works on its files and opens what is there then. To be called by a recorded call. */
  const withClosed = async (work: () => Promise<unknown>): Promise<StorageStatus> => {
    if ((current?.feeds.size ?? 0) > 0) {
      throw new BacktabError(
        'database-in-use',
        'A run is reading from the database. Stop it, then try again.',
      );
    }
    const before = opening;
    const working = closed.then(async () => {
      const found = await before?.catch(() => undefined);
      await others();
      await keeper.flush();
      current = undefined;
      await found?.storage.duckdb.close();
      await work();
    });
    closed = working.catch(() => {});
    opening = undefined;
    failed = false;
    await working;
    return status();
  };

  return {
    open: () => {
      retry();
      return waiting('open', status);
    },
    status: () => waiting('status', status),
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
    deleteSeries: (task, id) =>
      tasks.run(task, (signal) =>
        timed('deleteSeries', ({ duckdb }) => duckdb.deleteSeries(parseSeriesId(id), { signal })),
      ),
    renameSeries: (id, to) =>
      timed('renameSeries', ({ duckdb }) => duckdb.renameSeries(parseSeriesId(id), to)),
    getCoverage: (id, range, options) =>
      timed('getCoverage', ({ duckdb }) => duckdb.getCoverage(parseSeriesId(id), range, options)),
    exportSeries: (task, id, format, onProgress) =>
      tasks.run(task, (signal) =>
        timed('exportSeries', ({ duckdb }) => {
          const source = interruptible(duckdb, 'The export', signal, bars(onProgress));
          return exporterOf(format)(source, parseSeriesId(id), signal);
        }),
      ),
    copySeries: (task, id, to, onProgress) =>
      tasks.run(task, (signal) =>
        timed('copySeries', ({ duckdb }) =>
          copyAndValidate(
            duckdb,
            emptyStorage(to, {
              clock,
              now: () => origin + clock(),
              observer: (seen) => log.observe(to, seen),
            }),
            parseSeriesId(id),
            signal,
            bars(onProgress),
          ),
        ),
      ),
    backup: (task, onProgress) =>
      tasks.run(task, (signal) =>
        timed('backup', async (storage) => {
          await keeper.flush();
          return storage.backup(async (done, total) => {
            await letMessagesIn();
            if (signal.aborted) throw abortError('The backup');
            onProgress?.({ unit: 'bytes', done, total });
          });
        }),
      ),
    restore: (task, backup, onProgress) =>
      tasks.run(task, (signal) =>
        recorded('restore', () =>
          withClosed(() =>
            files.restore(backup, {
              signal,
              onProgress: (done, total) => onProgress?.({ unit: 'bytes', done, total }),
            }),
          ),
        ),
      ),
    setDatabaseAside: () => recorded('setDatabaseAside', () => withClosed(() => files.setAside())),
    listSetAside: () => recorded('listSetAside', () => files.listSetAside()),
    readSetAside: (fileName) => recorded('readSetAside', () => files.readSetAside(fileName)),
    deleteSetAside: (fileName) => recorded('deleteSetAside', () => files.deleteSetAside(fileName)),
    readDatabaseFiles: () => recorded('readDatabaseFiles', () => files.readDatabase()),
    getChartBars: (id, range, maxRows) =>
      timed('getChartBars', ({ duckdb }) => duckdb.getChartBars(parseSeriesId(id), range, maxRows)),
    getLastPrices: (id, at) =>
      timed('getLastPrices', ({ duckdb }) => lastPrices(duckdb, parseSeriesId(id), at)),
    getHistoricalPrices: (id, range, columns = BAR_COLUMNS) =>
      timed(
        'getHistoricalPrices',
        async ({ duckdb }) =>
          (await duckdb.getHistoricalPrices(parseSeriesId(id), range, columns)) as BarColumns,
      ),
    query: async (sql, limit = DEFAULT_QUERY_ROWS, task = undefined) => {
      if (NAMES_LOG.test(sql)) await keeper.flush();
      const work = (signal?: AbortSignal) => timed('query', (storage) => storage.query(sql, limit, signal));
      return task === undefined ? work() : tasks.run(task, work);
    },
    stats: () => timed('stats', ({ duckdb, memory }) => Promise.all([duckdb.stats(), memory.stats()])),
    openFeed: (task, runId, storage, ids, port, strategy) =>
      tasks.run(task, (signal) =>
        timed(
          'openFeed',
          (_, feeds) =>
            feeds.open({ runId, strategy, storage, series: ids.map(parseSeriesId), port, signal }),
          { runId, strategy },
        ),
      ),
    closeFeed: (feedId, cacheHits) => timed('closeFeed', (_, feeds) => feeds.close(feedId, cacheHits)),
    timings: async () => log.entries(),
    storedTimings: async ({ scope = 'session', ...filter } = {}) => {
      const { timings } = (await opened()).storage;
      await keeper.flush();
      return (await timings?.list(scope === 'session' ? { ...filter, session } : filter)) ?? [];
    },
    summariseTimings: async (scope = 'session') => {
      const { timings } = (await opened()).storage;
      await keeper.flush();
      return (await timings?.summarise(scope === 'session' ? { session } : {})) ?? [];
    },
    saveRun: (run) =>
      timed('saveRun', (_, __, desk) => desk.save(run), {
        runId: run.runId,
        strategy: run.runs[0]?.result.specification.strategy,
      }),
    discardRun: (runId) => timed('discardRun', async (_, __, desk) => desk.discard(runId), { runId }),
    getEquityRows: (runId, storage, timestamp, end) =>
      timed('getEquityRows', (_, __, desk) => desk.window(runId, storage, timestamp, end), { runId }),
    getEquity: (runId, storage) =>
      timed('getEquity', (_, __, desk) => desk.equity(runId, storage), { runId }),
    getAccount: (runId, storage) =>
      timed(
        'getAccount',
        async ({ duckdb, runs }, _, desk) => {
          const record = await runs.load(runId);
          const run = record && fromRunRecord(record);
          const kept = run?.runs.find((each) => each.storage === storage)?.equityOf ?? storage;
          return accountOfRun(run, storage, await desk.equity(runId, kept), duckdb);
        },
        { runId },
      ),
    compareEquity: (runId, a, b) =>
      timed('compareEquity', (_, __, desk) => desk.difference(runId, a, b), { runId }),
    loadRun: (runId) =>
      timed('loadRun', async ({ runs }) => {
        const record = await runs.load(runId);
        return record && fromRunRecord(record);
      }),
    listRuns: () => timed('listRuns', async ({ runs }) => (await runs.list()).map(fromSummaryRecord)),
  };
}

/** A query of the stored log sees this session up to now. */
const NAMES_LOG = /\b(timings|query_log)\b/i;

function bars(onProgress: OnTransfer | undefined): RowProgress {
  return (done, total) => onProgress?.({ unit: 'bars', done, total });
}

function emptyStorage(kind: StorageKind, environment: StorageEnvironment): BarStorage {
  if (kind === 'memory') return new MemoryStorage(environment);
  if (kind === 'legacy') return new LegacyStorage(environment);
  throw new BacktabError('bad-argument', `"${kind}" is where the series is: copy it to memory or legacy`);
}

function exporterOf(format: ExportFormat): typeof exportCsv {
  if (format === 'csv') return exportCsv;
  if (format === 'parquet') return exportSeriesAsParquet;
  throw new BacktabError('bad-argument', `"${format}" is no format of an export: use csv or parquet`);
}

/** Parquet and Arrow are loaded on first use. */
async function exportSeriesAsParquet(...request: Parameters<typeof exportCsv>): Promise<Blob> {
  const { exportParquet } = await import('../../storage/export/parquet-export.ts');
  return exportParquet(...request);
}
