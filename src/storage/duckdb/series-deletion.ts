import { abortError } from '../../core/error.ts';
import type { ChangeOptions } from '../store-report.ts';
import { deleteBars } from './bar-table.ts';
import { planChunks } from './chunk-plan.ts';
import { deleteLevels } from './level-table.ts';
import { withinRange } from './literal.ts';
import type { StoredSeries } from './series-table.ts';
import type { Session } from './session.ts';

/** Bars deleted by one statement: some ten milliseconds. */
const ROWS_AT_ONCE = 500_000;

/**
 * Deletes a series with its bars and their levels, in the transaction of `session`, and lets other work in between. AbortError when the signal says
 * so before the end; then the caller rolls back.
 */
export async function deleteStoredSeries(
  session: Session,
  stored: StoredSeries,
  { signal, onProgress }: ChangeOptions = {},
): Promise<void> {
  const { seriesNumber, info } = stored;
  const condition = `series_id = ${seriesNumber}`;
  let done = 0;
  for (const { rows, first, last } of planChunks(session, stored, ROWS_AT_ONCE)) {
    if (signal?.aborted) throw abortError('The deletion');
    deleteBars(session, withinRange(seriesNumber, { from: first, to: last + 1 }));
    done += rows;
    onProgress?.(done, info.rows);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  if (signal?.aborted) throw abortError('The deletion');
  deleteBars(session, condition);
  deleteLevels(session, seriesNumber);
  session.run(`DELETE FROM series WHERE ${condition}`);
}
