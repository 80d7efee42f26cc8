import type { StoredBars } from '../../core/bar.ts';
import { barStream, encodeStream } from './bar-stream.ts';
import { packedColumns } from './packed-stream.ts';
import { splitBars } from './packing.ts';
import type { Session } from './session.ts';

/** The part of a session that the tables of bars need, inside the transaction that writes them. */
export type TableSession = Pick<Session, 'run' | 'columns' | 'insert'>;

/** The tables that the view `bars` unites: whole numbers, and floating point for bars that do not come back from those bit for bit. */
export const BAR_TABLES = ['packed_bars', 'raw_bars'] as const;

/** Statements that make the tables of bars. */
export const BAR_TABLE_STATEMENTS = {
  packed: `CREATE TABLE packed_bars (
    series_id UINTEGER NOT NULL, timestamp TIMESTAMP NOT NULL, price_scale INTEGER NOT NULL, volume_scale INTEGER NOT NULL,
    close BIGINT NOT NULL, body INTEGER NOT NULL, upper INTEGER NOT NULL, lower INTEGER NOT NULL, volume BIGINT NOT NULL)`,
  raw: `CREATE TABLE raw_bars (
    series_id UINTEGER NOT NULL, timestamp TIMESTAMP NOT NULL, open DOUBLE NOT NULL, high DOUBLE NOT NULL,
    low DOUBLE NOT NULL, close DOUBLE NOT NULL, volume DOUBLE NOT NULL,
    adj_close DOUBLE, dividend DOUBLE, split_ratio DOUBLE)`,
} as const;

/** SQL for the prices and the volume of packed rows: each one division of whole numbers, as they were packed. */
export const UNPACKED_COLUMNS = {
  open: '(close + body) / price_scale AS open',
  high: '(close + CASE WHEN body > 0 THEN body ELSE 0 END + upper) / price_scale AS high',
  low: '(close + CASE WHEN body < 0 THEN body ELSE 0 END - lower) / price_scale AS low',
  close: 'close / price_scale AS close',
  volume: 'volume / volume_scale AS volume',
} as const;

/** All of them as a SELECT list. */
export const UNPACKED = Object.values(UNPACKED_COLUMNS).join(', ');

/** The view over both tables. */
export const BAR_VIEW_STATEMENT = `CREATE VIEW bars AS
  SELECT series_id, timestamp, ${UNPACKED}, NULL::DOUBLE AS adj_close, NULL::DOUBLE AS dividend, NULL::DOUBLE AS split_ratio
  FROM packed_bars UNION ALL SELECT * FROM raw_bars`;

/** Appends bars, each to the table that brings it back bit for bit. */
export function insertBars(session: TableSession, seriesNumber: number, bars: StoredBars): void {
  const { packed, rest } = splitBars(bars);
  if (packed) {
    const stream = encodeStream(packedColumns(seriesNumber, packed));
    session.insert(stream, packed.timestamp.length, 'packed_bars');
  }
  if (rest && rest.timestamp.length > 0) {
    session.insert(barStream(seriesNumber, rest), rest.timestamp.length, 'raw_bars');
  }
}

/** Deletes the bars that match a condition and returns their number. */
export function deleteBars(session: TableSession, condition: string): number {
  return BAR_TABLES.reduce((sum, table) => sum + session.run(`DELETE FROM ${table} WHERE ${condition}`), 0);
}

/** Number of bars that match a condition, which may name `rowid`. */
export function countBars(session: TableSession, condition: string): number {
  return BAR_TABLES.reduce((sum, table) => {
    const [count] = session.columns(`SELECT count(*)::DOUBLE FROM ${table} WHERE ${condition}`);
    return sum + (count?.[0] ?? 0);
  }, 0);
}
