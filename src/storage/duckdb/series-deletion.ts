import { deleteBars } from './bar-table.ts';
import { deleteLevels } from './level-table.ts';
import type { StoredSeries } from './series-table.ts';
import type { Session } from './session.ts';

/** Deletes a series with its bars and their levels, in the transaction of `session`. */
export function deleteStoredSeries(session: Session, { seriesNumber }: StoredSeries): void {
  deleteBars(session, `series_id = ${seriesNumber}`);
  deleteLevels(session, seriesNumber);
  session.run(`DELETE FROM series WHERE series_id = ${seriesNumber}`);
}
