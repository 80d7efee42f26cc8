import type { TimeRange } from '../../core/bar.ts';
import { TIMEFRAMES, type Timeframe, timeframeMilliseconds } from '../../core/timeframe.ts';
import { withinRange } from './literal.ts';

/** Bars' lengths in one cell of each level of detail, finest first: factors of 16 and 8. A cell is counted from the epoch, so that inserting history never moves one. */
export const LEVEL_FACTORS = [16, 128, 1024, 8192] as const;

/** Bars summed up by one statement: what one GROUP BY may hold in memory. */
const ROWS_AT_ONCE = 2_000_000;

/** Runs statements in the transaction that writes the bars. */
export interface LevelSession {
  run(sql: string): number;
  columns(sql: string): Float64Array[];
}

/** Width of a cell of each level in milliseconds, finest first. */
export function levelWidths(timeframe: Timeframe): number[] {
  return LEVEL_FACTORS.map((factor) => factor * timeframeMilliseconds(timeframe));
}

/** SQL condition for the cells of a level (0 is the finest) that begin in [from, to). */
export function withinLevel(seriesNumber: number, level: number, range: TimeRange): string {
  return `level = ${level} AND ${withinRange(seriesNumber, range)}`;
}

/**
 * Sums up anew all cells that hold bars of `changed`, on every level. Call it in the transaction that changed those bars, after the last change.
 * `rows` is the number of bars that the series has in that span, or more.
 */
export function refreshLevels(
  session: LevelSession,
  seriesNumber: number,
  timeframe: Timeframe,
  changed: TimeRange,
  rows: number,
): void {
  const widths = levelWidths(timeframe);
  const widest = widths.at(-1) as number;
  const parts = Math.max(1, Math.ceil(rows / ROWS_AT_ONCE));
  const start = Math.floor(changed.from / widest) * widest;
  const cells = Math.ceil((changed.to - start) / widest);
  const step = Math.ceil(cells / parts) * widest;
  widths.forEach((width, level) => {
    const span = {
      from: Math.floor(changed.from / width) * width,
      to: Math.ceil(changed.to / width) * width,
    };
    session.run(`DELETE FROM bar_levels WHERE ${withinLevel(seriesNumber, level, span)}`);
    for (let at = start; at < span.to; at += step) {
      const part = { from: Math.max(at, span.from), to: Math.min(at + step, span.to) };
      if (part.from < part.to) session.run(summary(seriesNumber, level, width, part));
    }
  });
}

function summary(seriesNumber: number, level: number, width: number, part: TimeRange): string {
  const [from, rows, last] =
    level === 0
      ? [`bars WHERE ${withinRange(seriesNumber, part)}`, 'count(*)', 'max(timestamp)']
      : [`bar_levels WHERE ${withinLevel(seriesNumber, level - 1, part)}`, 'sum(rows)', 'max(last_bar)'];
  return `INSERT INTO bar_levels SELECT ${seriesNumber}, ${level}, min(timestamp), arg_min(open, timestamp), max(high), min(low),
    arg_max(close, timestamp), sum(volume), ${rows}, ${last} FROM ${from}
    GROUP BY floor(epoch_ms(timestamp)::DOUBLE / ${width}) ORDER BY 3`;
}

/** Deletes all levels of a series. */
export function deleteLevels(session: Pick<LevelSession, 'run'>, seriesNumber: number): void {
  session.run(`DELETE FROM bar_levels WHERE series_id = ${seriesNumber}`);
}

/** Sums up every series of a database that has bars and no levels yet. */
export function buildAllLevels(session: LevelSession): void {
  const [numbers = [], rows = [], first = [], last = [], timeframes = []] = session.columns(
    `SELECT series_id::DOUBLE, bar_count::DOUBLE, epoch_ms(first_bar)::DOUBLE, epoch_ms(last_bar)::DOUBLE,
     list_position([${TIMEFRAMES.map((name) => `'${name}'`).join(', ')}], timeframe)::DOUBLE FROM series`,
  );
  for (let index = 0; index < numbers.length; index++) {
    const timeframe = TIMEFRAMES[(timeframes[index] as number) - 1] as Timeframe;
    const span = { from: first[index] as number, to: (last[index] as number) + 1 };
    refreshLevels(session, numbers[index] as number, timeframe, span, rows[index] as number);
  }
}
