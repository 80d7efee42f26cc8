import type { Trade } from '../core/trade.ts';
import { type TradeSummary, TradeTotals } from './trade-totals.ts';

/** Summary of the closed ones among `trades`. */
export function summarizeTrades(trades: readonly Trade[]): TradeSummary {
  const totals = new TradeTotals();
  for (const { open, exitTime, entryTime, returnRatio, pnl, commission } of trades) {
    if (!open && exitTime !== null) totals.add(returnRatio, pnl, commission, exitTime - entryTime);
  }
  return totals.summary();
}

/** Number of bars inside at least one of the trades, entry and exit bar included; open trades reach to `lastBar`. */
export function barsInTrades(trades: readonly Trade[], lastBar: number): number {
  const sorted = trades.every((trade, i) => i === 0 || trades[i - 1]!.entryBar <= trade.entryBar);
  const byEntry = sorted ? trades : [...trades].sort((a, b) => a.entryBar - b.entryBar);
  let covered = 0;
  let next = 0;
  for (const trade of byEntry) {
    const from = Math.max(next, trade.entryBar);
    const to = trade.exitBar ?? lastBar;
    if (to < from) continue;
    covered += to - from + 1;
    next = to + 1;
  }
  return covered;
}
