import type { TradeColumns } from '../core/trade-columns.ts';
import { defined, percent } from './figure.ts';
import { addTrade, barsInTrades, tradeRows } from './trade-summary.ts';
import { type TradeSummary, TradeTotals } from './trade-totals.ts';

/** What the trades of a group have in common. */
export type TradeGroupKind = 'all' | 'long' | 'short' | 'series' | 'year' | 'month';

/** Figures of some closed trades. Money in account currency, percentages in percent, durations in ms; null where undefined. */
export interface TradeGroup {
  readonly kind: TradeGroupKind;
  /** `all`, `long`, `short`; the number of the series (`0`); year or month of the EXIT in UTC (`2020`, `2020-03`). */
  readonly key: string;
  readonly trades: number;
  readonly winRatePct: number | null;
  /** Sum of the money results, after costs. */
  readonly profit: number;
  /** Mean money result. */
  readonly avgProfit: number | null;
  /** Sum of positive / |sum of negative| trade returns. */
  readonly profitFactor: number | null;
  /** Mean trade return. */
  readonly expectancyPct: number | null;
  readonly bestTradePct: number | null;
  readonly worstTradePct: number | null;
  readonly avgDuration: number | null;
  readonly commissions: number;
  /** Share of the bars of the run inside one of the trades, open ones included; null for years and months. */
  readonly timeInMarketPct: number | null;
}

/**
 * Figures of the closed trades: all, long, short, by series, by year and by month of the exit. Groups without a closed trade are left out, but
 * `all`, `long` and `short` are always there. `bars` is the number of bars of the run.
 */
export function groupTrades(trades: TradeColumns, bars: number): TradeGroup[] {
  const totals = new Map<string, TradeTotals>();
  const add = (group: string, row: number) => {
    const total = totals.get(group) ?? new TradeTotals();
    totals.set(group, total);
    addTrade(total, trades, row);
  };
  for (let row = 0; row < trades.length; row++) {
    if (trades.open[row] === 1) continue;
    const month = new Date(trades.exitTime[row]!).toISOString().slice(0, 7);
    add('all/all', row);
    add(trades.size[row]! > 0 ? 'long/long' : 'short/short', row);
    add(`series/${trades.series[row]}`, row);
    add(`year/${month.slice(0, 4)}`, row);
    add(`month/${month}`, row);
  }
  for (const group of ['all/all', 'long/long', 'short/short']) {
    if (!totals.has(group)) totals.set(group, new TradeTotals());
  }
  return [...totals]
    .map(([id, total]) => {
      const [kind, key] = id.split('/') as [TradeGroupKind, string];
      return groupOf(kind, key, total.summary(), timeInMarket(trades, kind, key, bars));
    })
    .sort(
      (a, b) =>
        ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || a.key.localeCompare(b.key, 'en', { numeric: true }),
    );
}

const ORDER: readonly TradeGroupKind[] = ['all', 'long', 'short', 'series', 'year', 'month'];

function groupOf(
  kind: TradeGroupKind,
  key: string,
  summary: TradeSummary,
  timeInMarketPct: number | null,
): TradeGroup {
  return {
    kind,
    key,
    trades: summary.count,
    winRatePct: percent(summary.winRate),
    profit: summary.profit,
    avgProfit: defined(summary.profit / summary.count),
    profitFactor: defined(summary.profitFactor),
    expectancyPct: percent(summary.mean),
    bestTradePct: percent(summary.best),
    worstTradePct: percent(summary.worst),
    avgDuration: defined(summary.averageDuration),
    commissions: summary.commissions,
    timeInMarketPct,
  };
}

function timeInMarket(trades: TradeColumns, kind: TradeGroupKind, key: string, bars: number): number | null {
  if (kind === 'year' || kind === 'month') return null;
  const rows = tradeRows(trades, (row) => {
    if (kind === 'series') return trades.series[row] === Number(key);
    return kind === 'all' || (kind === 'long') === trades.size[row]! > 0;
  });
  return percent(barsInTrades(trades, rows, bars - 1) / bars);
}
