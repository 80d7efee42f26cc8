import { defined } from './figure.ts';
import { covarianceOf, deviationOf, meanOf } from './moments.ts';

/** A run against a market: the benchmark when it has one, else the traded asset. Ratios (0.1 = 10%), null where undefined. */
export interface MarketComparison {
  /** What the market is. */
  readonly market: 'benchmark' | 'asset';
  /** Return of the market over the same periods. */
  readonly marketReturn: number | null;
  /** Covariance / variance of the market, of simple period returns. */
  readonly beta: number | null;
  /** Jensen's alpha a year: A * (mean(r) - rf - beta * (mean(m) - rf)), rf per period. */
  readonly alpha: number | null;
  readonly correlation: number | null;
  /** Sample deviation of r - m, times sqrt(A). */
  readonly trackingError: number | null;
  /** mean(r - m) / deviation(r - m) * sqrt(A). */
  readonly informationRatio: number | null;
}

/** Compares period returns of a run with those of a market; lists of one length. `riskFree` is per period, `perYear` is A. */
export function compareWithMarket(
  market: MarketComparison['market'],
  returns: readonly number[],
  marketReturns: readonly number[],
  riskFree: number,
  perYear: number,
): MarketComparison {
  const covariance = covarianceOf(returns, marketReturns);
  const variance = covarianceOf(marketReturns, marketReturns);
  const beta = variance > 0 ? covariance / variance : Number.NaN;
  const active = returns.map((value, i) => value - marketReturns[i]!);
  const activeDeviation = deviationOf(active);
  const own = deviationOf(returns);
  const excess = meanOf(returns) - riskFree - beta * (meanOf(marketReturns) - riskFree);
  return {
    market,
    marketReturn: defined(marketReturns.reduce((wealth, value) => wealth * (1 + value), 1) - 1),
    beta: defined(beta),
    alpha: defined(perYear * excess),
    correlation: defined(covariance / (own * Math.sqrt(variance))),
    trackingError: defined(activeDeviation * Math.sqrt(perYear)),
    informationRatio: defined((meanOf(active) / activeDeviation) * Math.sqrt(perYear)),
  };
}
