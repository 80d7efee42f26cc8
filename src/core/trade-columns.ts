import { allocateColumns, type ColumnSet, columnSet, orNull } from './column-set.ts';
import { StringTable } from './string-table.ts';
import type { Trade } from './trade.ts';

/** Fields of a trade, as in {@link Trade}: `open` is 1 or 0, the reasons are indices of `texts`, null is NaN. */
export const TRADE_FIELDS = [
  'series',
  'size',
  'entryBar',
  'exitBar',
  'entryTime',
  'exitTime',
  'entryPrice',
  'exitPrice',
  'commission',
  'pnl',
  'returnRatio',
  'barsHeld',
  'mae',
  'mfe',
  'r',
  'entryOrder',
  'exitOrder',
  'open',
  'entryReason',
  'exitReason',
] as const;

/** Name of a column of trades. */
export type TradeField = (typeof TRADE_FIELDS)[number];

/** Trades of a run as columns: closed ones in the order of their exits, then open ones. */
export type TradeColumns = ColumnSet<TradeField>;

/** One trade. */
export function tradeRecord(columns: TradeColumns, row: number): Trade {
  return {
    series: columns.series[row]!,
    size: columns.size[row]!,
    entryBar: columns.entryBar[row]!,
    exitBar: orNull(columns.exitBar[row]!),
    entryTime: columns.entryTime[row]!,
    exitTime: orNull(columns.exitTime[row]!),
    entryPrice: columns.entryPrice[row]!,
    exitPrice: columns.exitPrice[row]!,
    commission: columns.commission[row]!,
    pnl: columns.pnl[row]!,
    returnRatio: columns.returnRatio[row]!,
    barsHeld: columns.barsHeld[row]!,
    mae: orNull(columns.mae[row]!),
    mfe: orNull(columns.mfe[row]!),
    r: orNull(columns.r[row]!),
    entryOrder: columns.entryOrder[row]!,
    exitOrder: orNull(columns.exitOrder[row]!),
    open: columns.open[row] === 1,
    entryReason: columns.texts[columns.entryReason[row]!] ?? '',
    exitReason: columns.texts[columns.exitReason[row]!] ?? '',
  };
}

/** All trades of a set as records. */
export function tradeRecords(columns: TradeColumns): Trade[] {
  return Array.from({ length: columns.length }, (_, row) => tradeRecord(columns, row));
}

/** Records as columns; the inverse of {@link tradeRecords}. */
export function tradeColumns(records: readonly Trade[]): TradeColumns {
  const texts = new StringTable();
  const columns = allocateColumns(TRADE_FIELDS, records.length);
  for (const [row, trade] of records.entries()) {
    for (const field of TRADE_FIELDS) {
      const value = trade[field];
      columns[field][row] = typeof value === 'string' ? texts.intern(value) : Number(value ?? Number.NaN);
    }
  }
  return columnSet(columns, TRADE_FIELDS, records.length, texts.texts);
}
