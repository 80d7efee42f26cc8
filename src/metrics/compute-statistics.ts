import type { TradeColumns } from '../core/trade-columns.ts';
import { changes, periodEnds } from './day-columns.ts';
import { type CompanionCloses, EquityAccumulator, type EquitySummary } from './equity-accumulator.ts';
import { defined, percent } from './figure.ts';
import type { FlowColumns } from './flow-netting.ts';
import { returnMoments } from './return-moments.ts';
import type { Statistics } from './statistics.ts';
import { barsInTrades, summarizeTrades, tradeRows } from './trade-summary.ts';

/** What the statistics of a run need beside its equity. */
export interface StatisticsTerms {
  /** Closed and open trades. */
  readonly trades: TradeColumns;
  /** Closes of the first bar after indicator warm-up and of the last bar; absent when there is no such bar. */
  readonly buyHold?: { readonly first: number; readonly last: number };
  /** Beta of the equity's log returns per bar against the asset's. Default: that of the summary. */
  readonly beta?: number | null;
  /** Annual, 0.02 = 2%. */
  readonly riskFreeRate: number;
}

/** What the statistics of a run are computed from when its equity is at hand. The columns have one value a bar, at least one bar. */
export interface StatisticsInput extends StatisticsTerms {
  /** Open times, epoch ms UTC, ascending. */
  readonly timestamp: Float64Array;
  readonly equity: Float64Array;
  /** Deposits and withdrawals: returns and drawdowns are net of them. Default none. */
  readonly flows?: FlowColumns;
}

const YEAR_SECONDS = 365.25 * 86_400;

/** Statistics of a run whose equity is at hand, see {@link statisticsOf}. */
export function computeStatistics(input: StatisticsInput): Statistics {
  return statisticsOf(summarizeEquity(input.timestamp, input.equity, input.flows), input);
}

/** Sums up a whole equity curve: one value a bar, at least one bar. */
export function summarizeEquity(
  timestamp: Float64Array,
  equity: Float64Array,
  flows: FlowColumns = { bar: [], amount: [] },
  closes: CompanionCloses = {},
): EquitySummary {
  const accumulator = new EquityAccumulator();
  for (let i = 0; i < flows.bar.length; i++) accumulator.flow(flows.bar[i]!, flows.amount[i]!);
  accumulator.append(timestamp, equity, 0, equity.length, closes);
  return accumulator.summarize();
}

/**
 * Statistics in the backtesting.py convention (Conventions, section 4): A periods a year, g = geometric mean of the period returns r,
 * Return(Ann.) = (1+g)^A - 1, Volatility(Ann.) = sqrt[(var(r) + (1+g)^2)^A - (1+g)^(2A)], Sharpe = (Return(Ann.) - rf) / Volatility,
 * Sortino = (Return(Ann.) - rf) / (sqrt(mean(min(r,0)^2)) sqrt(A)), Calmar = Return(Ann.) / max drawdown,
 * CAGR = (E_T/E_0)^(1/years) - 1 with years = whole seconds / (365.25 * 86,400), alpha = return - rf - beta (buy and hold - rf). E is net of deposits and withdrawals. Undefined figures
 * are null.
 */
export function statisticsOf(summary: EquitySummary, terms: StatisticsTerms): Statistics {
  const { bars, start, end, first, finalIndex, sampling, days, drawdown } = summary;
  const { trades, beta = summary.beta, riskFreeRate, buyHold } = terms;
  const returns = returnMoments(changes(days.index, periodEnds(days.time, sampling.unit)));
  const traded = summarizeTrades(trades);
  const all = tradeRows(trades, () => true);
  const closed = tradeRows(trades, (row) => trades.open[row] !== 1);

  const growth = 1 + returns.geometricMean;
  const annual = growth ** sampling.perYear - 1;
  const volatility = Math.sqrt(
    (returns.variance + growth ** 2) ** sampling.perYear - growth ** (2 * sampling.perYear),
  );
  const downside = Math.sqrt(returns.downsideSquare) * Math.sqrt(sampling.perYear);
  const years = Math.floor((end - start) / 1_000) / YEAR_SECONDS;
  const total = (finalIndex - first) / first;
  const hold = buyHold ? (buyHold.last - buyHold.first) / buyHold.first : Number.NaN;
  const roundedUp = (duration: number) => Math.ceil(duration / sampling.resolution) * sampling.resolution;

  return {
    start,
    end,
    duration: end - start,
    exposureTimePct: (100 * barsInTrades(trades, closed, bars - 1)) / bars,
    timeInMarketPct: (100 * barsInTrades(trades, all, bars - 1)) / bars,
    equityFinal: summary.final,
    equityPeak: summary.peak,
    commissions: traded.commissions,
    returnPct: 100 * total,
    buyHoldReturnPct: percent(hold),
    returnAnnPct: percent(annual),
    volatilityAnnPct: percent(volatility),
    cagrPct: years > 0 ? percent((finalIndex / first) ** (1 / years) - 1) : null,
    sharpeRatio: defined((annual - riskFreeRate) / volatility),
    sortinoRatio: defined((annual - riskFreeRate) / downside),
    calmarRatio: defined(annual / drawdown.deepest),
    alphaPct: percent(total - riskFreeRate - (beta ?? Number.NaN) * (hold - riskFreeRate)),
    beta,
    maxDrawdownPct: percent(-drawdown.deepest),
    avgDrawdownPct: percent(-drawdown.averageDepth),
    maxDrawdownDuration: defined(roundedUp(drawdown.longest)),
    avgDrawdownDuration: defined(roundedUp(drawdown.averageDuration)),
    trades: traded.count,
    winRatePct: percent(traded.winRate),
    bestTradePct: percent(traded.best),
    worstTradePct: percent(traded.worst),
    avgTradePct: percent(traded.geometricMean),
    maxTradeDuration: defined(roundedUp(traded.longest)),
    avgTradeDuration: defined(roundedUp(traded.averageDuration)),
    profitFactor: defined(traded.profitFactor),
    expectancyPct: percent(traded.mean),
    sqn: defined(traded.sqn),
    kellyCriterion: defined(traded.kelly),
  };
}
