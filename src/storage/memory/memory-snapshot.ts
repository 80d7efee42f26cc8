import type { BarColumns, PartialStoredBars, StoredBars, StoredColumn } from '../../core/bar.ts';
import type { ChunkExtent, FeedSeries } from '../../core/bar-feed.ts';
import { BacktabError } from '../../core/error.ts';
import type { SeriesInfo } from '../../core/series.ts';
import type { BarSnapshot } from '../bar-storage.ts';
import { copyColumns } from './bar-array.ts';

/** Reads and observes one array read. */
export type ObservedRead = (description: string, read: () => PartialStoredBars) => PartialStoredBars;

/** A frozen series: its rows at the moment the snapshot was opened. */
export interface FrozenSeries {
  readonly info: SeriesInfo;
  readonly bars: StoredBars;
}

/** A snapshot of typed arrays, divided into chunks of equal length. */
export class MemorySnapshot implements BarSnapshot {
  readonly series: readonly FeedSeries[];
  readonly #chunkRows: number;
  readonly #observe: ObservedRead;
  #frozen: readonly FrozenSeries[];

  constructor(frozen: readonly FrozenSeries[], chunkRows: number, observe: ObservedRead) {
    this.#frozen = frozen;
    this.#chunkRows = chunkRows;
    this.#observe = observe;
    this.series = frozen.map(({ info, bars }) => ({ info, chunks: chunkExtents(bars, chunkRows) }));
  }

  async read(series: number, chunk: number, columns: readonly StoredColumn[]): Promise<PartialStoredBars> {
    const frozen = this.#frozen[series];
    if (!frozen || !this.series[series]?.chunks[chunk]) {
      throw new BacktabError(
        'bad-argument',
        `There is no chunk ${chunk} of series ${series} in this snapshot. Ask for one it lists, before it is released.`,
      );
    }
    const start = chunk * this.#chunkRows;
    const end = Math.min(start + this.#chunkRows, frozen.bars.timestamp.length);
    return this.#observe(`memory: rows ${start} to ${end} of ${frozen.info.id}`, () =>
      copyColumns(frozen.bars, start, end, columns),
    );
  }

  async release(): Promise<void> {
    this.#frozen = [];
  }
}

function chunkExtents(bars: BarColumns, chunkRows: number): ChunkExtent[] {
  const chunks: ChunkExtent[] = [];
  for (let start = 0; start < bars.timestamp.length; start += chunkRows) {
    const end = Math.min(start + chunkRows, bars.timestamp.length);
    chunks.push({
      rows: end - start,
      first: bars.timestamp[start] as number,
      last: bars.timestamp[end - 1] as number,
    });
  }
  return chunks;
}
