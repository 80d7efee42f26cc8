import type { PartialStoredBars, StoredColumn } from '../../core/bar.ts';
import type { FeedSeries } from '../../core/bar-feed.ts';
import { BacktabError } from '../../core/error.ts';
import type { BarSnapshot } from '../bar-storage.ts';
import { type BarRow, toColumns } from './bar-row.ts';
import type { LegacySeries } from './legacy-series.ts';

/** Reads and observes one read of rows. */
export type ObservedRead = (description: string, read: () => PartialStoredBars) => PartialStoredBars;

/** Lists of rows as they were, divided into chunks of equal length. */
export class LegacySnapshot implements BarSnapshot {
  readonly series: readonly FeedSeries[];
  readonly #chunkRows: number;
  readonly #observe: ObservedRead;
  #frozen: readonly LegacySeries[];

  constructor(frozen: readonly LegacySeries[], chunkRows: number, observe: ObservedRead) {
    this.#frozen = frozen;
    this.#chunkRows = chunkRows;
    this.#observe = observe;
    this.series = frozen.map(({ info, rows }) => ({
      info,
      chunks: this.#starts(rows).map((start) => {
        const chunk = rows.slice(start, start + chunkRows);
        return {
          rows: chunk.length,
          first: (chunk[0] as BarRow).timestamp,
          last: (chunk.at(-1) as BarRow).timestamp,
        };
      }),
    }));
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
    return this.#observe(`legacy: rows from ${start} of ${frozen.info.id}`, () =>
      toColumns(frozen.rows.slice(start, start + this.#chunkRows), columns),
    );
  }

  async release(): Promise<void> {
    this.#frozen = [];
  }

  #starts(rows: readonly BarRow[]): number[] {
    return Array.from(
      { length: Math.ceil(rows.length / this.#chunkRows) },
      (_, index) => index * this.#chunkRows,
    );
  }
}
