import {
  BAR_COLUMNS,
  type BarColumn,
  type BarColumns,
  emptyBars,
  type PartialBarColumns,
  type TimeRange,
} from '../../core/bar.ts';
import type { ChunkExtent } from '../../core/bar-feed.ts';
import type { SeriesInfo, SeriesKey } from '../../core/series.ts';
import { timeframeMilliseconds } from '../../core/timeframe.ts';
import { checkRequest } from '../bar-order.ts';
import type {
  BarSnapshot,
  BarStorage,
  BarWriter,
  ChartBars,
  HistoryRequest,
  StorageStats,
  StoreOptions,
  StoreReport,
} from '../bar-storage.ts';
import { lastClosedPrice } from '../last-price.ts';
import { compareSeries } from '../series-order.ts';
import type { StorageEnvironment } from '../storage-environment.ts';
import { WriteQueue } from '../write-queue.ts';
import { readBars, readLastBars } from './bar-query.ts';
import { readChartBars } from './chart-query.ts';
import { planChunks } from './chunk-plan.ts';
import type { Database } from './database.ts';
import { DuckdbSnapshot } from './duckdb-snapshot.ts';
import { DuckdbWriter } from './duckdb-writer.ts';
import { withinRange } from './literal.ts';
import {
  deleteStoredSeries,
  findSeries,
  nextWriteNumber,
  readAllSeries,
  type StoredSeries,
} from './series-table.ts';
import { Session } from './session.ts';

/** Options of {@link DuckdbStorage}. */
export interface DuckdbStorageOptions {
  /** Bars in one chunk of a snapshot, about. Default 65,536. */
  readonly chunkRows?: number;
}

/** Bars in a DuckDB database, in a file of this origin or in memory. Takes the database over: {@link close} closes it. */
export class DuckdbStorage implements BarStorage {
  readonly kind = 'duckdb';
  readonly #database: Database;
  readonly #environment: StorageEnvironment;
  readonly #chunkRows: number;
  readonly #session: Session;
  readonly #writes = new WriteQueue();
  readonly #plans = new Map<number, readonly ChunkExtent[]>();

  /** `database` must have its schema, as `openDatabase` returns it. */
  constructor(database: Database, environment: StorageEnvironment, options: DuckdbStorageOptions = {}) {
    this.#database = database;
    this.#environment = environment;
    this.#chunkRows = options.chunkRows ?? 65_536;
    this.#session = new Session(database, environment);
  }

  async storeOhlcv(key: SeriesKey, bars: BarColumns, options?: StoreOptions): Promise<StoreReport> {
    const writer = await this.openWriter(key, options);
    try {
      await writer.append(bars);
      return await writer.commit();
    } finally {
      await writer.rollback();
    }
  }

  async openWriter(key: SeriesKey, options: StoreOptions = {}): Promise<BarWriter> {
    const leave = await this.#writes.enter();
    const database = this.#database;
    try {
      return new DuckdbWriter(new Session(database, this.#environment), key, options.onConflict ?? 'keep', {
        now: this.#environment.now,
        prepare: () => database.expectRoom(),
        committed: () => database.checkpoint(),
        ended: () => {
          leave();
          database.catchUp();
        },
      });
    } catch (error) {
      leave();
      throw error;
    }
  }

  async getHistoricalPrices(
    key: SeriesKey,
    request: HistoryRequest,
    columns: readonly BarColumn[] = BAR_COLUMNS,
  ): Promise<PartialBarColumns> {
    checkRequest(request);
    const stored = findSeries(this.#session, key);
    if (!stored) return noBars(columns);
    return 'length' in request
      ? readLastBars(this.#session, stored, request, columns)
      : readBars(this.#session, stored.seriesNumber, request, columns);
  }

  async getChartBars(key: SeriesKey, range: TimeRange, maxRows: number): Promise<ChartBars> {
    checkRequest(range);
    const stored = findSeries(this.#session, key);
    if (!stored) return { ...emptyBars(), factor: 1, rows: 0 };
    const timeframe = timeframeMilliseconds(key.timeframe);
    return readChartBars(this.#session, stored.seriesNumber, range, maxRows, timeframe);
  }

  getLastPrice(key: SeriesKey, at: number): Promise<number | undefined> {
    return lastClosedPrice(this, key, at);
  }

  async hasData(key: SeriesKey, range: TimeRange): Promise<boolean> {
    checkRequest(range);
    const stored = findSeries(this.#session, key);
    if (!stored) return false;
    const within = withinRange(stored.seriesNumber, range);
    return this.#session.table(`SELECT 1 FROM bars WHERE ${within} LIMIT 1`).numRows > 0;
  }

  async listSeries(): Promise<SeriesInfo[]> {
    return readAllSeries(this.#session)
      .map(({ info }) => info)
      .sort(compareSeries);
  }

  async deleteSeries(key: SeriesKey): Promise<boolean> {
    const leave = await this.#writes.enter();
    const session = new Session(this.#database, this.#environment);
    try {
      const stored = findSeries(session, key);
      if (!stored) return false;
      session.transaction(() => {
        deleteStoredSeries(session, stored);
        session.run(`UPDATE write_counter SET writes = ${nextWriteNumber(session)}`);
        this.#database.expectRoom();
      });
      this.#database.checkpoint();
      return true;
    } finally {
      session.close();
      leave();
    }
  }

  async openSnapshot(keys: readonly SeriesKey[]): Promise<BarSnapshot> {
    return new DuckdbSnapshot(
      new Session(this.#database, this.#environment),
      keys,
      (session, stored) => this.#plan(session, stored),
      () => this.#database.catchUp(),
    );
  }

  async stats(): Promise<StorageStats> {
    const series = readAllSeries(this.#session);
    const rows = series.reduce((sum, { info }) => sum + info.rows, 0);
    return { kind: this.kind, series: series.length, rows, bytes: this.#database.bytes() };
  }

  async close(): Promise<void> {
    const leave = await this.#writes.enter();
    try {
      this.#session.close();
      this.#database.close();
    } finally {
      leave();
    }
  }

  /** The chunks of a series, counted once for each revision: equal revisions mean equal bars. */
  #plan(session: Session, { seriesNumber, info }: StoredSeries): readonly ChunkExtent[] {
    const known = this.#plans.get(info.revision);
    if (known) return known;
    const plan = planChunks(session, seriesNumber, info, this.#chunkRows);
    this.#plans.set(info.revision, plan);
    return plan;
  }
}

function noBars(columns: readonly BarColumn[]): PartialBarColumns {
  return Object.fromEntries(columns.map((column) => [column, new Float64Array(0)]));
}
