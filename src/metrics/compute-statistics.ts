import type { Trade } from '../core/trade.ts';
import { summarizeDrawdowns } from './drawdown.ts';
import { periodReturns } from './period-returns.ts';
import { samplingPeriod } from './sampling-period.ts';
import type { Statistics } from './statistics.ts';
import { barsInTrades, summarizeTrades } from './trade-summary.ts';

/** What the statistics of a run are computed from. The columns have one value a bar, at least one bar. */
export interface StatisticsInput {
  /** Open times, epoch ms UTC, ascending. */
  readonly timestamp: Float64Array;
  readonly equity: Float64Array;
  /** 1 - equity / running peak. */
  readonly drawdown: Float64Array;
  /** Closed and open trades. */
  readonly trades: readonly Trade[];
  /** Closes of the first bar after indicator warm-up and of the last bar; absent when there is no such bar. */
  readonly buyHold?: { readonly first: number; readonly last: number };
  /** Beta of the equity's log returns per bar against the asset's, or null. */
  readonly beta: number | null;
  /** Annual, 0.02 = 2%. */
  readonly riskFreeRate: number;
}

const YEAR_SECONDS = 365.25 * 86_400;

/**
 * Statistics in the backtesting.py convention (Conventions, section 4): A periods a year, g = geometric mean of the period returns r,
 * Return(Ann.) = (1+g)^A - 1, Volatility(Ann.) = sqrt[(var(r) + (1+g)^2)^A - (1+g)^(2A)], Sharpe = (Return(Ann.) - rf) / Volatility,
 * Sortino = (Return(Ann.) - rf) / (sqrt(mean(min(r,0)^2)) sqrt(A)), Calmar = Return(Ann.) / max drawdown,
 * CAGR = (E_T/E_0)^(1/years) - 1, alpha = return - rf - beta (buy and hold - rf). Undefined figures are null.
 */
export function computeStatistics(input: StatisticsInput): Statistics {
  const { timestamp, equity, drawdown, trades, beta, riskFreeRate } = input;
  const bars = equity.length;
  const start = timestamp[0]!;
  const end = timestamp[bars - 1]!;
  const first = equity[0]!;
  const final = equity[bars - 1]!;
  const sampling = samplingPeriod(timestamp);
  const returns = periodReturns(timestamp, equity, sampling);
  const drawdowns = summarizeDrawdowns(timestamp, drawdown);
  const summary = summarizeTrades(trades);
  const closed = trades.filter((trade) => !trade.open);

  const growth = 1 + returns.geometricMean;
  const annual = growth ** sampling.perYear - 1;
  const volatility = Math.sqrt(
    (returns.variance + growth ** 2) ** sampling.perYear - growth ** (2 * sampling.perYear),
  );
  const downside = Math.sqrt(returns.downsideSquare) * Math.sqrt(sampling.perYear);
  const years = (end - start) / 1_000 / YEAR_SECONDS;
  const total = (final - first) / first;
  const hold = input.buyHold ? (input.buyHold.last - input.buyHold.first) / input.buyHold.first : Number.NaN;
  const roundedUp = (duration: number) => Math.ceil(duration / sampling.resolution) * sampling.resolution;

  return {
    start,
    end,
    duration: end - start,
    exposureTimePct: (100 * barsInTrades(closed, bars - 1)) / bars,
    timeInMarketPct: (100 * barsInTrades(trades, bars - 1)) / bars,
    equityFinal: final,
    equityPeak: peakOf(equity),
    commissions: summary.commissions,
    returnPct: 100 * total,
    buyHoldReturnPct: percent(hold),
    returnAnnPct: percent(annual),
    volatilityAnnPct: percent(volatility),
    cagrPct: years > 0 ? percent((final / first) ** (1 / years) - 1) : null,
    sharpeRatio: defined((annual - riskFreeRate) / volatility),
    sortinoRatio: defined((annual - riskFreeRate) / downside),
    calmarRatio: defined(annual / drawdowns.deepest),
    alphaPct: percent(total - riskFreeRate - (beta ?? Number.NaN) * (hold - riskFreeRate)),
    beta,
    maxDrawdownPct: percent(-drawdowns.deepest),
    avgDrawdownPct: percent(-drawdowns.averageDepth),
    maxDrawdownDuration: defined(roundedUp(drawdowns.longest)),
    avgDrawdownDuration: defined(roundedUp(drawdowns.averageDuration)),
    trades: summary.count,
    winRatePct: percent(summary.winRate),
    bestTradePct: percent(summary.best),
    worstTradePct: percent(summary.worst),
    avgTradePct: percent(summary.geometricMean),
    maxTradeDuration: defined(roundedUp(summary.longest)),
    avgTradeDuration: defined(roundedUp(summary.averageDuration)),
    profitFactor: defined(summary.profitFactor),
    expectancyPct: percent(summary.mean),
    sqn: defined(summary.sqn),
    kellyCriterion: defined(summary.kelly),
  };
}

function peakOf(equity: Float64Array): number {
  let peak = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < equity.length; i++) if (equity[i]! > peak) peak = equity[i]!;
  return peak;
}

/** Null for NaN and infinities; -0 becomes 0. */
function defined(value: number): number | null {
  return Number.isFinite(value) ? value + 0 : null;
}

function percent(ratio: number): number | null {
  return defined(100 * ratio);
}
