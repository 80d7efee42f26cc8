import {
  BAR_COLUMNS,
  emptyBars,
  type PartialStoredBars,
  type StoredBars,
  type StoredColumn,
  type TimeRange,
} from '../../core/bar.ts';
import type { ChunkExtent } from '../../core/bar-feed.ts';
import type { SeriesInfo, SeriesKey } from '../../core/series.ts';
import { checkRequest } from '../bar-order.ts';
import type {
  BarSnapshot,
  BarStorage,
  BarWriter,
  ChangeOptions,
  ChartBars,
  HistoryRequest,
  StorageStats,
  StoreOptions,
  StoreReport,
} from '../bar-storage.ts';
import type { Coverage, CoverageOptions } from '../coverage.ts';
import { measureCoverage } from '../coverage-measurement.ts';
import { isDerived, readDerived } from '../derived-read.ts';
import { lastClosedPrice } from '../last-price.ts';
import type { ReadOptions } from '../read-options.ts';
import type { SeriesComparison } from '../series-comparison.ts';
import { copySeries } from '../series-copy.ts';
import { compareSeries } from '../series-order.ts';
import { checkRename } from '../series-rename.ts';
import { compareSeriesBars } from '../series-validation.ts';
import type { StorageEnvironment } from '../storage-environment.ts';
import type { CopyOptions } from '../store-report.ts';
import { writeOnce } from '../write-once.ts';
import { WriteQueue } from '../write-queue.ts';
import { readBars, readLastBars } from './bar-query.ts';
import { readChartBars } from './chart-query.ts';
import { planChunks } from './chunk-plan.ts';
import type { CopyStep, Database } from './database.ts';
import { DuckdbSnapshot } from './duckdb-snapshot.ts';
import { DuckdbWriter } from './duckdb-writer.ts';
import { KnownTables } from './known-tables.ts';
import { withinRange } from './literal.ts';
import { deleteStoredSeries } from './series-deletion.ts';
import {
  findSeries,
  nextWriteNumber,
  readAllSeries,
  renameStoredSeries,
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
  readonly #tables = new KnownTables();

  /** `database` must have its schema, as `openDatabase` returns it. */
  constructor(database: Database, environment: StorageEnvironment, options: DuckdbStorageOptions = {}) {
    this.#database = database;
    this.#environment = environment;
    this.#chunkRows = options.chunkRows ?? 65_536;
    this.#session = new Session(database, environment);
  }

  async storeOhlcv(key: SeriesKey, bars: StoredBars, options?: StoreOptions): Promise<StoreReport> {
    return writeOnce(await this.openWriter(key, options), bars);
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
    columns: readonly StoredColumn[] = BAR_COLUMNS,
    options?: ReadOptions,
  ): Promise<PartialStoredBars> {
    if (isDerived(options)) {
      return readDerived((...read) => this.getHistoricalPrices(key, ...read), key, request, columns, options);
    }
    checkRequest(request);
    const stored = findSeries(this.#session, key);
    if (!stored) return noBars(columns);
    const packed = !this.#tables.of(this.#session, stored).rawBars;
    return 'length' in request
      ? readLastBars(this.#session, stored, request, columns, packed)
      : readBars(this.#session, stored.seriesNumber, request, columns, packed);
  }

  async getChartBars(key: SeriesKey, range: TimeRange, maxRows: number): Promise<ChartBars> {
    checkRequest(range);
    const stored = findSeries(this.#session, key);
    if (!stored) return { ...emptyBars(), factor: 1, rows: 0 };
    return readChartBars(this.#session, stored, this.#tables.of(this.#session, stored), range, maxRows);
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

  getCoverage(key: SeriesKey, range: TimeRange, options?: CoverageOptions): Promise<Coverage> {
    return measureCoverage(this, key, range, options);
  }

  async listSeries(): Promise<SeriesInfo[]> {
    return readAllSeries(this.#session)
      .map(({ info }) => info)
      .sort(compareSeries);
  }

  deleteSeries(key: SeriesKey, options?: ChangeOptions): Promise<boolean> {
    return this.#change(async (session) => {
      const stored = findSeries(session, key);
      if (!stored) return false;
      await deleteStoredSeries(session, stored, options);
      session.run(`UPDATE write_counter SET writes = ${nextWriteNumber(session)}`);
      return true;
    });
  }

  renameSeries(from: SeriesKey, to: SeriesKey): Promise<boolean> {
    return this.#change(async (session) => {
      const stored = findSeries(session, from);
      if (!stored) return false;
      checkRename(from, to, findSeries(session, to) !== undefined);
      renameStoredSeries(session, stored, to, this.#environment.now());
      return true;
    });
  }

  copyTo(other: BarStorage, key: SeriesKey, options?: CopyOptions): Promise<StoreReport> {
    return copySeries(this, other, key, options);
  }

  validateAgainst(other: BarStorage, key: SeriesKey): Promise<SeriesComparison> {
    return compareSeriesBars(this, other, key);
  }

  async openSnapshot(keys: readonly SeriesKey[]): Promise<BarSnapshot> {
    return new DuckdbSnapshot(
      new Session(this.#database, this.#environment),
      keys,
      (session, stored) => ({
        chunks: this.#plan(session, stored),
        packed: !this.#tables.of(session, stored).rawBars,
      }),
      () => this.#database.catchUp(),
    );
  }

  async stats(): Promise<StorageStats> {
    const series = (await this.listSeries()).map(({ id, rows }) => ({ id, rows }));
    const rows = series.reduce((sum, each) => sum + each.rows, 0);
    const bytes = this.#database.bytes();
    const perSeries = series.map((each) => ({ ...each, bytes: Math.round((bytes * each.rows) / rows) }));
    return { kind: this.kind, series: series.length, rows, bytes, perSeries };
  }

  /** Runs `work`, a write of its own, between two writes; resolves with undefined, and runs nothing, while there is one. */
  async betweenWrites<Result>(work: () => Result): Promise<Result | undefined> {
    if (this.#writes.busy) return undefined;
    const leave = await this.#writes.enter();
    try {
      return work();
    } finally {
      leave();
    }
  }

  /** The whole database as one file, between two writes; see {@link Database.copyFile}. */
  async backup(step?: CopyStep): Promise<Blob> {
    const leave = await this.#writes.enter();
    try {
      return await this.#database.copyFile(step);
    } finally {
      leave();
    }
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

  /** Runs `work` as one durable write, after the writes before it; what returns false or throws changes nothing. */
  async #change(work: (session: Session) => Promise<boolean>): Promise<boolean> {
    const leave = await this.#writes.enter();
    const session = new Session(this.#database, this.#environment);
    try {
      session.run('BEGIN TRANSACTION');
      const changed = await work(session);
      if (changed) {
        this.#database.expectRoom();
        session.run('COMMIT');
        this.#database.checkpoint();
      }
      return changed;
    } finally {
      session.rollback();
      session.close();
      leave();
      this.#database.catchUp();
    }
  }

  /** The chunks of a series, counted once for each revision: equal revisions mean equal bars. */
  #plan(session: Session, stored: StoredSeries): readonly ChunkExtent[] {
    const { info } = stored;
    const known = this.#plans.get(info.revision);
    if (known) return known;
    const plan = planChunks(session, stored, this.#chunkRows);
    this.#plans.set(info.revision, plan);
    return plan;
  }
}

function noBars(columns: readonly StoredColumn[]): PartialStoredBars {
  return Object.fromEntries(columns.map((column) => [column, new Float64Array(0)]));
}
