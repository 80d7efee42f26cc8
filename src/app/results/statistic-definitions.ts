import type { Statistics } from '../../worker/client/types.ts';

/** How a statistic is written. */
export type StatisticKind = 'percent' | 'signed-percent' | 'money' | 'ratio' | 'count' | 'span' | 'date';

/** One statistic: its name, unit, convention, and what stands behind it. */
export interface StatisticDefinition {
  readonly key: keyof Statistics;
  readonly label: string;
  readonly kind: StatisticKind;
  /** Formula or convention, shown on hover and focus. */
  readonly formula: string;
  /** Tab that holds the rows behind the figure. */
  readonly behind?: 'trades' | 'orders';
  /** True when its sign means gain or loss. */
  readonly gainOrLoss?: boolean;
}

/** Statistics that belong together. */
export interface StatisticGroup {
  readonly title: string;
  readonly statistics: readonly StatisticDefinition[];
}

const define = (
  key: keyof Statistics,
  label: string,
  kind: StatisticKind,
  formula: string,
  more: Partial<StatisticDefinition> = {},
): StatisticDefinition => ({ key, label, kind, formula, ...more });

const TRADES = { behind: 'trades' } as const;
const SIGNED = { gainOrLoss: true } as const;
const A = 'A = periods a year: 252, or 365 when the data trade on weekends, 52 weekly, 12 monthly.';

/** All statistics, backtesting.py convention, by group. */
export const STATISTIC_GROUPS: readonly StatisticGroup[] = [
  {
    title: 'Return',
    statistics: [
      define('returnPct', 'Return', 'signed-percent', 'Final equity / initial cash − 1.', SIGNED),
      define(
        'buyHoldReturnPct',
        'Buy and hold',
        'signed-percent',
        'Last close / close of the first bar after warm-up − 1.',
        SIGNED,
      ),
      define(
        'cagrPct',
        'CAGR',
        'signed-percent',
        '(E_T / E_0)^(1 / years) − 1, years = seconds / (365.25 · 86,400).',
        SIGNED,
      ),
      define(
        'returnAnnPct',
        'Return, annual',
        'signed-percent',
        `(1 + g)^A − 1, g = exp(mean ln(1 + r)) − 1 over daily returns r. ${A}`,
        SIGNED,
      ),
      define('equityFinal', 'Final equity', 'money', 'Cash + positions at the last close.'),
      define('equityPeak', 'Peak equity', 'money', 'Highest equity at any close.'),
      define('commissions', 'Commissions', 'money', 'Sum charged at entries and exits.', {
        behind: 'orders',
      }),
    ],
  },
  {
    title: 'Risk',
    statistics: [
      define('sharpeRatio', 'Sharpe', 'ratio', `(Annual return − risk-free rate) / annual volatility. ${A}`),
      define(
        'sortinoRatio',
        'Sortino',
        'ratio',
        `(Annual return − risk-free rate) / (√mean(min(r, 0)²) · √A). ${A}`,
      ),
      define('calmarRatio', 'Calmar', 'ratio', 'Annual return / |max drawdown|.'),
      define(
        'volatilityAnnPct',
        'Volatility, annual',
        'percent',
        `√[(var₁(r) + (1 + g)²)^A − (1 + g)^(2A)]. ${A}`,
      ),
      define(
        'alphaPct',
        'Alpha',
        'signed-percent',
        'Return − risk-free rate − beta · (buy and hold − risk-free rate).',
      ),
      define(
        'beta',
        'Beta',
        'ratio',
        'Covariance of log returns of equity and asset / variance of the asset.',
      ),
    ],
  },
  {
    title: 'Drawdown',
    statistics: [
      define(
        'maxDrawdownPct',
        'Max drawdown',
        'signed-percent',
        'Deepest 1 − equity / peak so far, per bar.',
        SIGNED,
      ),
      define('avgDrawdownPct', 'Avg drawdown', 'signed-percent', 'Mean depth of the drawdowns.', SIGNED),
      define('maxDrawdownDuration', 'Longest drawdown', 'span', 'Longest time from one peak to the next.'),
      define('avgDrawdownDuration', 'Avg drawdown time', 'span', 'Mean time from one peak to the next.'),
      define(
        'exposureTimePct',
        'Exposure',
        'percent',
        'Share of bars inside a CLOSED trade, entry and exit bar included.',
      ),
      define(
        'timeInMarketPct',
        'Time in market',
        'percent',
        'Share of bars inside any trade, open ones included.',
      ),
    ],
  },
  {
    title: 'Trades',
    statistics: [
      define('trades', 'Trades', 'count', 'Closed trades.', TRADES),
      define('winRatePct', 'Win rate', 'percent', 'Share of closed trades with a profit above zero.', TRADES),
      define(
        'profitFactor',
        'Profit factor',
        'ratio',
        'Sum of positive trade returns / |sum of negative trade returns|.',
        TRADES,
      ),
      define('expectancyPct', 'Expectancy', 'signed-percent', 'Mean trade return.', { ...TRADES, ...SIGNED }),
      define('avgTradePct', 'Avg trade', 'signed-percent', 'Geometric mean of trade returns.', {
        ...TRADES,
        ...SIGNED,
      }),
      define('bestTradePct', 'Best trade', 'signed-percent', 'Highest trade return.', {
        ...TRADES,
        ...SIGNED,
      }),
      define('worstTradePct', 'Worst trade', 'signed-percent', 'Lowest trade return.', {
        ...TRADES,
        ...SIGNED,
      }),
    ],
  },
  {
    title: 'Trade time and quality',
    statistics: [
      define('maxTradeDuration', 'Longest trade', 'span', 'Longest time from entry to exit.', TRADES),
      define('avgTradeDuration', 'Avg trade time', 'span', 'Mean time from entry to exit.', TRADES),
      define('sqn', 'SQN', 'ratio', '√n · mean(P&L) / std₁(P&L) over n closed trades.', TRADES),
      define(
        'kellyCriterion',
        'Kelly',
        'ratio',
        'W − (1 − W) / (average win / average loss), in money; W = win rate.',
        TRADES,
      ),
      define('start', 'First bar', 'date', 'Open time of the first bar of the run, UTC.'),
      define('end', 'Last bar', 'date', 'Open time of the last bar of the run, UTC.'),
      define('duration', 'Duration', 'span', 'From the first to the last bar.'),
    ],
  },
];

const STRIP: readonly (keyof Statistics)[] = [
  'returnPct',
  'equityFinal',
  'cagrPct',
  'sharpeRatio',
  'sortinoRatio',
  'maxDrawdownPct',
  'trades',
  'winRatePct',
  'profitFactor',
  'timeInMarketPct',
];

/** The statistics of the strip, left to right. */
export const STRIP_STATISTICS: readonly StatisticDefinition[] = STRIP.map((key) => {
  const found = STATISTIC_GROUPS.flatMap((group) => group.statistics).find((one) => one.key === key);
  if (!found) throw new Error(`No definition of the statistic "${key}"`);
  return found;
});
