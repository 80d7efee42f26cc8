import type { Trade } from '../core/trade.ts';

/** Figures over closed trades; NaN where undefined. Returns are ratios (0.1 = 10%), durations in ms. */
export interface TradeSummary {
  readonly count: number;
  readonly commissions: number;
  readonly winRate: number;
  readonly best: number;
  readonly worst: number;
  readonly geometricMean: number;
  readonly mean: number;
  readonly longest: number;
  readonly averageDuration: number;
  readonly profitFactor: number;
  readonly sqn: number;
  readonly kelly: number;
}

/** Summary of the closed ones among `trades`; a win is a PnL above 0, the Kelly criterion is in money. */
export function summarizeTrades(trades: readonly Trade[]): TradeSummary {
  let count = 0;
  let commissions = 0;
  let returns = 0;
  let logs = 0;
  let ruined = false;
  let best = Number.NEGATIVE_INFINITY;
  let worst = Number.POSITIVE_INFINITY;
  let gains = 0;
  let losses = 0;
  let wins = 0;
  let won = 0;
  let defeats = 0;
  let lost = 0;
  let duration = 0;
  let longest = 0;
  let mean = 0;
  let squares = 0;
  for (const trade of trades) {
    if (trade.open || trade.exitTime === null) continue;
    const { returnRatio, pnl } = trade;
    count++;
    commissions += trade.commission;
    returns += returnRatio;
    if (returnRatio <= -1) ruined = true;
    else logs += Math.log1p(returnRatio);
    best = Math.max(best, returnRatio);
    worst = Math.min(worst, returnRatio);
    if (returnRatio > 0) gains += returnRatio;
    else losses -= returnRatio;
    if (pnl > 0) {
      wins++;
      won += pnl;
    } else if (pnl < 0) {
      defeats++;
      lost -= pnl;
    }
    const length = trade.exitTime - trade.entryTime;
    duration += length;
    longest = Math.max(longest, length);
    const deviation = pnl - mean;
    mean += deviation / count;
    squares += deviation * (pnl - mean);
  }
  const none = count === 0 ? Number.NaN : 0;
  const winRate = wins / count;
  return {
    count,
    commissions,
    winRate,
    best: best + none,
    worst: worst + none,
    geometricMean: ruined ? 0 : Math.expm1(logs / count),
    mean: returns / count,
    longest: longest + none,
    averageDuration: duration / count,
    profitFactor: gains / losses,
    sqn: (Math.sqrt(count) * mean) / Math.sqrt(squares / (count - 1)),
    kelly: winRate - (1 - winRate) / (won / wins / (lost / defeats)),
  };
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
