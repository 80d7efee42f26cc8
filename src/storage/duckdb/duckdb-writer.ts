import { type StoredBars, sliceColumns } from '../../core/bar.ts';
import { BacktabError } from '../../core/error.ts';
import type { SeriesKey } from '../../core/series.ts';
import { checkBars, gatherColumns, orderBars, splitByTime } from '../bar-order.ts';
import type { BarWriter, ConflictPolicy, StoreReport } from '../bar-storage.ts';
import { readBars } from './bar-query.ts';
import { encodeStream, timestampColumn } from './bar-stream.ts';
import { countBars, deleteBars, insertBars } from './bar-table.ts';
import { lostRowsError } from './database-error.ts';
import { refreshLevels } from './level-table.ts';
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

/** Stored bars for each new one up to which their times are read and compared here; beyond, a join in the database reads less. */
const STORED_PER_ROW = 8;

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
  #writtenFrom = Number.POSITIVE_INFINITY;
  #writtenTo = Number.NEGATIVE_INFINITY;
  #changedFrom = Number.POSITIVE_INFINITY;
  #changedTo = Number.NEGATIVE_INFINITY;
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
    const changed = { from: this.#changedFrom, to: this.#changedTo + 1 };
    refreshLevels(this.#session, this.#seriesNumber, this.#key.timeframe, changed, rows);
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
    const present = this.#countStored(first, last);
    if (present === 0) this.#insert(bars);
    else if (present > rows * STORED_PER_ROW) this.#addThroughStaging(bars);
    else this.#addBeside(bars, this.#storedTimes(first, last));
    this.#changedFrom = Math.min(this.#changedFrom, first);
    this.#changedTo = Math.max(this.#changedTo, last);
    this.#writtenFrom = Math.min(this.#writtenFrom, first);
    this.#writtenTo = Math.max(this.#writtenTo, last);
    this.#first = Math.min(this.#first, first);
    this.#last = Math.max(this.#last, last);
  }

  #countStored(first: number, last: number): number {
    if (first > this.#last || last < this.#first) return 0;
    const [count] = this.#session.columns(
      `SELECT count(*)::DOUBLE FROM bars WHERE ${this.#span(first, last)}`,
    );
    return count?.[0] ?? 0;
  }

  #storedTimes(first: number, last: number): Float64Array {
    const span = { from: first, to: last + 1 };
    return readBars(this.#session, this.#seriesNumber, span, ['timestamp']).timestamp as Float64Array;
  }

  #insert(bars: StoredBars): void {
    const rows = bars.timestamp.length;
    if (rows === 0) return;
    insertBars(this.#session, this.#seriesNumber, bars);
    this.#report.inserted += rows;
  }

  /** Adds rows to a span in which `stored` are the times of the stored bars: what is new is picked out here and appended. */
  #addBeside(bars: StoredBars, stored: Float64Array): void {
    const { missing, matched } = splitByTime(bars.timestamp, stored);
    const first = bars.timestamp[0] as number;
    const last = bars.timestamp[bars.timestamp.length - 1] as number;
    if (this.#onConflict === 'keep') this.#insertMissing(bars, missing, matched);
    else if (matched === stored.length) {
      // Every stored bar of the span is replaced.
      this.#replace(bars, this.#span(first, last));
    } else {
      this.#addThroughStaging(bars);
    }
  }

  /** The same where the span holds many more stored bars than come: the database picks out the times that are stored. */
  #addThroughStaging(bars: StoredBars): void {
    const first = bars.timestamp[0] as number;
    const last = bars.timestamp[bars.timestamp.length - 1] as number;
    this.#stage(bars.timestamp);
    const met = `${this.#span(first, last)} AND timestamp IN (SELECT timestamp FROM temp.staging)`;
    if (this.#onConflict === 'replace') {
      this.#replace(bars, met);
      return;
    }
    const [stored = new Float64Array(0)] = this.#session.columns(
      `SELECT epoch_ms(timestamp)::DOUBLE FROM bars WHERE ${met}`,
    );
    const { missing, matched } = splitByTime(bars.timestamp, stored.sort());
    this.#insertMissing(bars, missing, matched);
  }

  #insertMissing(bars: StoredBars, missing: Uint32Array, matched: number): void {
    this.#insert(missing.length === bars.timestamp.length ? bars : gatherColumns(bars, missing));
    this.#report.skipped += matched;
  }

  #span(first: number, last: number): string {
    return withinRange(this.#seriesNumber, { from: first, to: last + 1 });
  }

  #stage(times: Float64Array): void {
    if (this.#staging) {
      this.#session.run('TRUNCATE temp.staging');
    } else {
      this.#session.run('CREATE TEMP TABLE staging (timestamp TIMESTAMP)');
      this.#staging = true;
    }
    const stream = encodeStream({ timestamp: timestampColumn(times) });
    this.#session.insert(stream, times.length, 'staging', 'temp');
  }

  /** Deletes the bars that match a condition, all of which `bars` replace, and appends `bars`. */
  #replace(bars: StoredBars, matching: string): void {
    const first = bars.timestamp[0] as number;
    const last = bars.timestamp[bars.timestamp.length - 1] as number;
    const mayRepeat = first <= this.#writtenTo && last >= this.#writtenFrom;
    const repeated = mayRepeat ? countBars(this.#session, `${matching} AND rowid >= ${FIRST_LOCAL_ROW}`) : 0;
    const deleted = deleteBars(this.#session, matching);
    this.#insert(bars);
    this.#report.inserted -= deleted;
    this.#report.updated += deleted - repeated;
    this.#report.skipped += repeated;
  }

  #expectOpen(): void {
    if (this.#ended) {
      throw new BacktabError('bad-argument', 'The write has ended already. Open another writer.');
    }
  }
}
