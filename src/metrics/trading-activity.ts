import type { Trade } from '../core/trade.ts';
import type { DayColumns } from './day-columns.ts';
import { defined, percent } from './figure.ts';
import { meanOf } from './moments.ts';

const YEAR = 365.25 * 86_400_000;

/** How much was traded and what it cost. Null where undefined. */
export interface TradingActivity {
  /** Sum of |size| * price over entries and exits, in money. */
  readonly tradedNotional: number;
  /** Traded notional / 2 / mean equity at day ends / years: how often a year the account was turned over. */
  readonly turnoverPerYear: number | null;
  /** Commissions of closed and open trades, in money. */
  readonly costs: number;
  /** Costs / sum of the winners' results before costs. */
  readonly costsOfGrossProfitPct: number | null;
  /** Costs / traded notional. */
  readonly costsOfNotionalPct: number | null;
}

/** Activity of `trades` (open ones count their entry) on an account with the equity of `days` between `start` and `end` (epoch ms). */
export function tradingActivity(
  trades: readonly Trade[],
  days: DayColumns,
  start: number,
  end: number,
): TradingActivity {
  let tradedNotional = 0;
  let costs = 0;
  let grossProfit = 0;
  for (const { size, entryPrice, exitPrice, commission, pnl, open } of trades) {
    tradedNotional += Math.abs(size) * (open ? entryPrice : entryPrice + exitPrice);
    costs += commission;
    if (!open && pnl + commission > 0) grossProfit += pnl + commission;
  }
  const years = (end - start) / YEAR;
  return {
    tradedNotional,
    turnoverPerYear: defined(tradedNotional / 2 / meanOf(days.equity) / years),
    costs,
    costsOfGrossProfitPct: percent(costs / grossProfit),
    costsOfNotionalPct: percent(costs / tradedNotional),
  };
}
