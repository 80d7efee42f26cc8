import {
  type PartialStoredBars,
  STORED_COLUMNS,
  type StoredBars,
  type StoredColumn,
} from '../../core/bar.ts';
import type { BarFeed } from '../../core/bar-feed.ts';
import { type SeriesInfo, type SeriesKey, seriesId } from '../../core/series.ts';

/** A feed over bars in memory, cut into chunks of `chunkRows`; every read hands out copies and is counted. */
export class ArrayFeed implements BarFeed {
  readonly series: BarFeed['series'];
  /** Columns of every read so far. */
  readonly reads: (readonly StoredColumn[])[] = [];
  readonly #bars: StoredBars;
  readonly #chunkRows: number;

  constructor(bars: StoredBars, chunkRows = 65_536, key: Partial<SeriesKey> = {}) {
    const rows = bars.timestamp.length;
    const starts = Array.from({ length: Math.ceil(rows / chunkRows) }, (_, index) => index * chunkRows);
    this.#bars = bars;
    this.#chunkRows = chunkRows;
    this.series = [
      {
        info: seriesInfo(bars.timestamp, key),
        chunks: starts.map((start) => {
          const end = Math.min(rows, start + chunkRows);
          return { rows: end - start, first: bars.timestamp[start]!, last: bars.timestamp[end - 1]! };
        }),
      },
    ];
  }

  async read(_series: number, chunk: number, columns: readonly StoredColumn[]): Promise<PartialStoredBars> {
    this.reads.push(columns);
    const start = chunk * this.#chunkRows;
    const cut: Partial<Record<StoredColumn, Float64Array>> = {};
    const unknown = new Float64Array(this.#bars.timestamp.length).fill(Number.NaN);
    for (const column of STORED_COLUMNS) {
      if (!columns.includes(column)) continue;
      cut[column] = (this.#bars[column] ?? unknown).slice(start, start + this.#chunkRows);
    }
    return cut;
  }
}

/** One feed over several, each serving one series. */
export function joinedFeed(feeds: readonly BarFeed[]): BarFeed {
  return {
    series: feeds.flatMap(({ series }) => series),
    read: (series, chunk, columns) => feeds[series]!.read(0, chunk, columns),
  };
}

function seriesInfo(timestamp: Float64Array, key: Partial<SeriesKey>): SeriesInfo {
  const full: SeriesKey = {
    symbol: 'TEST',
    assetType: 'stock',
    exchange: '',
    quote: '',
    timeframe: '1d',
    source: 'test',
    ...key,
  };
  return {
    ...full,
    id: seriesId(full),
    rows: timestamp.length,
    first: timestamp[0] ?? Number.NaN,
    last: timestamp.at(-1) ?? Number.NaN,
    updatedAt: 0,
    revision: 0,
  };
}
