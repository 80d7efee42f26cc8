import type { MarketComparison, SharpeSignificance, TradingActivity } from '../../worker/client/types.ts';
import { definer, inPercent, type StatisticGroup } from './statistic-definition.ts';

const PAPER = 'Bailey and López de Prado';
const OWN = 'Backtab';

const sure = definer<keyof SharpeSignificance>(
  PAPER,
  '',
  ({ performance }, key) => performance?.significance[key] ?? null,
);
const surely = definer<keyof SharpeSignificance>(PAPER, '', ({ performance }, key) =>
  inPercent(performance?.significance[key]),
);

type MarketKey = Exclude<keyof MarketComparison, 'market'>;
const against = definer<MarketKey>(
  OWN,
  'market-',
  ({ performance }, key) => performance?.market?.[key] ?? null,
);
const shareAgainst = definer<MarketKey>(OWN, 'market-', ({ performance }, key) =>
  inPercent(performance?.market?.[key]),
);

const active = definer<keyof TradingActivity>(
  OWN,
  '',
  ({ performance }, key) => performance?.activity[key] ?? null,
);

const M =
  'r = returns per period, m = those of the benchmark, or of the traded asset without one; A = periods a year.';
const TRADES = { behind: 'trades' } as const;

/** Figures that belong to no convention of a package: shown under each. */
export const COMMON_GROUPS: readonly StatisticGroup[] = [
  {
    title: 'Significance',
    statistics: [
      surely(
        'probabilisticSharpe',
        'PSR',
        'percent',
        'Probability that the true Sharpe ratio is above 0: Φ[SR √(n−1) / √(1 − skew·SR + (kurt−1)/4·SR²)], SR per period.',
      ),
      sure(
        'minimumTrackRecord',
        'Track record needed',
        'count',
        'Periods until the PSR is 95%: 1 + (1 − skew·SR + (kurt−1)/4·SR²)(1.645 / SR)².',
      ),
      sure(
        'periods',
        'Periods',
        'count',
        'Number of returns: days, or the bars’ own period when that is longer.',
      ),
      sure('sharpePerPeriod', 'Sharpe per period', 'share', 'mean(r − rf) / std₁(r), not annual.'),
      sure('skew', 'Skew', 'ratio', 'm₃ / m₂^1.5 of the returns per period.'),
      sure(
        'kurtosis',
        'Kurtosis, raw',
        'ratio',
        'm₄ / m₂² of the returns per period; 3 for a normal distribution.',
      ),
    ],
  },
  {
    title: 'Against the market',
    statistics: [
      shareAgainst('marketReturn', 'Market return', 'signed-percent', `∏(1 + m) − 1. ${M}`, {
        gainOrLoss: true,
      }),
      shareAgainst(
        'alpha',
        'Jensen’s alpha, annual',
        'signed-percent',
        `A · (mean(r) − rf − beta · (mean(m) − rf)). ${M}`,
      ),
      against('beta', 'Beta, simple returns', 'ratio', `Covariance of r and m / variance of m. ${M}`),
      against('correlation', 'Correlation', 'ratio', `Of r and m. ${M}`),
      against('informationRatio', 'Information ratio', 'ratio', `mean(r − m) / std₁(r − m) · √A. ${M}`),
      shareAgainst('trackingError', 'Tracking error', 'percent', `std₁(r − m) · √A. ${M}`),
    ],
  },
  {
    title: 'Activity and costs',
    statistics: [
      active(
        'turnoverPerYear',
        'Turnover a year',
        'ratio',
        'Traded notional / 2 / mean equity / years: how often the account was turned over.',
        TRADES,
      ),
      active(
        'tradedNotional',
        'Traded notional',
        'money',
        'Σ |size| · price over entries and exits.',
        TRADES,
      ),
      active(
        'costsOfGrossProfitPct',
        'Costs of gross profit',
        'percent',
        'Commissions / Σ of the winners’ results before costs.',
        TRADES,
      ),
      active('costsOfNotionalPct', 'Costs of notional', 'percent', 'Commissions / traded notional.', TRADES),
      active(
        'avgAdversePct',
        'Avg MAE',
        'signed-percent',
        'Mean of the worst sign · (price / entry − 1) while a closed trade was held.',
        TRADES,
      ),
      active(
        'avgFavourablePct',
        'Avg MFE',
        'signed-percent',
        'Mean of the best sign · (price / entry − 1) while a closed trade was held.',
        TRADES,
      ),
      active(
        'avgRMultiple',
        'Avg R',
        'ratio',
        'Mean profit of closed trades in units of |size| · |entry − stop-loss|; only those with a stop-loss.',
        TRADES,
      ),
    ],
  },
];
