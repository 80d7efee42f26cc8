import type { LumibotFigures } from '../../worker/client/types.ts';
import { definers, type StatisticGroup } from './statistic-definition.ts';

type Key = keyof LumibotFigures;

const { ratio, share } = definers<Key>(
  'Lumibot',
  'lumibot-',
  ({ performance }, key) => performance?.lumibot[key] ?? null,
);

const SIGNED = { gainOrLoss: true } as const;
const YEARS =
  'r = returns per day (week, month or year for bars that long), n of them; years = days / 365.25.';

/** Figures by the formulas of Lumibot. */
export const LUMIBOT_GROUPS: readonly StatisticGroup[] = [
  {
    title: 'Return and risk',
    statistics: [
      share('totalReturn', 'Return', 'signed-percent', `∏(1 + r) − 1. ${YEARS}`, {
        ...SIGNED,
        behind: 'returns',
      }),
      share('cagr', 'CAGR', 'signed-percent', `∏(1 + r)^(1 / years) − 1. ${YEARS}`, SIGNED),
      share('volatility', 'Volatility, annual', 'percent', `std₁(r) · √(n / years). ${YEARS}`),
      ratio('sharpe', 'Sharpe', 'ratio', '(CAGR − risk-free rate) / volatility.'),
      share(
        'maxDrawdown',
        'Max drawdown',
        'signed-percent',
        'Deepest index / peak so far − 1, at the ends of periods from the second on, as the package has it.',
        {
          ...SIGNED,
          behind: 'drawdowns',
        },
      ),
      ratio('romad', 'RoMaD', 'ratio', 'Return over maximum drawdown: CAGR / |max drawdown|.'),
    ],
  },
];

/** The figures of the strip. */
export const LUMIBOT_STRIP: readonly string[] = [
  'lumibot-totalReturn',
  'equityFinal',
  'lumibot-cagr',
  'lumibot-sharpe',
  'lumibot-romad',
  'lumibot-maxDrawdown',
  'trades',
  'winRatePct',
  'profitFactor',
  'timeInMarketPct',
];
