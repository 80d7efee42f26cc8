import { BAR_COLUMNS, type BarColumns, type TimeRange } from '../../core/bar.ts';
import { TIMEFRAMES, type Timeframe, timeframeMilliseconds } from '../../core/timeframe.ts';
import { ascendingOrder, gather, isAscending } from '../bar-order.ts';
import { type SummedBars, sumCells } from '../chart-rows.ts';
import { readBars } from './bar-query.ts';
import { type TableSession, UNPACKED } from './bar-table.ts';
import { insertLevels, type LevelRows } from './level-stream.ts';
import { withinRange } from './literal.ts';

/** Bars' lengths in one cell of each level of detail, finest first: factors of 16 and 8. A cell is counted from the epoch, so that inserting history never moves one. */
export const LEVEL_FACTORS = [16, 128, 1024, 8192] as const;

/** Rows read and summed up at a time. */
const ROWS_AT_ONCE = 131_072;

const SUMS = 'open, high, low, close, volume, rows::DOUBLE';

const LEVEL_TABLES = ['packed_levels', 'raw_levels'] as const;

/**
 * Statements that make the tables of levels and the view `bar_levels` over them. Small columns come first, wide ones last: DuckDB shares a block of 256 kB
 * among segments in this order, and closes it to others once it is 80% full. `span_ms` leads from `timestamp` to the last bar.
 */
export const LEVEL_TABLE_STATEMENTS: readonly string[] = [
  `CREATE TABLE packed_levels (
    series_id UINTEGER NOT NULL, level UTINYINT NOT NULL, timestamp TIMESTAMP NOT NULL, price_scale INTEGER NOT NULL,
    volume_scale INTEGER NOT NULL, rows UINTEGER NOT NULL, span_ms BIGINT NOT NULL, upper INTEGER NOT NULL,
    lower INTEGER NOT NULL, body INTEGER NOT NULL, close BIGINT NOT NULL, volume BIGINT NOT NULL)`,
  `CREATE TABLE raw_levels (
    series_id UINTEGER NOT NULL, level UTINYINT NOT NULL, timestamp TIMESTAMP NOT NULL, cell STRUCT(
      open DOUBLE, high DOUBLE, low DOUBLE, close DOUBLE, volume DOUBLE, rows UINTEGER, last_bar TIMESTAMP) NOT NULL)`,
  `CREATE VIEW bar_levels AS SELECT series_id, level, timestamp, ${UNPACKED}, rows,
    make_timestamp((epoch_ms(timestamp) + span_ms) * 1000) AS last_bar FROM packed_levels
    UNION ALL SELECT series_id, level, timestamp, cell.* FROM raw_levels`,
];

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
  session: TableSession,
  seriesNumber: number,
  timeframe: Timeframe,
  changed: TimeRange,
  rows: number,
): void {
  const widths = levelWidths(timeframe);
  const spans = widths.map((width) => ({
    from: Math.floor(changed.from / width) * width,
    to: Math.ceil(changed.to / width) * width,
  }));
  const stale = spans.map((span, level) => `(${withinLevel(seriesNumber, level, span)})`).join(' OR ');
  const widest = withinRange(seriesNumber, spans.at(-1) as TimeRange);
  for (const table of LEVEL_TABLES) session.run(`DELETE FROM ${table} WHERE ${widest} AND (${stale})`);
  for (const [level, width] of widths.entries()) {
    const { from, to } = spans[level] as TimeRange;
    const below = level === 0 ? rows : rows / (LEVEL_FACTORS[level - 1] as number);
    const parts = Math.max(1, Math.ceil(below / ROWS_AT_ONCE));
    const step = Math.ceil((to - from) / width / parts) * width;
    for (let at = from; at < to; at += step) {
      const part = { from: at, to: Math.min(at + step, to) };
      const source =
        level === 0
          ? readFinest(session, seriesNumber, part)
          : readLevel(session, seriesNumber, level - 1, part);
      insertLevels(session, seriesNumber, level, sumLevel(source, width));
    }
  }
}

function readFinest(session: TableSession, seriesNumber: number, range: TimeRange): LevelRows {
  const bars = readBars(session, seriesNumber, range, BAR_COLUMNS) as BarColumns;
  return { ...bars, counts: new Float64Array(bars.timestamp.length).fill(1), lasts: bars.timestamp };
}

/** Rows of one level that begin in `range`, ascending, without the times of their last bars. `packed`: all of them stand in the table `packed_levels`. */
export function readLevelSums(
  session: Pick<TableSession, 'columns'>,
  seriesNumber: number,
  level: number,
  range: TimeRange,
  packed: boolean,
): SummedBars {
  const source = packed ? `${UNPACKED}, rows::DOUBLE FROM packed_levels` : `${SUMS} FROM bar_levels`;
  const within = withinLevel(seriesNumber, level, range);
  const columns = session.columns(`SELECT epoch_ms(timestamp)::DOUBLE, ${source} WHERE ${within}`);
  const [timestamp, open, high, low, close, volume, counts] = ascending(columns) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  return { timestamp, open, high, low, close, volume, counts };
}

/** Rows of one level that begin in `range`, ascending. */
export function readLevel(
  session: Pick<TableSession, 'columns'>,
  seriesNumber: number,
  level: number,
  range: TimeRange,
): LevelRows {
  const columns = session.columns(
    `SELECT epoch_ms(timestamp)::DOUBLE, ${SUMS}, epoch_ms(last_bar)::DOUBLE
     FROM bar_levels WHERE ${withinLevel(seriesNumber, level, range)}`,
  );
  const [timestamp, open, high, low, close, volume, counts, lasts] = ascending(columns) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  return { timestamp, open, high, low, close, volume, counts, lasts };
}

function ascending(columns: Float64Array[]): Float64Array[] {
  const times = columns[0] as Float64Array;
  if (isAscending(times)) return columns;
  const order = ascendingOrder(times);
  return columns.map((values) => gather(values, order));
}

function sumLevel(source: LevelRows, width: number): LevelRows {
  const summed = sumCells(source, width);
  const lasts = new Float64Array(summed.timestamp.length);
  let cell = 0;
  source.timestamp.forEach((time, row) => {
    if (row > 0 && time >= (summed.timestamp[cell + 1] ?? Number.POSITIVE_INFINITY)) cell++;
    lasts[cell] = source.lasts[row] as number;
  });
  return { ...summed, lasts };
}

/** Deletes all levels of a series. */
export function deleteLevels(session: Pick<TableSession, 'run'>, seriesNumber: number): void {
  for (const table of LEVEL_TABLES) session.run(`DELETE FROM ${table} WHERE series_id = ${seriesNumber}`);
}

/** Sums up every series of a database that has bars and no levels yet. */
export function buildAllLevels(session: TableSession): void {
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
