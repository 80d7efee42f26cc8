import type { QuantstatsFigures } from '../../worker/client/types.ts';
import { definers, type StatisticGroup } from './statistic-definition.ts';

type Key = keyof QuantstatsFigures;

const { ratio, share } = definers<Key>(
  'quantstats',
  'quantstats-',
  ({ performance }, key) => performance?.quantstats[key] ?? null,
);

const SIGNED = { gainOrLoss: true } as const;
const RETURNS = { behind: 'returns' } as const;
const A = 'r = returns per day (week, month or year for bars that long), n of them; A = 252 (52, 12, 1).';

/** Figures by the formulas of quantstats. */
export const QUANTSTATS_GROUPS: readonly StatisticGroup[] = [
  {
    title: 'Return',
    statistics: [
      share('totalReturn', 'Return', 'signed-percent', `∏(1 + r) − 1. ${A}`, { ...SIGNED, ...RETURNS }),
      share('cagr', 'CAGR', 'signed-percent', `|∏(1 + r)|^(A / n) − 1. ${A}`, SIGNED),
      share(
        'expectedReturn',
        'Expected return',
        'signed-percent',
        `∏(1 + r)^(1 / n) − 1 per period. ${A}`,
        SIGNED,
      ),
      share('bestPeriod', 'Best period', 'signed-percent', `Highest r. ${A}`, SIGNED),
      share('worstPeriod', 'Worst period', 'signed-percent', `Lowest r. ${A}`, SIGNED),
      share('winRate', 'Periods won', 'percent', 'Share of r > 0 among r ≠ 0.'),
      ratio('payoff', 'Payoff', 'ratio', 'Mean of r > 0 / |mean of r < 0|.'),
    ],
  },
  {
    title: 'Risk',
    statistics: [
      ratio(
        'sharpe',
        'Sharpe',
        'ratio',
        `mean(r − rf) / std₁(r) · √A, rf = (1 + risk-free rate)^(1/A) − 1. ${A}`,
      ),
      ratio(
        'smartSharpe',
        'Smart Sharpe',
        'ratio',
        'Sharpe / √(1 + 2 Σₖ (n−k)/n · cᵏ), c = |first autocorrelation of r|.',
      ),
      ratio('sortino', 'Sortino', 'ratio', `mean(r − rf) / √(Σ min(r − rf, 0)² / n) · √A. ${A}`),
      ratio('calmar', 'Calmar', 'ratio', 'CAGR / |max drawdown|.'),
      share('volatility', 'Volatility, annual', 'percent', `std₁(r) · √A. ${A}`),
      share(
        'probabilisticSharpe',
        'Prob. Sharpe',
        'percent',
        'As the package computes it: mean(r) / std₁(r) against the annual risk-free rate, the excess kurtosis where the paper has the raw one.',
      ),
      share(
        'alpha',
        'Alpha',
        'signed-percent',
        `A · (mean(r) − beta · mean(m)), m = returns of the benchmark, or of the asset. ${A}`,
      ),
      ratio('beta', 'Beta', 'ratio', 'Covariance of r and m / variance of m.'),
    ],
  },
  {
    title: 'Drawdown and tails',
    statistics: [
      share(
        'maxDrawdown',
        'Max drawdown',
        'signed-percent',
        'Deepest index / peak so far − 1, at the ends of periods.',
        {
          ...SIGNED,
          behind: 'drawdowns',
        },
      ),
      ratio('ulcerIndex', 'Ulcer index', 'share', '√(Σ drawdown² / (n − 1)).'),
      ratio('recoveryFactor', 'Recovery factor', 'ratio', '|Σ r| / |max drawdown|.'),
      share(
        'valueAtRisk',
        'VaR 95%',
        'signed-percent',
        '5% quantile of a normal distribution with mean(r) and std₁(r), per period.',
        SIGNED,
      ),
      share(
        'conditionalValueAtRisk',
        'CVaR 95%',
        'signed-percent',
        'Mean of the r below the VaR, or the VaR when none is.',
        SIGNED,
      ),
      ratio(
        'tailRatio',
        'Tail ratio',
        'ratio',
        '|95% quantile of r / 5% quantile of r|, linear interpolation.',
      ),
      ratio('skew', 'Skew', 'ratio', 'Bias-corrected skewness G1 of r.'),
      ratio(
        'kurtosis',
        'Kurtosis',
        'ratio',
        'Bias-corrected excess kurtosis G2 of r; 0 for a normal distribution.',
      ),
    ],
  },
  {
    title: 'Gain and loss per period',
    statistics: [
      ratio('omega', 'Omega', 'ratio', 'Σ r over r > 0 / |Σ r over r < 0|.'),
      ratio(
        'profitFactor',
        'Profit factor',
        'ratio',
        'Σ r over r ≥ 0 / |Σ r over r < 0|, of periods and not of trades.',
      ),
      ratio('gainToPain', 'Gain to pain', 'ratio', 'Σ r / |Σ r over r < 0|.'),
      ratio('commonSense', 'Common sense', 'ratio', 'Profit factor · tail ratio.'),
      share('kelly', 'Kelly', 'percent', 'W − (1 − W) / payoff; W = periods won.'),
    ],
  },
];

/** The figures of the strip. */
export const QUANTSTATS_STRIP: readonly string[] = [
  'quantstats-totalReturn',
  'equityFinal',
  'quantstats-cagr',
  'quantstats-sharpe',
  'quantstats-sortino',
  'quantstats-maxDrawdown',
  'trades',
  'winRatePct',
  'quantstats-profitFactor',
  'timeInMarketPct',
];
