import type { Convention, Statistics } from '../../worker/client/types.ts';
import { COMMON_GROUPS } from './common-definitions.ts';
import { LUMIBOT_GROUPS, LUMIBOT_STRIP } from './lumibot-definitions.ts';
import { QUANTSTATS_GROUPS, QUANTSTATS_STRIP } from './quantstats-definitions.ts';
import { definer, type StatisticDefinition, type StatisticGroup } from './statistic-definition.ts';

const define = definer<keyof Statistics>('backtesting.py', '', ({ statistics }, key) => statistics[key]);

const TRADES = { behind: 'trades' } as const;
const SIGNED = { gainOrLoss: true } as const;
const A = 'A = periods a year: 252, or 365 when the data trade on weekends, 52 weekly, 12 monthly.';

const OWN_GROUPS: readonly StatisticGroup[] = [
  {
    title: 'Return',
    statistics: [
      define(
        'returnPct',
        'Return',
        'signed-percent',
        'Last equity / first equity − 1, net of deposits and withdrawals.',
        SIGNED,
      ),
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
        { ...SIGNED, behind: 'drawdowns' },
      ),
      define('avgDrawdownPct', 'Avg drawdown', 'signed-percent', 'Mean depth of the drawdowns.', SIGNED),
      define('maxDrawdownDuration', 'Longest drawdown', 'span', 'Longest time from one peak to the next.', {
        behind: 'drawdowns',
      }),
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
];

const TRADE_GROUPS: readonly StatisticGroup[] = [
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
    ],
  },
];

const ACCOUNT: StatisticGroup = {
  title: 'Account',
  statistics: [
    define('equityFinal', 'Final equity', 'money', 'Cash + positions at the last close.'),
    define('equityPeak', 'Peak equity', 'money', 'Highest equity at any close.'),
    define('commissions', 'Commissions', 'money', 'Sum charged at entries and exits of closed trades.', {
      behind: 'orders',
    }),
    define('start', 'First bar', 'date', 'Open time of the first bar of the run, UTC.'),
    define('end', 'Last bar', 'date', 'Open time of the last bar of the run, UTC.'),
    define('duration', 'Duration', 'span', 'From the first to the last bar.'),
  ],
};

const OWN_STRIP: readonly string[] = [
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

const GROUPS: Readonly<Record<Convention, readonly StatisticGroup[]>> = {
  'backtesting.py': [...OWN_GROUPS, ...TRADE_GROUPS, ...COMMON_GROUPS, ACCOUNT],
  quantstats: [...QUANTSTATS_GROUPS, ...TRADE_GROUPS, ...COMMON_GROUPS, ACCOUNT],
  lumibot: [...LUMIBOT_GROUPS, ...TRADE_GROUPS, ...COMMON_GROUPS, ACCOUNT],
};

const STRIPS: Readonly<Record<Convention, readonly string[]>> = {
  'backtesting.py': OWN_STRIP,
  quantstats: QUANTSTATS_STRIP,
  lumibot: LUMIBOT_STRIP,
};

const ALL = new Map(
  [...Object.values(GROUPS).flat(), ...OWN_GROUPS]
    .flatMap((group) => group.statistics)
    .map((definition) => [definition.key, definition]),
);

/** All figures shown under a convention, by group. */
export function groupsIn(convention: Convention): readonly StatisticGroup[] {
  return GROUPS[convention];
}

/** The figures of the strip under a convention, left to right. */
export function stripIn(convention: Convention): readonly StatisticDefinition[] {
  return STRIPS[convention].map((key) => {
    const found = ALL.get(key);
    if (!found) throw new Error(`No definition of the statistic "${key}"`);
    return found;
  });
}
