import { defined } from './figure.ts';
import { covarianceOf, deviationOf, meanOf, quantileOf, shapeOf } from './moments.ts';
import { normalCdf, normalQuantile } from './normal-distribution.ts';
import { deepestFall, fallsOf, type PeriodSample, pairedReturns } from './period-sample.ts';

/**
 * Figures by the formulas of the Python package quantstats. Ratios (0.1 = 10%), null where undefined. r = returns per day, n of them; A = 252 for
 * daily and intraday bars whatever the weekday (the package's default), 52 weekly, 12 monthly, 1 yearly; s = sample deviation.
 */
export interface QuantstatsFigures {
  /** prod(1 + r) - 1. */
  readonly totalReturn: number | null;
  /** |prod(1 + r)|^(A/n) - 1. */
  readonly cagr: number | null;
  /** s sqrt(A). */
  readonly volatility: number | null;
  /** mean(r - rf) / s sqrt(A), rf per period = (1 + rf)^(1/A) - 1. */
  readonly sharpe: number | null;
  /** Sharpe / sqrt(1 + 2 sum over k of (n-k)/n c^k), c = |first autocorrelation|. */
  readonly smartSharpe: number | null;
  /** mean(r - rf) / sqrt(sum(min(r - rf, 0)^2) / n) sqrt(A). */
  readonly sortino: number | null;
  /** cagr / max drawdown. */
  readonly calmar: number | null;
  /** Sum of gains / sum of losses; undefined for a single return. */
  readonly omega: number | null;
  /** Sum of gains / sum of losses. */
  readonly profitFactor: number | null;
  /** sum(r) / sum of losses. */
  readonly gainToPain: number | null;
  /** Mean gain / mean loss. */
  readonly payoff: number | null;
  /** Share of gains among returns other than 0. */
  readonly winRate: number | null;
  /** W - (1 - W) / payoff. */
  readonly kelly: number | null;
  /** |95% quantile / 5% quantile|. */
  readonly tailRatio: number | null;
  /** Profit factor * tail ratio. */
  readonly commonSense: number | null;
  /** 5% quantile of a normal distribution with the mean and deviation of r; undefined without variance. */
  readonly valueAtRisk: number | null;
  /** Mean of the returns below the value at risk, or that value when none is below it. */
  readonly conditionalValueAtRisk: number | null;
  /** <= 0, from the ends of periods. */
  readonly maxDrawdown: number | null;
  /** sqrt(sum of squared drawdowns / (n - 1)). */
  readonly ulcerIndex: number | null;
  /** |sum(r)| / max drawdown. */
  readonly recoveryFactor: number | null;
  /** Bias-corrected (G1). */
  readonly skew: number | null;
  /** Bias-corrected excess (G2): 0 for a normal distribution. */
  readonly kurtosis: number | null;
  /** prod(1 + r)^(1/n) - 1. */
  readonly expectedReturn: number | null;
  readonly bestPeriod: number | null;
  readonly worstPeriod: number | null;
  /** As the package computes it: the Sharpe ratio per period without a risk-free rate, less the annual one, and the excess kurtosis where the paper has the raw one. */
  readonly probabilisticSharpe: number | null;
  /** Covariance / variance of the market. */
  readonly beta: number | null;
  /** A * (mean(r) - beta * mean(m)). */
  readonly alpha: number | null;
}

