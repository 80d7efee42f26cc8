import {
  BAR_COLUMNS,
  type BarColumns,
  emptyBars,
  lowerBound,
  type PartialStoredBars,
  STORED_COLUMNS,
  type StoredBars,
  type StoredColumn,
  sliceBars,
  type TimeRange,
} from '../../core/bar.ts';
import { BacktabError } from '../../core/error.ts';
import { type SeriesInfo, type SeriesKey, seriesId } from '../../core/series.ts';
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
import { copyColumns } from './bar-array.ts';
import { MemorySeries } from './memory-series.ts';
import { MemorySnapshot } from './memory-snapshot.ts';
import { MemoryWriter } from './memory-writer.ts';

const NO_BARS: StoredBars = emptyBars();

/** Options of {@link MemoryStorage}. */
export interface MemoryStorageOptions {
  /** Bars in one chunk of a snapshot. Default 65,536. */
  readonly chunkRows?: number;
}

/** Bars in sorted typed arrays, found by binary search. Everything is gone when the tab closes. */
export class MemoryStorage implements BarStorage {
  readonly kind = 'memory';
  readonly #environment: StorageEnvironment;
  readonly #chunkRows: number;
  readonly #writes = new WriteQueue();
  readonly #series = new Map<string, MemorySeries>();
  #revision = 0;

  constructor(environment: StorageEnvironment, options: MemoryStorageOptions = {}) {
    this.#environment = environment;
    this.#chunkRows = options.chunkRows ?? 65_536;
  }

  async storeOhlcv(key: SeriesKey, bars: StoredBars, options?: StoreOptions): Promise<StoreReport> {
    return writeOnce(await this.openWriter(key, options), bars);
  }

  async openWriter(key: SeriesKey, options: StoreOptions = {}): Promise<BarWriter> {
    const leave = await this.#writes.enter();
    const id = seriesId(key);
    return new MemoryWriter((staged) => {
      const series = this.#series.get(id) ?? new MemorySeries(key);
      const report = series.store(staged, options.onConflict ?? 'keep', {
        updatedAt: this.#environment.now(),
        revision: ++this.#revision,
      });
      if (series.view().timestamp.length > 0) this.#series.set(id, series);
      return report;
    }, leave);
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
    const bars = this.#bars(key);
    const [start, end] = rowSpan(bars.timestamp, request);
    return this.#observe(`memory: rows ${start} to ${end} of ${seriesId(key)}`, () =>
      copyColumns(bars, start, end, columns),
    );
  }

  async getChartBars(key: SeriesKey, range: TimeRange, maxRows: number): Promise<ChartBars> {
    const bars = this.#bars(key);
    const [start, end] = rowSpan(bars.timestamp, range);
    const rows = end - start;
    let chart: ChartBars | undefined;
    this.#observe(
      `memory: about ${maxRows} rows that sum up rows ${start} to ${end} of ${seriesId(key)}`,
      () => {
        if (rows <= maxRows) {
          chart = { ...(copyColumns(bars, start, end, BAR_COLUMNS) as BarColumns), factor: 1, rows };
        } else {
          const width = cellWidth(rows, maxRows, timeframeMilliseconds(key.timeframe));
          chart = toChartBars(sumCells(sliceBars(bars, start, end), width), width, maxRows);
        }
        return chart;
      },
    );
    return chart as ChartBars;
  }

  getLastPrice(key: SeriesKey, at: number): Promise<number | undefined> {
    return lastClosedPrice(this, key, at);
  }

  async hasData(key: SeriesKey, range: TimeRange): Promise<boolean> {
    const [start, end] = rowSpan(this.#bars(key).timestamp, range);
    return end > start;
  }

  getCoverage(key: SeriesKey, range: TimeRange, options?: CoverageOptions): Promise<Coverage> {
    return measureCoverage(this, key, range, options);
  }

  async listSeries(): Promise<SeriesInfo[]> {
    return [...this.#series.values()].map((series) => series.info()).sort(compareSeries);
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
      const stamp = { updatedAt: this.#environment.now(), revision: ++this.#revision };
      this.#series.delete(seriesId(from));
      this.#series.set(seriesId(to), new MemorySeries(to, { series, stamp }));
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
      if (!series) {
        throw new BacktabError(
          'unknown-series',
          `There is no series "${seriesId(key)}". Store it first, or pick one of listSeries().`,
        );
      }
      return { info: series.info(), bars: series.view() };
    });
    return new MemorySnapshot(frozen, this.#chunkRows, (description, read) =>
      this.#observe(description, read),
    );
  }

  async stats(): Promise<StorageStats> {
    const perSeries = [...this.#series.values()]
      .map((series) => ({ info: series.info(), bytes: series.bytes() }))
      .sort((a, b) => compareSeries(a.info, b.info))
      .map(({ info, bytes }) => ({ id: info.id, rows: info.rows, bytes }));
    const sum = (name: 'rows' | 'bytes') => perSeries.reduce((total, size) => total + size[name], 0);
    return { kind: this.kind, series: perSeries.length, rows: sum('rows'), bytes: sum('bytes'), perSeries };
  }

  async close(): Promise<void> {
    this.#series.clear();
  }

  #bars(key: SeriesKey): StoredBars {
    return this.#series.get(seriesId(key))?.view() ?? NO_BARS;
  }

  #observe(description: string, read: () => PartialStoredBars): PartialStoredBars {
    const { clock, observer } = this.#environment;
    const start = clock();
    const result = read();
    const columns = STORED_COLUMNS.flatMap((column) => result[column] ?? []);
    observer?.({
      sql: description,
      rows: columns[0]?.length ?? 0,
      bytes: columns.reduce((sum, values) => sum + values.byteLength, 0),
      milliseconds: clock() - start,
    });
    return result;
  }
}

function rowSpan(timestamps: Float64Array, request: HistoryRequest): readonly [start: number, end: number] {
  checkRequest(request);
  if ('length' in request) {
    const end = lowerBound(timestamps, request.before);
    return [Math.max(0, end - Math.max(0, Math.floor(request.length))), end];
  }
  const start = lowerBound(timestamps, request.from);
  return [start, Math.max(start, lowerBound(timestamps, request.to))];
}
