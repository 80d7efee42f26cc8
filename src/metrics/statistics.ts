/**
 * Statistics of a run in the backtesting.py convention. Percentages are in percent (12.5 = 12.5%), durations in milliseconds,
 * times in epoch ms UTC. `null` is undefined (no trades, zero variance): shown as "—".
 */
export interface Statistics {
  readonly start: number;
  readonly end: number;
  readonly duration: number;
  /** Share of bars inside CLOSED trades. */
  readonly exposureTimePct: number;
  /** Share of bars inside any trade, open ones included. */
  readonly timeInMarketPct: number;
  readonly equityFinal: number;
  readonly equityPeak: number;
  readonly commissions: number;
  readonly returnPct: number;
  readonly buyHoldReturnPct: number | null;
  readonly returnAnnPct: number | null;
  readonly volatilityAnnPct: number | null;
  readonly cagrPct: number | null;
  readonly sharpeRatio: number | null;
  readonly sortinoRatio: number | null;
  readonly calmarRatio: number | null;
  readonly alphaPct: number | null;
  readonly beta: number | null;
  readonly maxDrawdownPct: number | null;
  readonly avgDrawdownPct: number | null;
  readonly maxDrawdownDuration: number | null;
  readonly avgDrawdownDuration: number | null;
  /** Closed trades. */
  readonly trades: number;
  readonly winRatePct: number | null;
  readonly bestTradePct: number | null;
  readonly worstTradePct: number | null;
  readonly avgTradePct: number | null;
  readonly maxTradeDuration: number | null;
  readonly avgTradeDuration: number | null;
  readonly profitFactor: number | null;
  readonly expectancyPct: number | null;
  readonly sqn: number | null;
  readonly kellyCriterion: number | null;
}
