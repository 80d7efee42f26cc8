import { afterEach, describe, expect, it } from 'vitest';
import { BacktabError } from '../../core/error.ts';
import { seriesId } from '../../core/series.ts';
import type { BarStorage } from '../../storage/bar-storage.ts';
import { MemoryStorage } from '../../storage/memory/memory-storage.ts';
import { connectFeed } from '../feed/feed-client.ts';
import type { FeedPort } from '../feed/feed-server.ts';
import { swingingBars, TEST_SERIES } from '../testing/bars.ts';
import { RunStoreInMemory } from '../testing/run-store.ts';
import { createStorageFacade } from './facade.ts';
import type { ObserverFor, OpenStorage } from './opened-storage.ts';

const ID = seriesId(TEST_SERIES);
const CHUNK = 64;
const bars = swingingBars(200);
const runs = new RunStoreInMemory();
const ports: MessagePort[] = [];

afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** A facade over two storages in memory, the first one in DuckDB's place. */
async function filledFacade() {
  let now = 0;
  const clock = () => ++now;
  let duckdb: BarStorage | undefined;
  const open = async (observerFor: ObserverFor) => {
    const storage = (kind: 'duckdb' | 'memory' | 'legacy') =>
      new MemoryStorage({ clock, now: clock, observer: observerFor(kind) }, { chunkRows: CHUNK });
    duckdb = storage('duckdb');
    const query = () => Promise.reject(new BacktabError('query-failed', 'No SQL here'));
    return {
      place: 'memory',
      reason: 'a test',
      duckdb,
      memory: storage('memory'),
      legacy: storage('legacy'),
      backup: async () => new Blob(['backup']),
      runs,
      query,
    } as const;
  };
  const facade = createStorageFacade(open, clock);
  await facade.open();
  await duckdb?.storeOhlcv(TEST_SERIES, bars);
  return { facade, duckdb: duckdb as BarStorage };
}

type Facade = Awaited<ReturnType<typeof filledFacade>>['facade'];

let task = 0;
async function openFeed(facade: Facade, runId: string, storage: 'duckdb' | 'memory' | 'legacy') {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const opened = await facade.openFeed(++task, runId, storage, [ID], port1);
  return { ...opened, feed: connectFeed(port2 as FeedPort, opened.series) };
}

async function allCloses(feed: Awaited<ReturnType<typeof openFeed>>['feed']): Promise<number[]> {
  const closes: number[] = [];
  for (const chunk of feed.series[0]?.chunks.keys() ?? []) {
    closes.push(...((await feed.read(0, chunk, ['close'])).close ?? []));
  }
  return closes;
}

describe('the facade before the database is open', () => {
  const holding: OpenStorage = async () => {
    throw new BacktabError('database-in-use', 'Another tab holds the database.');
  };

  it('says that another tab holds it, and refuses calls with the same reason', async () => {
    const facade = createStorageFacade(holding, () => 0);
    expect(await facade.open()).toMatchObject({ place: 'held', reason: 'Another tab holds the database.' });
    await expect(facade.listSeries()).rejects.toMatchObject({ code: 'database-in-use' });
  });

  it('does not try again by itself: calls fail at once', async () => {
    let tries = 0;
    const facade = createStorageFacade(
      (observerFor) => {
        tries++;
        return holding(observerFor);
      },
      () => 0,
    );
    await facade.open();
    await expect(facade.listSeries()).rejects.toMatchObject({ code: 'database-in-use' });
    expect((await facade.status()).place).toBe('held');
    expect(tries).toBe(1);
    await facade.open();
    expect(tries).toBe(2);
  });

  it('opens it on a later try', async () => {
    const { facade } = await filledFacade();
    let held = true;
    const later = createStorageFacade(
      async (observerFor) => {
        if (held) return holding(observerFor);
        const memory = new MemoryStorage({ clock: () => 0, now: () => 0 });
        return {
          place: 'opfs',
          reason: '',
          duckdb: memory,
          memory,
          legacy: memory,
          backup: async () => new Blob(),
          runs,
          query: () => facade.query(''),
        };
      },
      () => 0,
    );
    expect((await later.open()).place).toBe('held');
    held = false;
    expect((await later.open()).place).toBe('opfs');
    expect(await later.listSeries()).toEqual([]);
  });

  it('passes any other failure on', async () => {
    const facade = createStorageFacade(
      () => Promise.reject(new BacktabError('database-damaged', 'Bits')),
      () => 0,
    );
    await expect(facade.open()).rejects.toMatchObject({ code: 'database-damaged' });
  });
});

