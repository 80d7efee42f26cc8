import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { summarizeEquity } from '../../src/metrics/compute-statistics.ts';
import { lumibotFigures } from '../../src/metrics/lumibot.ts';
import { compareWithMarket } from '../../src/metrics/market-comparison.ts';
import { type PeriodSample, samplePeriods } from '../../src/metrics/period-sample.ts';
import { quantstatsFigures } from '../../src/metrics/quantstats.ts';
import { sharpeSignificance } from '../../src/metrics/sharpe-significance.ts';
import { readBars } from './bars.ts';
import { readGolden, runGolden } from './golden-run.ts';

const reference = process.env.BACKTAB_REFERENCE_DATA ?? join(import.meta.dirname, '../../../shared');
const absent = !existsSync(join(reference, 'golden'));

function expectFigures(actual: object, expected: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(expected)) {
    const given = (actual as Record<string, number | null>)[name] ?? Number.NaN;
    expect(Math.abs(given - value), `${name}: ${given} instead of ${value}`).toBeLessThanOrEqual(1e-9);
  }
}

function sampleOf(timestamp: Float64Array, equity: Float64Array, asset: Float64Array): PeriodSample {
  const { days, sampling } = summarizeEquity(timestamp, equity, undefined, { asset });
  return samplePeriods(days, sampling);
}

describe.skipIf(absent)('GOOG, SMA 10/30 long and short, finalized: one curve in three conventions', () => {
  const run = async () => {
    const golden = readGolden(join(reference, 'golden/sma-10-20-short-finalize-GOOG-c0.json'));
    const strategy = { name: 'SmaCross', params: { n1: 10, n2: 30, short: 1 } };
    const bars = readBars(join(reference, 'data/GOOG.csv'));
    const { equity, statistics } = await runGolden({ ...golden, strategy }, bars);
    return { statistics, sample: sampleOf(equity.timestamp, equity.equity, bars.close) };
  };

  it('three Sharpe ratios', async () => {
    const { statistics, sample } = await run();
    expect(statistics.sharpeRatio).toBeCloseTo(0.5806232244, 9);
    expect(quantstatsFigures(sample, 0).sharpe).toBeCloseTo(0.7983515642, 9);
    expect(lumibotFigures(sample, 0).sharpe).toBeCloseTo(0.7180347287, 9);
  });

  it('quantstats: every published figure', async () => {
    const { sample } = await run();
    expectFigures(quantstatsFigures(sample, 0), {
      cagr: 0.2119109925,
      volatility: 0.2948920854,
      sharpe: 0.7983515642,
      sortino: 1.2057881056,
      calmar: 0.441664092,
      omega: 1.1604163731,
      profitFactor: 1.1604163731,
      valueAtRisk: -0.0296213135,
      conditionalValueAtRisk: -0.0436073399,
      ulcerIndex: 0.1935370825,
      kelly: 0.0728806887,
      beta: 0.0461065236,
      alpha: 0.2214437536,
    });
    expect(quantstatsFigures(sample, 0.02).sharpe).toBeCloseTo(0.7311968105, 9);
  });

  it('Lumibot: every published figure', async () => {
    const { sample } = await run();
    expectFigures(lumibotFigures(sample, 0), {
      cagr: 0.2116024571,
      volatility: 0.2946966889,
      sharpe: 0.7180347287,
      romad: 0.4410210436,
    });
  });
});

