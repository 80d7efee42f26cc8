import { type StoredBars, sliceColumns } from '../../core/bar.ts';
import { BacktabError } from '../../core/error.ts';
import type { SeriesKey } from '../../core/series.ts';
import { checkBars, orderBars } from '../bar-order.ts';
import type { BarWriter, ConflictPolicy, StoreReport } from '../bar-storage.ts';
import { barStream, stagingStream } from './bar-stream.ts';
import { lostRowsError } from './database-error.ts';
import { withinRange } from './literal.ts';
import { findSeries, nextWriteNumber, type StoredSeries, saveSeries } from './series-table.ts';
import type { Session } from './session.ts';

/** Rows handed to DuckDB at a time: larger batches are cut, so that the heap stays as it is whatever comes. */
const SLICE = 131_072;

/**
 * `rowid` of rows that the running transaction itself has inserted is at least this (DuckDB's MAX_ROW_ID, 2^55 rounded down). Tells a stored row from
 * one that came earlier in the same write; the storage contract fails when a new DuckDB numbers them otherwise.
 */
const FIRST_LOCAL_ROW = '36028797018960000';

/** Ends a writer: durably, or without a trace. */
export interface WriteEnding {
  /** Before the transaction is committed; may throw, and then nothing is. */
  readonly prepare: () => void;
  readonly committed: () => void;
  /** In every case, last. */
  readonly ended: () => void;
  readonly now: () => number;
}

/** One transaction on a connection of its own. Full row groups go to the file at once, but nobody sees them before the commit. */
export class DuckdbWriter implements BarWriter {
  readonly #session: Session;
  readonly #key: SeriesKey;
  readonly #onConflict: ConflictPolicy;
  readonly #ending: WriteEnding;
  readonly #stored: StoredSeries | undefined;
  readonly #writeNumber: number;
  readonly #seriesNumber: number;
  #report = { inserted: 0, updated: 0, skipped: 0 };
  #first: number;
  #last: number;
  #staging = false;
  #ended = false;

  constructor(session: Session, key: SeriesKey, onConflict: ConflictPolicy, ending: WriteEnding) {
    this.#session = session;
    this.#key = key;
    this.#onConflict = onConflict;
    this.#ending = ending;
    session.run('BEGIN TRANSACTION');
    this.#stored = findSeries(session, key);
    this.#writeNumber = nextWriteNumber(session);
    this.#seriesNumber = this.#stored?.seriesNumber ?? this.#writeNumber;
    this.#first = this.#stored?.info.first ?? Number.POSITIVE_INFINITY;
    this.#last = this.#stored?.info.last ?? Number.NEGATIVE_INFINITY;
  }

  async append(bars: StoredBars): Promise<void> {
    this.#expectOpen();
    checkBars(bars);
    const { bars: ordered, duplicates } = orderBars(bars, this.#onConflict);
    this.#report.skipped += duplicates;
    const rows = ordered.timestamp.length;
    for (let start = 0; start < rows; start += SLICE) {
      this.#addOrdered(sliceColumns(ordered, start, Math.min(start + SLICE, rows)));
    }
  }

  async commit(): Promise<StoreReport> {
    this.#expectOpen();
    const { inserted, updated } = this.#report;
    try {
      if (inserted + updated > 0) this.#commitRows();
      else this.#session.rollback();
    } catch (error) {
      this.#session.rollback();
      throw error;
    } finally {
      this.#end();
    }
    return { ...this.#report };
  }

  async rollback(): Promise<void> {
    if (this.#ended) return;
    this.#session.rollback();
    this.#end();
  }

  #commitRows(): void {
    const rows = (this.#stored?.info.rows ?? 0) + this.#report.inserted;
    const [count] = this.#session.columns(
      `SELECT count(*)::DOUBLE FROM bars WHERE series_id = ${this.#seriesNumber}`,
    );
    if (count?.[0] !== rows) throw lostRowsError(rows, count?.[0] ?? 0);
    saveSeries(this.#session, this.#key, this.#stored, this.#writeNumber, {
      rows,
      first: this.#first,
      last: this.#last,
      updatedAt: this.#ending.now(),
    });
    this.#ending.prepare();
    this.#session.run('COMMIT');
    this.#ending.committed();
  }

  #end(): void {
    this.#ended = true;
    this.#session.close();
    this.#ending.ended();
  }

  /** Adds rows in strictly ascending time. */
  #addOrdered(bars: StoredBars): void {
    const rows = bars.timestamp.length;
    const first = bars.timestamp[0] as number;
    const last = bars.timestamp[rows - 1] as number;
    if (this.#isFree(first, last)) {
      this.#session.insert(barStream(this.#seriesNumber, bars), rows, 'bars');
      this.#report.inserted += rows;
    } else {
      this.#stage(bars);
      if (this.#onConflict === 'keep') this.#insertMissing(rows, first, last);
      else this.#replaceStored(rows, first, last);
    }
    this.#first = Math.min(this.#first, first);
    this.#last = Math.max(this.#last, last);
  }

  #isFree(first: number, last: number): boolean {
    if (first > this.#last || last < this.#first) return true;
    const [count] = this.#session.columns(
      `SELECT count(*)::DOUBLE FROM bars WHERE ${this.#span(first, last)}`,
    );
    return count?.[0] === 0;
  }

  #span(first: number, last: number): string {
    return withinRange(this.#seriesNumber, { from: first, to: last + 1 });
  }

  #stage(bars: StoredBars): void {
    if (this.#staging) {
      this.#session.run('TRUNCATE temp.staging');
    } else {
      this.#session.run(
        'CREATE TEMP TABLE staging (timestamp TIMESTAMP, open DOUBLE, high DOUBLE, low DOUBLE, close DOUBLE, volume DOUBLE, adj_close DOUBLE, dividend DOUBLE, split_ratio DOUBLE)',
      );
      this.#staging = true;
    }
    this.#session.insert(stagingStream(bars), bars.timestamp.length, 'staging', 'temp');
  }

  #insertMissing(rows: number, first: number, last: number): void {
    const inserted = this.#session.run(
      `INSERT INTO bars SELECT ${this.#seriesNumber}, s.* FROM temp.staging s
       ANTI JOIN (SELECT timestamp FROM bars WHERE ${this.#span(first, last)}) b USING (timestamp)
       ORDER BY timestamp`,
    );
    this.#report.inserted += inserted;
    this.#report.skipped += rows - inserted;
  }

  #replaceStored(rows: number, first: number, last: number): void {
    const matching = `${this.#span(first, last)} AND timestamp IN (SELECT timestamp FROM temp.staging)`;
    const [local] = this.#session.columns(
      `SELECT count(*)::DOUBLE FROM bars WHERE ${matching} AND rowid >= ${FIRST_LOCAL_ROW}`,
    );
    const repeated = local?.[0] ?? 0;
    const deleted = this.#session.run(`DELETE FROM bars WHERE ${matching}`);
    this.#session.run(
      `INSERT INTO bars SELECT ${this.#seriesNumber}, * FROM temp.staging ORDER BY timestamp`,
    );
    this.#report.inserted += rows - deleted;
    this.#report.updated += deleted - repeated;
    this.#report.skipped += repeated;
  }

  #expectOpen(): void {
    if (this.#ended) {
      throw new BacktabError('bad-argument', 'The write has ended already. Open another writer.');
    }
  }
}
