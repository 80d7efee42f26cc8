import { EXTRA_COLUMNS, type PartialStoredBars, STORED_COLUMNS, type StoredBars } from '../../core/bar.ts';
import type { Clock } from '../../core/clock.ts';
import { abortError, BacktabError } from '../../core/error.ts';
import { type SeriesKey, seriesId } from '../../core/series.ts';
import type { BarSnapshot, BarStorage, StorageKind } from '../../storage/bar-storage.ts';
import type { QueryTiming } from '../../storage/timing.ts';
import { WriteQueue } from '../../storage/write-queue.ts';
import { type FeedPort, type FeedServer, serveFeed } from '../feed/feed-server.ts';
import { maskColumns } from '../feed/protocol.ts';
import type { FeedCost, OpenedFeed } from '../storage-facade.ts';
import { type CallLog, totalsOf } from './call-log.ts';
import { letMessagesIn } from './let-messages-in.ts';
import type { RunDesk } from './run-desk.ts';

/** What a run needs served. */
export interface FeedRequest {
  readonly runId: string;
  readonly storage: StorageKind;
  readonly series: readonly SeriesKey[];
  readonly port: FeedPort;
  readonly signal: AbortSignal;
}

/** Serves the bars of runs, each from a snapshot of its own. */
export interface FeedRegistry {
  /** Feeds open at the moment. */
  readonly size: number;
  open(request: FeedRequest): Promise<OpenedFeed>;
  /** Ends a feed and returns what it cost. Error `bad-argument` when it is not open. */
  close(feedId: number): Promise<FeedCost>;
}

interface Feed {
  readonly runId: string;
  readonly storage: StorageKind;
  readonly snapshot: BarSnapshot;
  readonly server: FeedServer;
  readonly queries: QueryTiming[];
}

/**
 * A run on any other storage reads a fresh copy of what the database holds, and the copying is part of its load time. When a feed of the same run on
 * `duckdb` is open, the copy is taken from that feed's snapshot: both sides see the same bars, whatever is imported meanwhile.
 */
export function createFeedRegistry(
  storages: Readonly<Record<StorageKind, BarStorage>>,
  log: CallLog,
  clock: Clock,
  desk: Pick<RunDesk, 'begin' | 'bars'>,
): FeedRegistry {
  const feeds = new Map<number, Feed>();
  const copies = new WriteQueue();
  let lastId = 0;

  const openSnapshot = (
    runId: string,
    kind: StorageKind,
    series: readonly SeriesKey[],
    queries?: QueryTiming[],
  ) =>
    log.call(
      {
        operation: 'openSnapshot',
        storage: kind,
        runId,
        ...(queries ? { collect: (timing) => queries.push(timing) } : {}),
      },
      () => storages[kind].openSnapshot(series),
    );

  const copyFromDatabase = async ({ runId, storage, series, signal }: FeedRequest) => {
    const ids = series.map(seriesId).join();
    const shared = [...feeds.values()].find(
      (feed) =>
        feed.runId === runId &&
        feed.storage === 'duckdb' &&
        feed.snapshot.series.map(({ info }) => info.id).join() === ids,
    );
    const source = shared?.snapshot ?? (await openSnapshot(runId, 'duckdb', series));
    try {
      for (const index of series.keys())
        await copySeries(source, index, storages[storage], { runId, log, signal });
    } finally {
      if (!shared) await source.release();
    }
  };

  const openCopy = async (request: FeedRequest, queries: QueryTiming[]) => {
    const leave = await copies.enter();
    try {
      await copyFromDatabase(request);
      const snapshot = await openSnapshot(request.runId, request.storage, request.series, queries);
      // The snapshot keeps the arrays for as long as the run needs them.
      for (const info of request.series) await storages[request.storage].deleteSeries(info);
      return snapshot;
    } finally {
      leave();
    }
  };

  return {
    get size() {
      return feeds.size;
    },
    async open(request) {
      const { runId, storage, series, port, signal } = request;
      const began = clock();
      const queries: QueryTiming[] = [];
      const snapshot =
        storage === 'duckdb'
          ? await openSnapshot(runId, storage, series, queries)
          : await openCopy(request, queries);
      if (signal.aborted) {
        port.close();
        await snapshot.release();
        throw abortError('Loading the bars');
      }
      const bars = snapshot.series.reduce((sum, { info }) => sum + info.rows, 0);
      const server = serveFeed(snapshot, port, {
        keepEquity: desk.begin(runId, storage, snapshot.series[0]?.info, bars),
        read: ({ series: index, chunk, columns }) =>
          log.call(
            { operation: 'readChunk', storage, runId, collect: (timing) => queries.push(timing) },
            () => snapshot.read(index, chunk, maskColumns(columns)),
          ),
      });
      const feedId = ++lastId;
      feeds.set(feedId, { runId, storage, snapshot, server, queries });
      return { feedId, series: snapshot.series, loadMilliseconds: clock() - began };
    },
    async close(feedId) {
      const feed = feeds.get(feedId);
      if (!feed) throw new BacktabError('bad-argument', `Feed ${feedId} is not open`);
      feeds.delete(feedId);
      feed.server.close();
      await feed.snapshot.release();
      const bars = desk.bars(feed.runId, feed.storage);
      return { totals: totalsOf(feed.queries), queries: feed.queries, bars };
    },
  };
}

async function copySeries(
  source: BarSnapshot,
  index: number,
  target: BarStorage,
  { runId, log, signal }: { readonly runId: string; readonly log: CallLog; readonly signal: AbortSignal },
): Promise<void> {
  const entry = source.series[index];
  if (!entry) return;
  await target.deleteSeries(entry.info);
  const writer = await target.openWriter(entry.info);
  try {
    for (const chunk of entry.chunks.keys()) {
      await letMessagesIn();
      if (signal.aborted) throw abortError('Loading the bars');
      const bars = await log.call({ operation: 'loadChunk', storage: 'duckdb', runId }, () =>
        source.read(index, chunk, STORED_COLUMNS),
      );
      await writer.append(withoutEmptyColumns(bars));
    }
    await writer.commit();
  } catch (error) {
    await writer.rollback();
    throw error;
  }
}

/** `bars` without the optional columns in which nothing is known. */
function withoutEmptyColumns(bars: PartialStoredBars): StoredBars {
  const filled = { ...bars };
  for (const column of EXTRA_COLUMNS) {
    if (filled[column]?.every(Number.isNaN)) delete filled[column];
  }
  return filled as StoredBars;
}
