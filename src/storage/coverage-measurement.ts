import type { PartialStoredBars, TimeRange } from '../core/bar.ts';
import { type SeriesInfo, type SeriesKey, seriesId } from '../core/series.ts';
import { barCloseTime } from '../core/timeframe.ts';
import type { BarStorage } from './bar-storage.ts';
import type { Coverage, CoverageOptions } from './coverage.ts';

/** Gaps listed at most when a caller names no number. */
const DEFAULT_GAP_LIMIT = 1_000;

/** Bars read at a time. */
const STEP = 262_144;

/** The part of a storage that {@link measureCoverage} reads. */
type Reader = Pick<BarStorage, 'getHistoricalPrices' | 'listSeries'>;

/** Coverage of `range` by the bars of a series, read piece by piece. An infinite bound stands for the series' own first or last bar. */
export async function measureCoverage(
  storage: Reader,
  series: SeriesKey,
  range: TimeRange,
  options: CoverageOptions = {},
): Promise<Coverage> {
  const info = (await storage.listSeries()).find(({ id }) => id === seriesId(series));
  const from = Number.isFinite(range.from) || !info ? range.from : info.first;
  const to = Number.isFinite(range.to) || !info ? range.to : barCloseTime(info.last, info.timeframe);
  const found = new GapFinder(series, from, to, options);
  if (info) for await (const bars of pieces(storage, series, info, { from, to })) found.add(bars.timestamp);
  return found.finish();
}

async function* pieces(
  storage: Reader,
  series: SeriesKey,
  info: SeriesInfo,
  { from, to }: TimeRange,
): AsyncGenerator<PartialStoredBars> {
  const start = Math.max(from, info.first);
  const end = Math.min(to, info.last + 1);
  const parts = Math.max(1, Math.ceil(info.rows / STEP));
  const width = Math.ceil((end - start) / parts);
  for (let at = start; at < end; at += width) {
    yield storage.getHistoricalPrices(series, { from: at, to: Math.min(end, at + width) }, ['timestamp']);
  }
}

class GapFinder {
  readonly #series: SeriesKey;
  readonly #from: number;
  readonly #to: number;
  readonly #minGap: number;
  readonly #limit: number;
  readonly #gaps: TimeRange[] = [];
  #gapCount = 0;
  #missing = 0;
  #rows = 0;
  #first: number | undefined;
  #last: number | undefined;
  #coveredTo: number;

  constructor(series: SeriesKey, from: number, to: number, { minGap, limit }: CoverageOptions) {
    this.#series = series;
    this.#from = from;
    this.#to = to;
    this.#minGap = Math.max(1, minGap ?? 1);
    this.#limit = limit ?? DEFAULT_GAP_LIMIT;
    this.#coveredTo = from;
  }

  add(timestamps: Float64Array | undefined): void {
    for (const time of timestamps ?? []) {
      this.#rows++;
      this.#first ??= time;
      this.#last = time;
      this.#gap(time);
      this.#coveredTo = Math.max(this.#coveredTo, barCloseTime(time, this.#series.timeframe));
    }
  }

  finish(): Coverage {
    this.#gap(this.#to);
    const span = this.#to - this.#from;
    return {
      rows: this.#rows,
      ...(this.#first === undefined ? {} : { first: this.#first }),
      ...(this.#last === undefined ? {} : { last: this.#last }),
      share: this.#rows > 0 && span > 0 ? Math.max(0, 1 - this.#missing / span) : 0,
      gaps: this.#gaps,
      gapCount: this.#gapCount,
    };
  }

  #gap(until: number): void {
    const length = until - this.#coveredTo;
    if (!(length > 0)) return;
    this.#missing += length;
    if (length < this.#minGap) return;
    this.#gapCount++;
    if (this.#gaps.length < this.#limit) this.#gaps.push({ from: this.#coveredTo, to: until });
  }
}
