import { STORED_COLUMNS, type StoredBars } from '../../core/bar.ts';
import { readBars } from './bar-query.ts';
import { BAR_TABLE_STATEMENTS, BAR_VIEW_STATEMENT, insertBars, type TableSession } from './bar-table.ts';
import { planSpan } from './chunk-plan.ts';
import { lostRowsError } from './database-error.ts';
import { buildAllLevels, LEVEL_TABLE_STATEMENTS } from './level-table.ts';

/** Bars read and written at a time. */
const ROWS_AT_ONCE = 131_072;

/**
 * Makes the tables of schema 4 out of those of schema 3, in the transaction of `session`: bars as whole numbers where they fit, and levels of detail
 * summed up anew. `tight`: there is no room for another copy of the bars, so they stay in floating point as they are.
 */
export function packDatabase(session: TableSession, tight: boolean): void {
  if (tight) {
    session.run('ALTER TABLE bars RENAME TO raw_bars');
    session.run(BAR_TABLE_STATEMENTS.packed);
  } else {
    session.run(BAR_TABLE_STATEMENTS.packed);
    session.run(BAR_TABLE_STATEMENTS.raw);
    packStoredBars(session);
    session.run('DROP TABLE bars');
  }
  session.run(BAR_VIEW_STATEMENT);
  session.run('DROP TABLE bar_levels');
  for (const statement of LEVEL_TABLE_STATEMENTS) session.run(statement);
  buildAllLevels(session);
}

/**
 * Copies every series out of the table `bars` of schema 3 into the tables of schema 4, chunk by chunk. Bars that belong to no series are left behind. Error `internal` when a row gets lost; whoever finds this rolls back.
 */
function packStoredBars(session: TableSession): void {
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
