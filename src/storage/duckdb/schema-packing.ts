import { STORED_COLUMNS, type StoredBars } from '../../core/bar.ts';
import { readBars } from './bar-query.ts';
import { insertBars, type TableSession } from './bar-table.ts';
import { planSpan } from './chunk-plan.ts';
import { lostRowsError } from './database-error.ts';

/** Bars read and written at a time. */
const ROWS_AT_ONCE = 131_072;

/**
 * Copies every series out of the table `bars`, as schema 2 has it, into the tables of schema 3, chunk by chunk, in the transaction of `session`.
 * Bars that belong to no series are left behind. Error `internal` when a row gets lost; whoever finds this rolls back.
 */
export function packStoredBars(session: TableSession): void {
  const [numbers = [], rows = [], first = [], last = []] = session.columns(
    `SELECT series_id::DOUBLE, bar_count::DOUBLE, epoch_ms(first_bar)::DOUBLE, epoch_ms(last_bar)::DOUBLE
     FROM series ORDER BY series_id`,
  );
  for (let index = 0; index < numbers.length; index++) {
    const seriesNumber = numbers[index] as number;
    const whole = { rows: rows[index] as number, first: first[index] as number, last: last[index] as number };
    let copied = 0;
    for (const extent of planSpan(session, seriesNumber, whole, ROWS_AT_ONCE)) {
      const range = { from: extent.first, to: extent.last + 1 };
      const bars = readBars(session, seriesNumber, range, STORED_COLUMNS) as StoredBars;
      insertBars(session, seriesNumber, bars);
      copied += bars.timestamp.length;
    }
    if (copied !== whole.rows) throw lostRowsError(whole.rows, copied);
  }
}
