import type { PartialStoredBars, StoredColumn } from '../../core/bar.ts';
import type { ChunkExtent, FeedSeries } from '../../core/bar-feed.ts';
import { BacktabError } from '../../core/error.ts';
import { type SeriesKey, seriesId } from '../../core/series.ts';
import type { BarSnapshot } from '../bar-storage.ts';
import { readBars } from './bar-query.ts';
import { findSeries, type StoredSeries } from './series-table.ts';
import type { Session } from './session.ts';

/** The chunks of a series, and whether all its bars stand in the table `packed_bars`. */
export interface ReadingPlan {
  readonly chunks: readonly ChunkExtent[];
  readonly packed: boolean;
}

/** Divides a series into chunks, inside the snapshot's transaction. */
export type ReadingPlanner = (session: Session, series: StoredSeries) => ReadingPlan;

/** A read transaction on a connection of its own: what it sees stays as it was when its first statement ran. */
export class DuckdbSnapshot implements BarSnapshot {
  readonly series: readonly FeedSeries[];
  readonly #session: Session;
  readonly #tables: readonly { readonly seriesNumber: number; readonly packed: boolean }[];
  readonly #released: () => void;
  #open = true;

  /** Error `unknown-series`; the session is closed then. */
  constructor(session: Session, keys: readonly SeriesKey[], plan: ReadingPlanner, released: () => void) {
    this.#session = session;
    this.#released = released;
    try {
      session.run('BEGIN TRANSACTION READ ONLY');
      // BEGIN freezes nothing by itself; the first read does, and it runs here, before anybody else can write.
      const stored = keys.map((key) => findSeries(session, key) ?? unknownSeries(key));
      const plans = stored.map((series) => plan(session, series));
      this.series = stored.map(({ info }, index) => ({ info, chunks: plans[index]?.chunks ?? [] }));
      this.#tables = stored.map(({ seriesNumber }, index) => ({
        seriesNumber,
        packed: plans[index]?.packed ?? false,
      }));
    } catch (error) {
      this.#end();
      throw error;
    }
  }

  async read(series: number, chunk: number, columns: readonly StoredColumn[]): Promise<PartialStoredBars> {
    const extent = this.series[series]?.chunks[chunk];
    const table = this.#tables[series];
    if (!this.#open || !extent || !table) {
      throw new BacktabError(
        'bad-argument',
        `There is no chunk ${chunk} of series ${series} in this snapshot. Ask for one it lists, before it is released.`,
      );
    }
    const range = { from: extent.first, to: extent.last + 1 };
    return readBars(this.#session, table.seriesNumber, range, columns, table.packed);
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
