import type { ChunkExtent } from '../../core/bar-feed.ts';
import { withinRange } from './literal.ts';
import type { Session } from './session.ts';

/** Cells counted for one chunk: the more, the evener the chunks. */
const CELLS_PER_CHUNK = 16;

/**
 * Divides the bars of a series into chunks of about `target` rows by counting them in cells of equal time; a cell that holds far more than its share
 * is divided again. `whole` is the extent of the series.
 */
export function planChunks(
  session: Session,
  seriesNumber: number,
  whole: ChunkExtent,
  target: number,
): ChunkExtent[] {
  if (whole.rows === 0) return [];
  if (whole.rows <= target * 1.5 || whole.first === whole.last) {
    return [{ rows: whole.rows, first: whole.first, last: whole.last }];
  }
  const cells = Math.ceil(whole.rows / target) * CELLS_PER_CHUNK;
  const width = Math.ceil((whole.last - whole.first + 1) / cells);
  const [rows = [], first = [], last = []] = session.columns(
    `SELECT count(*)::DOUBLE, epoch_ms(min(timestamp))::DOUBLE, epoch_ms(max(timestamp))::DOUBLE FROM bars
     WHERE ${withinRange(seriesNumber, { from: whole.first, to: whole.last + 1 })}
     GROUP BY (epoch_ms(timestamp) - ${whole.first}) // ${width} ORDER BY 2`,
  );
  const chunks: ChunkExtent[] = [];
  for (let cell = 0; cell < rows.length; cell++) {
    const extent = { rows: rows[cell] as number, first: first[cell] as number, last: last[cell] as number };
    const chunk = chunks.at(-1);
    if (extent.rows > target * 2) chunks.push(...planChunks(session, seriesNumber, extent, target));
    else if (chunk && chunk.rows + extent.rows <= target) chunks[chunks.length - 1] = join(chunk, extent);
    else chunks.push(extent);
  }
  return chunks;
}

function join(a: ChunkExtent, b: ChunkExtent): ChunkExtent {
  return { rows: a.rows + b.rows, first: a.first, last: b.last };
}