describe('the feed of a run', () => {
  it.each(['duckdb', 'memory', 'legacy'] as const)(
    'serves all bars from %s and says what that cost',
    async (storage) => {
      const { facade } = await filledFacade();
      const { feed, feedId, loadMilliseconds } = await openFeed(facade, 'r1', storage);
      expect(await allCloses(feed)).toEqual([...bars.close]);
      expect(loadMilliseconds).toBeGreaterThan(0);
      const { totals, queries } = await facade.closeFeed(feedId);
      expect(queries.every(({ runId, operation }) => runId === 'r1' && operation === 'readChunk')).toBe(true);
      expect(queries.every((query) => query.storage === storage)).toBe(true);
      expect(totals).toMatchObject({ queries: Math.ceil(200 / CHUNK), rows: 200, bytes: 1_600 });
    },
  );

  it('gives both sides of a comparison the same bars, whatever is stored in between', async () => {
    const { facade, duckdb } = await filledFacade();
    const first = await openFeed(facade, 'r1', 'duckdb');
    const changed = { ...bars, close: bars.close.map((close) => close + 1) };
    await duckdb.storeOhlcv(TEST_SERIES, changed, { onConflict: 'replace' });
    const second = await openFeed(facade, 'r1', 'memory');
    const other = await openFeed(facade, 'r2', 'memory');
    expect(await allCloses(first.feed)).toEqual([...bars.close]);
    expect(await allCloses(second.feed)).toEqual([...bars.close]);
    expect(await allCloses(other.feed)).toEqual([...changed.close]);
  });

  it('serves dividends and splits from a copy too, as NaN where none are stored', async () => {
    const { facade, duckdb } = await filledFacade();
    const plain = await openFeed(facade, 'r1', 'memory');
    const none = await plain.feed.read(0, 0, ['dividend']);
    expect(none.dividend?.every(Number.isNaN)).toBe(true);
    const dividend = new Float64Array(200).fill(Number.NaN);
    dividend[3] = 0.5;
    await duckdb.storeOhlcv(TEST_SERIES, { ...bars, dividend }, { onConflict: 'replace' });
    for (const storage of ['duckdb', 'memory'] as const) {
      const { feed } = await openFeed(facade, 'r2', storage);
      const read = await feed.read(0, 0, ['close', 'dividend', 'splitRatio']);
      expect(read.dividend?.slice(2, 5)).toEqual(Float64Array.of(Number.NaN, 0.5, Number.NaN));
      expect(read.splitRatio?.every(Number.isNaN)).toBe(true);
    }
  });

  it('copies afresh for every run, and for runs at the same time', async () => {
    const { facade } = await filledFacade();
    const feeds = await Promise.all(['r1', 'r2', 'r3'].map((run) => openFeed(facade, run, 'memory')));
    for (const { feed } of feeds) expect(await allCloses(feed)).toEqual([...bars.close]);
    const loads = (await facade.timings()).filter(
      ({ operation, sql }) => operation === 'loadChunk' && sql !== '',
    );
    expect(loads).toHaveLength(3 * Math.ceil(200 / CHUNK));
  });

  it('keeps nothing in memory beside what its snapshot holds', async () => {
    const { facade } = await filledFacade();
    await openFeed(facade, 'r1', 'memory');
    expect(await facade.stats()).toMatchObject([{ rows: 200 }, { rows: 0, series: 0 }]);
  });

  it('ends with the feed: nothing is served afterwards, and it is closed once', async () => {
    const { facade } = await filledFacade();
    const { feed, feedId } = await openFeed(facade, 'r1', 'duckdb');
    await facade.closeFeed(feedId);
    const late = Promise.race([
      feed.read(0, 0, ['close']),
      new Promise((done) => setTimeout(done, 50, 'nothing')),
    ]);
    expect(await late).toBe('nothing');
    await expect(facade.closeFeed(feedId)).rejects.toMatchObject({ code: 'bad-argument' });
  });

  it('is not opened when its task was cancelled, and leaves nothing behind', async () => {
    const { facade } = await filledFacade();
    const opening = openFeed(facade, 'r1', 'memory');
    await facade.cancel(task);
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
    expect(await facade.stats()).toMatchObject([{ rows: 200 }, { rows: 0, series: 0 }]);
    expect(await allCloses((await openFeed(facade, 'r2', 'memory')).feed)).toHaveLength(200);
  });

  it('is refused for a series that is not stored', async () => {
    const { facade } = await filledFacade();
    const { port1 } = new MessageChannel();
    ports.push(port1);
    const unknown = seriesId({ ...TEST_SERIES, symbol: 'NOPE' });
    await expect(facade.openFeed(++task, 'r1', 'duckdb', [unknown], port1)).rejects.toMatchObject({
      code: 'unknown-series',
    });
  });
});

