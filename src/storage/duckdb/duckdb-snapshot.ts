import type { PartialStoredBars, StoredColumn } from '../../core/bar.ts';
import type { ChunkExtent, FeedSeries } from '../../core/bar-feed.ts';
import { BacktabError } from '../../core/error.ts';
import { type SeriesKey, seriesId } from '../../core/series.ts';
import type { BarSnapshot } from '../bar-storage.ts';
import { readBars } from './bar-query.ts';
import { findSeries, type StoredSeries } from './series-table.ts';
import type { Session } from './session.ts';

/** Divides a series into chunks, inside the snapshot's transaction. */
export type ChunkPlanner = (session: Session, series: StoredSeries) => readonly ChunkExtent[];

/** A read transaction on a connection of its own: what it sees stays as it was when its first statement ran. */
export class DuckdbSnapshot implements BarSnapshot {
  readonly series: readonly FeedSeries[];
  readonly #session: Session;
  readonly #numbers: readonly number[];
  readonly #released: () => void;
  #open = true;

  /** Error `unknown-series`; the session is closed then. */
  constructor(session: Session, keys: readonly SeriesKey[], plan: ChunkPlanner, released: () => void) {
    this.#session = session;
    this.#released = released;
    try {
      session.run('BEGIN TRANSACTION READ ONLY');
      // BEGIN freezes nothing by itself; the first read does, and it runs here, before anybody else can write.
      const stored = keys.map((key) => findSeries(session, key) ?? unknownSeries(key));
      this.series = stored.map((series) => ({ info: series.info, chunks: plan(session, series) }));
      this.#numbers = stored.map(({ seriesNumber }) => seriesNumber);
    } catch (error) {
      this.#end();
      throw error;
    }
  }

  async read(series: number, chunk: number, columns: readonly StoredColumn[]): Promise<PartialStoredBars> {
    const extent = this.series[series]?.chunks[chunk];
    const seriesNumber = this.#numbers[series];
    if (!this.#open || !extent || seriesNumber === undefined) {
      throw new BacktabError(
        'bad-argument',
        `There is no chunk ${chunk} of series ${series} in this snapshot. Ask for one it lists, before it is released.`,
      );
    }
    return readBars(this.#session, seriesNumber, { from: extent.first, to: extent.last + 1 }, columns);
  }

  async release(): Promise<void> {
    if (this.#open) this.#end();
  }

  #end(): void {
    this.#open = false;
    this.#session.rollback();
    this.#session.close();
    this.#released();
  }
}

function unknownSeries(key: SeriesKey): never {
  throw new BacktabError(
    'unknown-series',
    `There is no series "${seriesId(key)}". Store it first, or pick one of listSeries().`,
  );
}
