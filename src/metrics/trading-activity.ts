import type { TradeColumns } from '../core/trade-columns.ts';
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
  /** Mean maximum adverse (<= 0) and favourable excursion of closed trades. */
  readonly avgAdversePct: number | null;
  readonly avgFavourablePct: number | null;
  /** Mean result of closed trades that had a stop-loss, in units of what was at risk. */
  readonly avgRMultiple: number | null;
}

/** Activity of `trades` (open ones count their entry) on an account with the equity of `days` between `start` and `end` (epoch ms). */
export function tradingActivity(
  trades: TradeColumns,
  days: DayColumns,
  start: number,
  end: number,
): TradingActivity {
  let tradedNotional = 0;
  let costs = 0;
  let grossProfit = 0;
  const adverse = new Average();
  const favourable = new Average();
  const multiples = new Average();
  for (let row = 0; row < trades.length; row++) {
    const open = trades.open[row] === 1;
    const entryPrice = trades.entryPrice[row]!;
    const commission = trades.commission[row]!;
    const result = trades.pnl[row]! + commission;
    tradedNotional += Math.abs(trades.size[row]!) * (open ? entryPrice : entryPrice + trades.exitPrice[row]!);
    costs += commission;
    if (open) continue;
    if (result > 0) grossProfit += result;
    adverse.add(trades.mae[row]!);
    favourable.add(trades.mfe[row]!);
    multiples.add(trades.r[row]!);
  }
  const years = (end - start) / YEAR;
  return {
    tradedNotional,
    turnoverPerYear: defined(tradedNotional / 2 / meanOf(days.equity) / years),
    costs,
    costsOfGrossProfitPct: percent(costs / grossProfit),
    costsOfNotionalPct: percent(costs / tradedNotional),
    avgAdversePct: percent(adverse.mean),
    avgFavourablePct: percent(favourable.mean),
    avgRMultiple: defined(multiples.mean),
  };
}

class Average {
  #sum = 0;
  #count = 0;

  add(value: number): void {
    if (Number.isNaN(value)) return;
    this.#sum += value;
    this.#count++;
  }

  get mean(): number {
    return this.#sum / this.#count;
  }
}
