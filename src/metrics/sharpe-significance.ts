import { defined } from './figure.ts';
import { deviationOf, meanOf, shapeOf } from './moments.ts';
import { normalCdf, normalQuantile } from './normal-distribution.ts';

/** A Sharpe ratio and what its sample is like. */
export interface SharpeSample {
  /** Per period, not annual. */
  readonly sharpe: number;
  /** Number of returns. */
  readonly periods: number;
  readonly skew: number;
  /** Raw: 3 for a normal distribution. */
  readonly kurtosis: number;
}

const EULER_MASCHERONI = 0.5772156649015329;

/**
 * Probability that the true Sharpe ratio exceeds `threshold` (per period):
 * PHI[(SR - threshold) sqrt(T - 1) / sqrt(1 - skew SR + (kurt - 1)/4 SR^2)]. Bailey and Lopez de Prado, The Sharpe Ratio Efficient Frontier (2012).
 */
export function probabilisticSharpe(sample: SharpeSample, threshold: number): number {
  const { sharpe, periods } = sample;
  return normalCdf(((sharpe - threshold) * Math.sqrt(periods - 1)) / Math.sqrt(spread(sample)));
}

/**
 * The Sharpe ratio (per period) to expect of the best of `trials` strategies without skill, their Sharpe ratios having the variance V:
 * sqrt(V) [(1 - g) PHI^-1(1 - 1/n) + g PHI^-1(1 - 1/(n e))], g = 0.5772156649. 0 for a single trial.
 */
export function expectedMaximumSharpe(variance: number, trials: number): number {
  if (trials <= 1) return 0;
  return (
    Math.sqrt(variance) *
    ((1 - EULER_MASCHERONI) * normalQuantile(1 - 1 / trials) +
      EULER_MASCHERONI * normalQuantile(1 - 1 / (trials * Math.E)))
  );
}

/** Deflated Sharpe ratio: {@link probabilisticSharpe} against {@link expectedMaximumSharpe}. Bailey and Lopez de Prado (2014). */
export function deflatedSharpe(sample: SharpeSample, variance: number, trials: number): number {
  return probabilisticSharpe(sample, expectedMaximumSharpe(variance, trials));
}

/** Returns needed until the probabilistic Sharpe ratio reaches `confidence`: 1 + (1 - skew SR + (kurt - 1)/4 SR^2) (z / (SR - threshold))^2; NaN if SR does not exceed the threshold. */
export function minimumTrackRecord(sample: SharpeSample, threshold: number, confidence = 0.95): number {
  if (!(sample.sharpe > threshold)) return Number.NaN;
  return 1 + spread(sample) * (normalQuantile(confidence) / (sample.sharpe - threshold)) ** 2;
}

function spread({ sharpe, skew, kurtosis }: SharpeSample): number {
  return 1 - skew * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe;
}

/** How sure the Sharpe ratio of a run is. Null where undefined. */
export interface SharpeSignificance {
  /** Mean / sample deviation of the returns less the risk-free rate, per period. */
  readonly sharpePerPeriod: number | null;
  readonly periods: number;
  readonly skew: number | null;
  /** Raw: 3 for a normal distribution. */
  readonly kurtosis: number | null;
  /** Probability that the true Sharpe ratio is above 0, 0..1. */
  readonly probabilisticSharpe: number | null;
  /** Periods until that probability is 95%. */
  readonly minimumTrackRecord: number | null;
}

/** Significance of the Sharpe ratio of `returns` (per period) above `riskFree` (per period). */
export function sharpeSignificance(returns: readonly number[], riskFree: number): SharpeSignificance {
  const { skew, kurtosis } = shapeOf(returns);
  const sharpe = (meanOf(returns) - riskFree) / deviationOf(returns);
  const sample = { sharpe, periods: returns.length, skew, kurtosis };
  return {
    sharpePerPeriod: defined(sharpe),
    periods: returns.length,
    skew: defined(skew),
    kurtosis: defined(kurtosis),
    probabilisticSharpe: defined(probabilisticSharpe(sample, 0)),
    minimumTrackRecord: defined(minimumTrackRecord(sample, 0)),
  };
}