describe('the files of the database', () => {
  it('are worked on while it is closed, and it is opened again afterwards', async () => {
    const steps: string[] = [];
    const open: OpenStorage = async () => {
      steps.push('open');
      const memory = new MemoryStorage({ clock: () => 0, now: () => 0 });
      const close = memory.close.bind(memory);
      memory.close = async () => {
        steps.push('close');
        await close();
      };
      const backup = async () => new Blob();
      const query = () => Promise.reject(new Error('no SQL'));
      return { place: 'opfs', reason: '', duckdb: memory, memory, legacy: memory, runs, query, backup };
    };
    const files = {
      setAside: async () => [],
      listSetAside: async () => [],
      readSetAside: async () => new Blob(),
      deleteSetAside: async () => {},
      readDatabase: async () => [],
      restore: async () => void steps.push('restore'),
    };
    const facade = createStorageFacade(open, () => 0, files);
    await facade.open();
    expect((await facade.restore(++task, new Blob())).place).toBe('opfs');
    expect(steps).toEqual(['open', 'close', 'restore', 'open']);
  });

  it('are worked on alone: a call that comes meanwhile waits, and does not open the database', async () => {
    const steps: string[] = [];
    const { facade: filled } = await filledFacade();
    const memory = new MemoryStorage({ clock: () => 0, now: () => 0 });
    const facade = createStorageFacade(
      async () => {
        steps.push('open');
        const query = () => filled.query('');
        return {
          place: 'opfs',
          reason: '',
          duckdb: memory,
          memory,
          legacy: memory,
          runs,
          query,
          backup: async () => new Blob(),
        };
      },
      () => 0,
      {
        setAside: async () => [],
        listSetAside: async () => [],
        readSetAside: async () => new Blob(),
        deleteSetAside: async () => {},
        readDatabase: async () => [],
        restore: async () => {
          await new Promise((resolve) => setTimeout(resolve, 20));
          steps.push('restored');
        },
      },
    );
    await facade.open();
    const restoring = facade.restore(++task, new Blob());
    await new Promise((resolve) => setTimeout(resolve, 5));
    const asking = facade.status();
    const listing = facade.listSeries().then(() => steps.push('listed'));
    await Promise.all([restoring, listing, asking]);
    expect(steps).toEqual(['open', 'restored', 'open', 'listed']);
  });

  it('a call that began before reads the database that is open afterwards, never the closed one', async () => {
    const opened: MemoryStorage[] = [];
    const { facade: filled } = await filledFacade();
    const none = async () => new Blob();
    const facade = createStorageFacade(
      async () => {
        const memory = new MemoryStorage({ clock: () => 0, now: () => 0 });
        if (opened.push(memory) > 1) await memory.storeOhlcv(TEST_SERIES, bars);
        const query = () => filled.query('');
        return {
          place: 'opfs',
          reason: '',
          duckdb: memory,
          memory,
          legacy: memory,
          runs,
          query,
          backup: none,
        };
      },
      () => 0,
      {
        setAside: async () => [],
        listSetAside: async () => [],
        readSetAside: none,
        deleteSetAside: async () => {},
        readDatabase: async () => [],
        restore: async () => {},
      },
    );
    await facade.open();
    const restoring = facade.restore(++task, new Blob());
    const [, listed, status] = await Promise.all([restoring, facade.listSeries(), facade.status()]);
    expect(listed).toHaveLength(1);
    expect(status.place).toBe('opfs');
    const { feed } = await openFeed(facade, 'r1', 'duckdb');
    expect(await allCloses(feed)).toHaveLength(200);
    expect(opened).toHaveLength(2);
  });

  it('are left alone while a run reads', async () => {
    const { facade } = await filledFacade();
    const { feedId } = await openFeed(facade, 'r1', 'duckdb');
    await expect(facade.restore(++task, new Blob())).rejects.toMatchObject({ code: 'database-in-use' });
    await facade.closeFeed(feedId);
    await expect(facade.restore(++task, new Blob())).rejects.toMatchObject({ code: 'storage-unavailable' });
  });

  it('a series is exported as CSV', async () => {
    const { facade } = await filledFacade();
    const text = await (await facade.exportSeries(++task, ID, 'csv')).text();
    expect(text.split('\n')).toHaveLength(202);
    await expect(facade.exportSeries(++task, 'X:1d:stock:::file', 'csv')).rejects.toMatchObject({
      code: 'unknown-series',
    });
  });
});

describe('the log of the facade', () => {
  it('has failed calls with their reason', async () => {
    const { facade } = await filledFacade();
    await expect(facade.query('SELECT 1')).rejects.toMatchObject({ code: 'query-failed' });
    await expect(facade.resolveSeries('NOPE')).rejects.toMatchObject({ code: 'unknown-series' });
    const failed = (await facade.timings()).filter(({ error }) => error !== undefined);
    expect(failed.map(({ operation }) => operation)).toEqual(['query', 'resolveSeries']);
    expect(failed[0]?.error).toBe('No SQL here');
  });

  it('attributes what was read to the operation that read it', async () => {
    const { facade } = await filledFacade();
    await facade.getChartBars(ID, { from: 0, to: Number.MAX_SAFE_INTEGER }, 50);
    const chart = (await facade.timings()).filter(({ operation }) => operation === 'getChartBars');
    expect(chart).toHaveLength(2);
    expect(chart.map(({ sql }) => sql === '')).toEqual([false, true]);
    expect(chart[1]?.rows).toBe(chart[0]?.rows);
  });
});
