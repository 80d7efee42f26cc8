import {
  BAR_COLUMNS,
  type BarColumns,
  type PartialStoredBars,
  type StoredBars,
  type StoredColumn,
  type TimeRange,
} from '../../core/bar.ts';
import { BacktabError } from '../../core/error.ts';
import { type SeriesInfo, type SeriesKey, seriesId } from '../../core/series.ts';
import { timeframeMilliseconds } from '../../core/timeframe.ts';
import { checkBars, checkRequest } from '../bar-order.ts';
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
import { cellWidth, sumCells, toChartBars } from '../chart-rows.ts';
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
import { type BarRow, payloadBytes, ROW_NUMBERS, toColumns, toRows } from './bar-row.ts';
import { describeRows, type LegacySeries, mergeRows, scanRows } from './legacy-series.ts';
import { LegacySnapshot } from './legacy-snapshot.ts';

/** Options of {@link LegacyStorage}. */
export interface LegacyStorageOptions {
  /** Bars in one chunk of a snapshot. Default 65,536. */
  readonly chunkRows?: number;
}

/**
 * Bars as lists of row objects that every read scans from end to end: how in-memory back ends are commonly written, and what a migration to a database
 * is measured against. Everything is gone when the tab closes.
 */
export class LegacyStorage implements BarStorage {
  readonly kind = 'legacy';
  readonly #environment: StorageEnvironment;
  readonly #chunkRows: number;
  readonly #writes = new WriteQueue();
  readonly #series = new Map<string, LegacySeries>();
  #revision = 0;

  constructor(environment: StorageEnvironment, options: LegacyStorageOptions = {}) {
    this.#environment = environment;
    this.#chunkRows = options.chunkRows ?? 65_536;
  }

  async storeOhlcv(key: SeriesKey, bars: StoredBars, options?: StoreOptions): Promise<StoreReport> {
    return writeOnce(await this.openWriter(key, options), bars);
  }

  async openWriter(key: SeriesKey, options: StoreOptions = {}): Promise<BarWriter> {
    const leave = await this.#writes.enter();
    const added: BarRow[] = [];
    let ended = false;
    const expectOpen = () => {
      if (ended) throw new BacktabError('bad-argument', 'The write has ended already. Open another writer.');
    };
    const end = () => {
      ended = true;
      leave();
    };
    return {
      append: async (bars) => {
        expectOpen();
        checkBars(bars);
        for (const row of toRows(bars)) added.push(row);
      },
      commit: async () => {
        expectOpen();
        end();
        return this.#merge(key, added, options);
      },
      rollback: async () => {
        if (!ended) end();
      },
    };
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
    const rows = this.#rows(key);
    return this.#observe(`legacy: scan of ${rows.length} rows of ${seriesId(key)}`, () =>
      toColumns(scanRows(rows, request), columns),
    );
  }

  async getChartBars(key: SeriesKey, range: TimeRange, maxRows: number): Promise<ChartBars> {
    const bars = (await this.getHistoricalPrices(key, range)) as BarColumns;
    const rows = bars.timestamp.length;
    if (rows <= maxRows) return { ...bars, factor: 1, rows };
    const width = cellWidth(rows, maxRows, timeframeMilliseconds(key.timeframe));
    return toChartBars(sumCells(bars, width), width, maxRows);
  }

  getLastPrice(key: SeriesKey, at: number): Promise<number | undefined> {
    return lastClosedPrice(this, key, at);
  }

  async hasData(key: SeriesKey, range: TimeRange): Promise<boolean> {
    return this.#rows(key).some((row) => row.timestamp >= range.from && row.timestamp < range.to);
  }

  getCoverage(key: SeriesKey, range: TimeRange, options?: CoverageOptions): Promise<Coverage> {
    return measureCoverage(this, key, range, options);
  }

  async listSeries(): Promise<SeriesInfo[]> {
    return [...this.#series.values()].map(({ info }) => info).sort(compareSeries);
  }

  async deleteSeries(key: SeriesKey): Promise<boolean> {
    const leave = await this.#writes.enter();
    const existed = this.#series.delete(seriesId(key));
    leave();
    return existed;
  }

  async renameSeries(from: SeriesKey, to: SeriesKey): Promise<boolean> {
    const leave = await this.#writes.enter();
    try {
      const series = this.#series.get(seriesId(from));
      if (!series) return false;
      checkRename(from, to, this.#series.has(seriesId(to)));
      this.#series.delete(seriesId(from));
      this.#series.set(seriesId(to), describeRows(to, series.rows, this.#stamp()));
      return true;
    } finally {
      leave();
    }
  }

  copyTo(other: BarStorage, key: SeriesKey, options?: CopyOptions): Promise<StoreReport> {
    return copySeries(this, other, key, options);
  }

  validateAgainst(other: BarStorage, key: SeriesKey): Promise<SeriesComparison> {
    return compareSeriesBars(this, other, key);
  }

  async openSnapshot(keys: readonly SeriesKey[]): Promise<BarSnapshot> {
    const frozen = keys.map((key) => {
      const series = this.#series.get(seriesId(key));
      if (series) return series;
      throw new BacktabError(
        'unknown-series',
        `There is no series "${seriesId(key)}". Store it first, or pick one of listSeries().`,
      );
    });
    return new LegacySnapshot(frozen, this.#chunkRows, (sql, read) => this.#observe(sql, read));
  }

  async stats(): Promise<StorageStats> {
    const perSeries = (await this.listSeries()).map(({ id, rows }) => ({
      id,
      rows,
      bytes: rows * ROW_NUMBERS * Float64Array.BYTES_PER_ELEMENT,
    }));
    const sum = (name: 'rows' | 'bytes') => perSeries.reduce((total, size) => total + size[name], 0);
    return { kind: this.kind, series: perSeries.length, rows: sum('rows'), bytes: sum('bytes'), perSeries };
  }

  async close(): Promise<void> {
    this.#series.clear();
  }

  #rows(key: SeriesKey): readonly BarRow[] {
    return this.#series.get(seriesId(key))?.rows ?? [];
  }

  #stamp(): Pick<SeriesInfo, 'updatedAt' | 'revision'> {
    return { updatedAt: this.#environment.now(), revision: ++this.#revision };
  }

  #merge(key: SeriesKey, added: readonly BarRow[], { onConflict = 'keep' }: StoreOptions): StoreReport {
    const id = seriesId(key);
    const { series, report } = mergeRows(key, this.#series.get(id), added, onConflict, this.#stamp());
    if (series) this.#series.set(id, series);
    return report;
  }

  #observe(sql: string, read: () => PartialStoredBars): PartialStoredBars {
    const { clock, observer } = this.#environment;
    const start = clock();
    const result = read();
    const rows = Object.values(result)[0]?.length ?? 0;
    observer?.({ sql, rows, bytes: payloadBytes(result), milliseconds: clock() - start });
    return result;
  }
}
