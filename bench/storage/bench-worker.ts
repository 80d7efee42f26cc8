import { BAR_COLUMNS, type BarColumn, lowerBound } from '../../src/core/bar.ts';
import type { ChunkExtent } from '../../src/core/bar-feed.ts';
import type { BarStorage } from '../../src/storage/bar-storage.ts';
import type { Database } from '../../src/storage/duckdb/database.ts';
import { prepareEngine } from '../../src/storage/duckdb/duckdb-engine.ts';
import { DuckdbRunStore } from '../../src/storage/duckdb/duckdb-run-store.ts';
import { DuckdbStorage } from '../../src/storage/duckdb/duckdb-storage.ts';
import { openDatabase } from '../../src/storage/duckdb/open-database.ts';
import { LegacyStorage } from '../../src/storage/legacy/legacy-storage.ts';
import { MemoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { ChunkCache } from '../../src/worker/feed/chunk-cache.ts';
import { serveFeed } from '../../src/worker/feed/feed-server.ts';
import { type DedicatedWorkerGlobal, serve } from '../../tests/harness/storage/remote.ts';
import { benchKey, csvBytes, FIRST, PriceWalk, STEP } from './price-bars.ts';

const BATCH = 131_072;
const HITS = 50_000;
const ROUNDS = 9;
// As storage.worker.ts does.
const firstLine = performance.now();
prepareEngine();

const environment = { clock: () => performance.now(), now: () => Date.now() };

/** Figures of repeated runs, milliseconds. */
export interface Spread {
  readonly median: number;
  readonly p95: number;
}

/** One run of a strategy. */
export interface StrategyRun {
  /** Copying into the storage under test, and the run; milliseconds. */
  readonly load: number;
  readonly run: number;
  readonly hash: string;
  readonly bars: number;
  /** Bytes of DuckDB's wasm heap after it. */
  readonly heap: number;
}

/** What the bench does to the product's own storage classes inside a worker. */
export class StorageBench {
  #database: Database | undefined;
  #storage: BarStorage | undefined;
  #parts = { opened: 0, queried: 0 };

  /** Opens the database and asks one question of it. */
  async open(name: string, symbol?: string): Promise<void> {
    this.#database = (await openDatabase(name)).database;
    this.#storage = new DuckdbStorage(this.#database, environment);
    const opened = performance.now();
    if (symbol) await this.#stored().getHistoricalPrices(benchKey(symbol), { length: 20, before: 1e15 });
    this.#parts = { opened: opened - firstLine, queried: performance.now() - opened };
  }

  /** Milliseconds from the first line of this worker to the open database, and those of the first query. */
  async startParts() {
    return this.#parts;
  }

  /** Stores `rows` bars from row `first` on in one write; time without their making. */
  async fill(symbol: string, rows: number, first = 0, exact = false): Promise<number> {
    const walk = new PriceWalk(first, exact);
    const writer = await this.#stored().openWriter(benchKey(symbol));
    let spent = 0;
    for (let done = 0; done < rows; done += BATCH) {
      const bars = walk.next(Math.min(BATCH, rows - done));
      const began = performance.now();
      await writer.append(bars);
      spent += performance.now() - began;
    }
    const began = performance.now();
    await writer.commit();
    return spent + performance.now() - began;
  }

  async delete(symbol: string): Promise<void> {
    await this.#stored().deleteSeries(benchKey(symbol));
  }

  async bytes(): Promise<number> {
    return this.#opened().bytes();
  }

  /** Rows of a statement, as text. */
  async sql(statement: string): Promise<readonly string[]> {
    const connection = this.#opened().connect();
    const rows = connection.query(statement).toArray().map(String);
    connection.close();
    return rows;
  }

  async heap(): Promise<number> {
    return this.#opened().engine.mod.HEAPU8.byteLength;
  }

  async csvBytes(rows: number, exact: boolean): Promise<number> {
    const walk = new PriceWalk(0, exact);
    let bytes = 0;
    for (let done = 0; done < rows; done += BATCH) bytes += csvBytes(walk.next(Math.min(BATCH, rows - done)));
    return bytes;
  }

  /** 1,440 bars at random places out of `rows`, straight from the storage. */
  async windows(symbol: string, rows: number, columns: readonly BarColumn[], runs: number): Promise<Spread> {
    return this.#windows(this.#stored(), symbol, rows, columns, runs);
  }

  /** The same by linear scan of row objects. */
  async legacyWindows(symbol: string, rows: number, runs: number): Promise<Spread> {
    const legacy = new LegacyStorage(environment);
    await this.#stored().copyTo(legacy, benchKey(symbol));
    return this.#windows(legacy, symbol, rows, ['timestamp', 'close'], runs);
  }

  /**
   * 1,440 bars of a chunk that is loaded: microseconds for one, the median of some rounds, and those of the work that cannot be spared, two binary
   * searches and two views, alternating with it.
   */
  async chunkHits(symbol: string): Promise<{ readonly hit: number; readonly control: number }> {
    const snapshot = await this.#stored().openSnapshot([benchKey(symbol)]);
    const cache = new ChunkCache(snapshot);
    const extent = await this.#load(cache);
    const loaded = await cache.read(0, 1, ['timestamp', 'close']);
    const [times, closes] = [loaded.timestamp as Float64Array, loaded.close as Float64Array];
    const hit: number[] = [];
    const control: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      hit.push(
        timeCalls(extent, (from, to) => cache.peek(0, { from, to }, ['timestamp', 'close'])?.close?.length),
      );
      control.push(
        timeCalls(extent, (from, to) => {
          const start = lowerBound(times, from);
          const end = lowerBound(times, to);
          return Math.min(times.subarray(start, end).length, closes.subarray(start, end).length);
        }),
      );
    }
    await snapshot.release();
    return { hit: spread(hit).median, control: spread(control).median };
  }

  /** Chart reads of 2,000 rows over windows of every size and place. */
  async charts(symbol: string, rows: number, runs: number): Promise<Spread> {
    const times: number[] = [];
    const random = randomSource();
    for (let run = 0; run < runs; run++) {
      const size = Math.min(rows, 2000 * (rows / 2000) ** random());
      const from = FIRST + Math.floor(random() * (rows - size)) * STEP;
      const began = performance.now();
      await this.#stored().getChartBars(benchKey(symbol), { from, to: from + Math.floor(size) * STEP }, 2000);
      times.push(performance.now() - began);
    }
    return spread(times);
  }

  /** Opening a snapshot, and reading its chunks with times and closes: milliseconds. */
  async chunkReads(symbol: string, chunks: number): Promise<{ readonly open: number } & Spread> {
    const began = performance.now();
    const snapshot = await this.#stored().openSnapshot([benchKey(symbol)]);
    const open = performance.now() - began;
    const times: number[] = [];
    for (let chunk = 0; chunk < chunks; chunk++) {
      const start = performance.now();
      await snapshot.read(0, chunk, ['timestamp', 'close']);
      times.push(performance.now() - start);
    }
    await snapshot.release();
    return { open, ...spread(times) };
  }

  /** SMA cross over a whole series, its bars served as the worker serves them: to an engine in a worker of its own. */
  async runStrategy(symbol: string, kind: 'duckdb' | 'memory'): Promise<StrategyRun> {
    const key = benchKey(symbol);
    const began = performance.now();
    let source = this.#stored();
    if (kind === 'memory') {
      source = new MemoryStorage(environment);
      const snapshot = await this.#stored().openSnapshot([key]);
      const writer = await source.openWriter(key);
      for (const chunk of snapshot.series[0]?.chunks.keys() ?? []) {
        await writer.append((await snapshot.read(0, chunk, BAR_COLUMNS)) as never);
      }
      await writer.commit();
      await snapshot.release();
    }
    const snapshot = await source.openSnapshot([key]);
    const load = performance.now() - began;
    const { port1, port2 } = new MessageChannel();
    const spool = new DuckdbRunStore(this.#opened(), environment).openSpool('bench', kind, 3_600_000);
    const server = serveFeed(snapshot, port1, { keepEquity: (block) => spool.append(block) });
    const engine = new Worker(new URL('./engine-worker.ts', import.meta.url), { type: 'module' });
    const outcome = await new Promise<{ milliseconds: number; hash: string; bars: number }>(
      (resolve, reject) => {
        engine.onmessage = ({ data }) => resolve(data);
        engine.onerror = (event) => reject(new Error(event.message));
        engine.postMessage(snapshot.series, [port2]);
      },
    );
    engine.terminate();
    server.close();
    if (spool.bars !== outcome.bars) throw new Error(`The equity of ${spool.bars} bars of ${outcome.bars}`);
    spool.discard();
    await snapshot.release();
    const { milliseconds: run, hash, bars } = outcome;
    return { load, run, hash, bars, heap: await this.heap() };
  }

  async #load(cache: ChunkCache) {
    await cache.read(0, 1, ['timestamp', 'close']);
    const extent = cache.series[0]?.chunks[1];
    if (!extent) throw new Error('The series has one chunk only');
    return extent;
  }

  async #windows(
    storage: BarStorage,
    symbol: string,
    rows: number,
    columns: readonly BarColumn[],
    runs: number,
  ): Promise<Spread> {
    const times: number[] = [];
    const random = randomSource();
    for (let run = 0; run < runs; run++) {
      const from = FIRST + Math.floor(random() * (rows - 1440)) * STEP;
      const began = performance.now();
      const bars = await storage.getHistoricalPrices(
        benchKey(symbol),
        { from, to: from + 1440 * STEP },
        columns,
      );
      times.push(performance.now() - began);
      if (bars.close?.length !== 1440) throw new Error(`${bars.close?.length} bars`);
    }
    return spread(times);
  }

  #opened(): Database {
    if (!this.#database) throw new Error('Call open first');
    return this.#database;
  }

  #stored(): BarStorage {
    if (!this.#storage) throw new Error('Call open first');
    return this.#storage;
  }
}

/** Microseconds of one call for 1,440 bars at a place of the chunk. */
function timeCalls(extent: ChunkExtent, read: (from: number, to: number) => number | undefined): number {
  const room = extent.rows - 1441;
  let found = 0;
  const began = performance.now();
  for (let call = 0; call < HITS; call++) {
    const from = extent.first + ((call * 7919) % room) * STEP;
    found += read(from, from + 1440 * STEP) ?? 0;
  }
  const spent = performance.now() - began;
  if (found !== HITS * 1440) throw new Error(`${found} of ${HITS * 1440} bars`);
  return (spent / HITS) * 1000;
}

function randomSource(): () => number {
  let state = 0x9e3779b9;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
}

function spread(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
  return { median: at(0.5), p95: at(0.95) };
}

serve(globalThis as unknown as DedicatedWorkerGlobal, new StorageBench());
