import { type PartialStoredBars, STORED_COLUMNS, type StoredColumn } from '../core/bar.ts';
import type { SeriesKey } from '../core/series.ts';
import type { BarSnapshot, BarStorage } from './bar-storage.ts';
import { openKnownSeries } from './known-series.ts';
import type { BothSides, RowDifference, SeriesComparison } from './series-comparison.ts';

/** Compares `series` in two storages by counts, sums of columns, and row by row, bit by bit; a series that is not stored has no rows. */
export async function compareSeriesBars(
  here: Pick<BarStorage, 'openSnapshot'>,
  there: Pick<BarStorage, 'openSnapshot'>,
  series: SeriesKey,
): Promise<SeriesComparison> {
  const left = new Side(await openKnownSeries(here, series));
  const right = new Side(await openKnownSeries(there, series));
  try {
    let row = 0;
    let difference: RowDifference | undefined;
    for (;;) {
      const rows = await ready(left, right);
      if (rows === 0) break;
      difference ??= firstDifference(left, right, row, rows);
      left.take(rows);
      right.take(rows);
      row += rows;
    }
    const sums = Object.fromEntries(
      STORED_COLUMNS.map((column) => [column, { here: left.sums[column], there: right.sums[column] }]),
    ) as Record<StoredColumn, BothSides>;
    return {
      identical: difference === undefined,
      rows: { here: left.rows, there: right.rows },
      sums,
      ...(difference ? { firstDifference: difference } : {}),
    };
  } finally {
    await left.end();
    await right.end();
  }
}

/** Rows that can be compared next: as many as both sides have loaded, or what one side has when the other is at its end. */
async function ready(left: Side, right: Side): Promise<number> {
  const [here, there] = [await left.load(), await right.load()];
  return here > 0 && there > 0 ? Math.min(here, there) : Math.max(here, there);
}

function firstDifference(left: Side, right: Side, from: number, rows: number): RowDifference | undefined {
  for (let index = 0; index < rows; index++) {
    for (const column of STORED_COLUMNS) {
      const [here, there] = [left.at(column, index), right.at(column, index)];
      if (Object.is(here, there)) continue;
      const times = [left.at('timestamp', index), right.at('timestamp', index)];
      const timestamp = Math.min(...times.map((time) => time ?? Number.POSITIVE_INFINITY));
      return { row: from + index, column, here, there, timestamp };
    }
  }
  return undefined;
}

/** The rows of one series, chunk by chunk. */
class Side {
  readonly sums = Object.fromEntries(STORED_COLUMNS.map((column) => [column, 0])) as Record<
    StoredColumn,
    number
  >;
  rows = 0;
  readonly #snapshot: BarSnapshot | undefined;
  #bars: PartialStoredBars = {};
  #chunk = 0;
  #next = 0;

  constructor(snapshot: BarSnapshot | undefined) {
    this.#snapshot = snapshot;
  }

  /** Rows loaded and not taken yet; 0 at the end. */
  async load(): Promise<number> {
    const chunks = this.#snapshot?.series[0]?.chunks ?? [];
    while (this.#loaded() === 0 && this.#snapshot && this.#chunk < chunks.length) {
      this.#bars = await this.#snapshot.read(0, this.#chunk++, STORED_COLUMNS);
      this.#next = 0;
    }
    return this.#loaded();
  }

  at(column: StoredColumn, index: number): number | undefined {
    return this.#bars[column]?.[this.#next + index];
  }

  take(rows: number): void {
    const end = Math.min(this.#next + rows, this.#next + this.#loaded());
    for (const column of STORED_COLUMNS) {
      const values = this.#bars[column];
      for (let row = this.#next; values && row < end; row++) {
        const value = values[row] as number;
        if (!Number.isNaN(value)) this.sums[column] += value;
      }
    }
    this.rows += end - this.#next;
    this.#next = end;
  }

  async end(): Promise<void> {
    await this.#snapshot?.release();
  }

  #loaded(): number {
    return (this.#bars.timestamp?.length ?? 0) - this.#next;
  }
}
