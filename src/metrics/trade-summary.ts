import type { TradeColumns } from '../core/trade-columns.ts';
import { type TradeSummary, TradeTotals } from './trade-totals.ts';

/** Summary of the closed ones among `trades`. */
export function summarizeTrades(trades: TradeColumns): TradeSummary {
  const totals = new TradeTotals();
  for (let row = 0; row < trades.length; row++) if (trades.open[row] !== 1) addTrade(totals, trades, row);
  return totals.summary();
}

/** Adds the closed trade of `row` to `totals`. */
export function addTrade(totals: TradeTotals, trades: TradeColumns, row: number): void {
  const duration = trades.exitTime[row]! - trades.entryTime[row]!;
  totals.add(trades.returnRatio[row]!, trades.pnl[row]!, trades.commission[row]!, duration);
}

/** Rows of the trades that `chosen` says. */
export function tradeRows(trades: TradeColumns, chosen: (row: number) => boolean): Uint32Array {
  const rows = new Uint32Array(trades.length);
  let count = 0;
  for (let row = 0; row < trades.length; row++) if (chosen(row)) rows[count++] = row;
  return rows.subarray(0, count);
}

/** Number of bars inside at least one of the trades at `rows`, entry and exit bar included; open trades reach to `lastBar`. */
export function barsInTrades(trades: TradeColumns, rows: Uint32Array, lastBar: number): number {
  const { entryBar, exitBar, open } = trades;
  const sorted = rows.every((row, i) => i === 0 || entryBar[rows[i - 1]!]! <= entryBar[row]!);
  const byEntry = sorted ? rows : rows.toSorted((a, b) => entryBar[a]! - entryBar[b]!);
  let covered = 0;
  let next = 0;
  for (const row of byEntry) {
    const from = Math.max(next, entryBar[row]!);
    const to = open[row] === 1 ? lastBar : exitBar[row]!;
    if (to < from) continue;
    covered += to - from + 1;
    next = to + 1;
  }
  return covered;
}
