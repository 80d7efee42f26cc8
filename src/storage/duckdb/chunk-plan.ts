import type { ChunkExtent } from '../../core/bar-feed.ts';
import { LEVEL_FACTORS, withinLevel } from './level-table.ts';
import { withinRange } from './literal.ts';
import type { StoredSeries } from './series-table.ts';
import type { Session } from './session.ts';

/** Cells counted for one chunk: the more, the evener the chunks. */
const CELLS_PER_CHUNK = 16;

/**
 * Divides the bars of a series into chunks of about `target` rows by counting them in cells of equal time: those of a level of detail when one is fine
 * enough. A cell that holds far more than its share is divided again.
 */
export function planChunks(session: Session, stored: StoredSeries, target: number): ChunkExtent[] {
  const { seriesNumber, info } = stored;
  if (info.rows === 0) return [];
  if (info.rows <= target * 1.5) return [extentOf(info)];
  const level = LEVEL_FACTORS.findLastIndex((factor) => factor * CELLS_PER_CHUNK <= target);
  if (level < 0) return planSpan(session, seriesNumber, info, target);
  const whole = { from: info.first, to: info.last + 1 };
  const [rows = [], first = [], last = []] = session.columns(
    `SELECT rows::DOUBLE, epoch_ms(timestamp)::DOUBLE, epoch_ms(last_bar)::DOUBLE
     FROM bar_levels WHERE ${withinLevel(seriesNumber, level, whole)} ORDER BY 2`,
  );
  return joinCells(session, seriesNumber, target, rows, first, last);
}

/** The same for one span, counted in the bars themselves. */
export function planSpan(
  session: Pick<Session, 'columns'>,
  seriesNumber: number,
  whole: ChunkExtent,
  target: number,
): ChunkExtent[] {
  if (whole.rows <= target * 1.5 || whole.first === whole.last) return [extentOf(whole)];
  const cells = Math.ceil(whole.rows / target) * CELLS_PER_CHUNK;
  const width = Math.ceil((whole.last - whole.first + 1) / cells);
  const [rows = [], first = [], last = []] = session.columns(
    `SELECT count(*)::DOUBLE, epoch_ms(min(timestamp))::DOUBLE, epoch_ms(max(timestamp))::DOUBLE FROM bars
     WHERE ${withinRange(seriesNumber, { from: whole.first, to: whole.last + 1 })}
     GROUP BY (epoch_ms(timestamp) - ${whole.first}) // ${width} ORDER BY 2`,
  );
  return joinCells(session, seriesNumber, target, rows, first, last);
}

function joinCells(
  session: Pick<Session, 'columns'>,
  seriesNumber: number,
  target: number,
  rows: ArrayLike<number>,
  first: ArrayLike<number>,
  last: ArrayLike<number>,
): ChunkExtent[] {
  const chunks: ChunkExtent[] = [];
  for (let cell = 0; cell < rows.length; cell++) {
    const extent = { rows: rows[cell] as number, first: first[cell] as number, last: last[cell] as number };
    const chunk = chunks.at(-1);
    if (extent.rows > target * 2) chunks.push(...planSpan(session, seriesNumber, extent, target));
    else if (chunk && chunk.rows + extent.rows <= target) chunks[chunks.length - 1] = join(chunk, extent);
    else chunks.push(extent);
  }
  return chunks;
}

function extentOf({ rows, first, last }: ChunkExtent): ChunkExtent {
  return { rows, first, last };
}

function join(a: ChunkExtent, b: ChunkExtent): ChunkExtent {
  return { rows: a.rows + b.rows, first: a.first, last: b.last };
}