/** {@link QuantstatsFigures} of `sample`; `riskFreeRate` is annual, 0.02 = 2%. */
export function quantstatsFigures(sample: PeriodSample, riskFreeRate: number): QuantstatsFigures {
  const { returns, index } = sample;
  const paired = pairedReturns(sample);
  const perYear = sample.unit === 'day' ? 252 : sample.perYear;
  const n = returns.length;
  const annual = Math.sqrt(perYear);
  const mean = meanOf(returns);
  const deviation = deviationOf(returns);
  const riskFree = (1 + riskFreeRate) ** (1 / perYear) - 1;
  const excess = returns.map((value) => value - riskFree);
  const growth = index[index.length - 1]! / index[0]!;
  const cagr = n > 0 ? Math.abs(growth) ** (perYear / n) - 1 : Number.NaN;
  const sharpe = ((mean - riskFree) / deviation) * annual;
  const fall = deepestFall(index);
  const gains = returns.filter((value) => value > 0);
  const losses = returns.filter((value) => value < 0);
  const won = sum(gains);
  const lost = -sum(losses);
  const payoff = meanOf(gains) / -meanOf(losses);
  const winRate = gains.length / (gains.length + losses.length);
  const sorted = returns.toSorted((a, b) => a - b);
  const tailRatio = Math.abs(quantileOf(sorted, 0.95) / quantileOf(sorted, 0.05));
  const valueAtRisk = deviation > 0 ? mean + normalQuantile(0.05) * deviation : Number.NaN;
  const tail = returns.filter((value) => value < valueAtRisk);
  const shape = correctedShape(returns);
  const beta = paired
    ? covarianceOf(paired.own, paired.market) / covarianceOf(paired.market, paired.market)
    : Number.NaN;
  return {
    totalReturn: defined(growth - 1),
    cagr: defined(cagr),
    volatility: defined(deviation * annual),
    sharpe: defined(sharpe),
    smartSharpe: defined(sharpe / autocorrelationPenalty(returns)),
    sortino: defined(
      (meanOf(excess) / Math.sqrt(sum(excess.map((value) => Math.min(value, 0) ** 2)) / n)) * annual,
    ),
    calmar: defined(cagr / fall),
    omega: n > 1 ? defined(won / lost) : null,
    profitFactor: defined(won / lost),
    gainToPain: defined(sum(returns) / lost),
    payoff: defined(payoff),
    winRate: defined(winRate),
    kelly: defined(winRate - (1 - winRate) / payoff),
    tailRatio: defined(tailRatio),
    commonSense: defined((won / lost) * tailRatio),
    valueAtRisk: defined(valueAtRisk),
    conditionalValueAtRisk: defined(tail.length > 0 ? meanOf(tail) : valueAtRisk),
    maxDrawdown: defined(-fall),
    ulcerIndex: defined(Math.sqrt(sum(fallsOf(index).map((value) => value * value)) / (n - 1))),
    recoveryFactor: defined(Math.abs(sum(returns)) / fall),
    skew: defined(shape.skew),
    kurtosis: defined(shape.kurtosis),
    expectedReturn: n > 0 ? defined(growth ** (1 / n) - 1) : null,
    bestPeriod: defined(sorted[n - 1] ?? Number.NaN),
    worstPeriod: defined(sorted[0] ?? Number.NaN),
    probabilisticSharpe: defined(publishedProbability(mean / deviation, riskFreeRate, n, shape)),
    beta: defined(beta),
    alpha: paired ? defined(perYear * (meanOf(paired.own) - beta * meanOf(paired.market))) : null,
  };
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function correctedShape(returns: readonly number[]): { skew: number; kurtosis: number } {
  const n = returns.length;
  const { skew, kurtosis } = shapeOf(returns);
  return {
    skew: n > 2 ? (skew * Math.sqrt(n * (n - 1))) / (n - 2) : Number.NaN,
    kurtosis: n > 3 ? ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * (kurtosis - 3) + 6) : Number.NaN,
  };
}

function autocorrelationPenalty(returns: readonly number[]): number {
  const n = returns.length;
  const now = returns.slice(1);
  const before = returns.slice(0, -1);
  const correlation = Math.abs(covarianceOf(now, before) / (deviationOf(now) * deviationOf(before)));
  let penalty = 1;
  let power = 1;
  for (let lag = 1; lag < n; lag++) {
    power *= correlation;
    penalty += (2 * (n - lag) * power) / n;
  }
  return Math.sqrt(penalty);
}

function publishedProbability(
  sharpe: number,
  benchmark: number,
  n: number,
  shape: { skew: number; kurtosis: number },
): number {
  const spread = 1 + 0.5 * sharpe ** 2 - shape.skew * sharpe + ((shape.kurtosis - 3) / 4) * sharpe ** 2;
  return normalCdf((sharpe - benchmark) / Math.sqrt(spread / (n - 1)));
}