describe.skipIf(absent)('quantstats on the closes of GOOG', () => {
  const PUBLISHED = {
    sharpe: 'sharpe',
    sortino: 'sortino',
    cagr: 'cagr',
    max_drawdown: 'maxDrawdown',
    calmar: 'calmar',
    volatility: 'volatility',
    var95: 'valueAtRisk',
    cvar95: 'conditionalValueAtRisk',
    ulcer_index: 'ulcerIndex',
    skew: 'skew',
    kurtosis: 'kurtosis',
    omega: 'omega',
    win_rate: 'winRate',
    profit_factor: 'profitFactor',
    payoff_ratio: 'payoff',
    gain_to_pain: 'gainToPain',
    tail_ratio: 'tailRatio',
    kelly: 'kelly',
    recovery_factor: 'recoveryFactor',
    smart_sharpe: 'smartSharpe',
    prob_sharpe: 'probabilisticSharpe',
    expected_return: 'expectedReturn',
    common_sense: 'commonSense',
  } as const;

  it('every figure of the package but the serenity index', () => {
    const { close, timestamp } = readBars(join(reference, 'data/GOOG.csv'));
    const file = JSON.parse(readFileSync(join(reference, 'golden/metrics-GOOG.json'), 'utf8'));
    const metrics: Readonly<Record<string, { readonly value: number }>> = file.quantstats.metrics;
    const figures = quantstatsFigures(sampleOf(timestamp, close, close), 0);
    const names = Object.keys(metrics).filter((name) => name !== 'serenity');
    expect(names.toSorted()).toEqual(Object.keys(PUBLISHED).toSorted());
    const expected = Object.entries(PUBLISHED).map(([name, own]) => [own, metrics[name]!.value]);
    expectFigures(figures, Object.fromEntries(expected));
  });

  it('the five deepest drawdowns of PerformanceAnalytics', () => {
    const { close, timestamp } = readBars(join(reference, 'data/GOOG.csv'));
    const file = JSON.parse(readFileSync(join(reference, 'golden/metrics-GOOG.json'), 'utf8'));
    const { episodes } = summarizeEquity(timestamp, close);
    const day = (time: number | null) => new Date(time ?? Number.NaN).toISOString().slice(0, 10);
    const top = file.PerformanceAnalytics.topDrawdowns as readonly {
      depth: number;
      trough: string;
      to: string;
      length: number;
    }[];
    top.forEach((expected, i) => {
      const { depth, trough, recovery, bars } = episodes[i]!;
      expect(-depth).toBeCloseTo(expected.depth, 12);
      expect([day(trough), day(recovery), bars]).toEqual([expected.trough, expected.to, expected.length]);
    });
  });
});

/** Figures calculated from the same equity by a separate script in Python (fsum, NormalDist, no package of metrics). */
describe('S&P 500 from 2000 to 2020, SMA 10/20 long and short: figures of an independent calculation', () => {
  const run = async () => {
    const bars = readBars(new URL('../../node_modules/vega-datasets/data/sp500-2000.csv', import.meta.url));
    const golden = readGolden(new URL('./sp500/sma-10-20-short-SP500-c0.json', import.meta.url));
    const { equity, statistics } = await runGolden(golden, bars);
    return { statistics, sample: sampleOf(equity.timestamp, equity.equity, bars.close) };
  };

  it('quantstats', async () => {
    const { sample } = await run();
    expectFigures(quantstatsFigures(sample, 0), {
      totalReturn: -0.502103694028,
      cagr: -0.0338449532513,
      volatility: 0.181748463342,
      sharpe: -0.0987571700759,
      sortino: -0.140817031467,
      calmar: -0.0489218732215,
      omega: 0.981685937697,
      gainToPain: -0.0183140623026,
      payoff: 0.960619715858,
      winRate: 0.505422993492,
      kelly: -0.00942903207282,
      tailRatio: 0.958174790121,
      valueAtRisk: -0.0189032819218,
      conditionalValueAtRisk: -0.0280808456232,
      maxDrawdown: -0.691816380335,
      ulcerIndex: 0.420269516707,
      recoveryFactor: 0.525482997316,
      beta: -0.255717210331,
      alpha: -0.00428617148594,
      expectedReturn: -0.000136621435364,
    });
  });

  it('Lumibot', async () => {
    const { sample } = await run();
    expectFigures(lumibotFigures(sample, 0), {
      totalReturn: -0.502103694028,
      cagr: -0.0337900113292,
      volatility: 0.181598316639,
      sharpe: -0.18607006912,
      maxDrawdown: -0.691816380335,
      romad: -0.0488424563074,
    });
  });

  it('against buy and hold of the asset', async () => {
    const { sample } = await run();
    expectFigures(compareWithMarket('asset', sample.returns, sample.market!, 0, 252), {
      marketReturn: 0.975344014159,
      beta: -0.255717210331,
      alpha: -0.00428617148594,
      trackingError: 0.304688825428,
      informationRatio: -0.234266114686,
      correlation: -0.279869279457,
    });
  });

  it('probabilistic Sharpe ratio; without a Sharpe ratio above 0 there is no track record to wait for', async () => {
    const { sample } = await run();
    const significance = sharpeSignificance(sample.returns, 0);
    expectFigures(significance, {
      sharpePerPeriod: -0.006221116957271939,
      skew: 0.3544251905966439,
      kurtosis: 10.08503521690882,
      probabilisticSharpe: 0.32855792451161037,
    });
    expect(significance.minimumTrackRecord).toBeNull();
  });

  it('the convention decides: three Sharpe ratios of one curve', async () => {
    const { sample, statistics } = await run();
    const sharpes = [
      statistics.sharpeRatio,
      quantstatsFigures(sample, 0).sharpe,
      lumibotFigures(sample, 0).sharpe,
    ];
    expect(sharpes.map((value) => value?.toFixed(4))).toEqual(['-0.1911', '-0.0988', '-0.1861']);
  });
});
