import { describe, expect, it } from 'vitest';
import { tradeColumns } from '../../core/trade-columns.ts';
import { computeStatistics, summarizeEquity } from '../../metrics/compute-statistics.ts';
import { performanceOf, samplesOf } from '../../metrics/performance.ts';
import { CONVENTIONS } from '../../worker/client/types.ts';
import { groupsIn, stripIn } from './statistic-definitions.ts';

const timestamp = Float64Array.from({ length: 40 }, (_, day) => day * 86_400_000);
const equity = timestamp.map((_, day) => 100 + day + 5 * Math.sin(day));
const trades = tradeColumns([]);
const figures = {
  statistics: computeStatistics({ timestamp, equity, trades, riskFreeRate: 0 }),
  performance: performanceOf(
    samplesOf(summarizeEquity(timestamp, equity, undefined, { asset: equity })),
    trades,
    0,
  ),
};
const { performance } = figures;
const prefixed = (prefix: string, record: object) => Object.keys(record).map((key) => prefix + key);

describe('figures of a result', () => {
  it.each([
    ['backtesting.py', Object.keys(figures.statistics)],
    ['quantstats', prefixed('quantstats-', performance.quantstats)],
    ['lumibot', prefixed('lumibot-', performance.lumibot)],
  ] as const)('%s: every one is shown', (convention, keys) => {
    const shown = groupsIn(convention).flatMap(({ statistics }) => statistics.map(({ key }) => key));
    expect(shown).toEqual(expect.arrayContaining([...keys]));
  });

  it.each(CONVENTIONS)('%s: each is there once, with a formula and whose it is', (convention) => {
    const shown = groupsIn(convention).flatMap(({ statistics }) => statistics);
    expect(new Set(shown.map(({ key }) => key)).size).toBe(shown.length);
    for (const { formula, convention: whose, label } of shown) {
      expect(formula.length, label).toBeGreaterThan(3);
      expect(whose, label).not.toBe('');
    }
  });

  it.each(CONVENTIONS)('%s: significance, market and activity stand beside them', (convention) => {
    const shown = groupsIn(convention).flatMap(({ statistics }) => statistics.map(({ key }) => key));
    const { market: _, ...market } = performance.market!;
    const { costs: __, ...activity } = performance.activity;
    expect(shown).toEqual(
      expect.arrayContaining([
        ...Object.keys(performance.significance),
        ...prefixed('market-', market),
        ...Object.keys(activity),
      ]),
    );
  });

  it('the strip names a Sharpe ratio of the convention chosen', () => {
    const sharpes = CONVENTIONS.map((convention) => {
      const found = stripIn(convention).find(({ label }) => label === 'Sharpe');
      return [found?.convention, found?.value(figures)];
    });
    expect(sharpes).toEqual([
      ['backtesting.py', figures.statistics.sharpeRatio],
      ['quantstats', performance.quantstats.sharpe],
      ['Lumibot', performance.lumibot.sharpe],
    ]);
  });
});
