import { describe, expect, it } from 'vitest';
import type { Trade } from '../core/trade.ts';
import { tradeColumns } from '../core/trade-columns.ts';
import { summarizeEquity } from './compute-statistics.ts';
import { performanceOf, periodSample, samplesOf } from './performance.ts';
import { rollingFigures } from './rolling-figures.ts';

const DAY = 86_400_000;
const DECEMBER = Date.UTC(2019, 11, 30);
const BARS = 70;

function trade(entryBar: number, exitBar: number | null, size: number, pnl: number, series = 0): Trade {
  return {
    series,
    size,
    entryBar,
    exitBar,
    entryTime: DECEMBER + entryBar * DAY,
    exitTime: exitBar === null ? null : DECEMBER + exitBar * DAY,
    entryPrice: 100,
    exitPrice: 110,
    commission: 2,
    pnl,
    returnRatio: pnl / 1_000,
    barsHeld: 1,
    mae: exitBar === null ? null : -0.01,
    mfe: 0.03,
    r: null,
    entryOrder: 0,
    exitOrder: null,
    open: exitBar === null,
    entryReason: '',
    exitReason: '',
  };
}

const timestamp = Float64Array.from({ length: BARS }, (_, bar) => DECEMBER + bar * DAY);
/** 1% up on even, 0.5% down on odd days. */
const equity = Float64Array.from({ length: BARS }, () => 0);
let money = 1_000;
for (let bar = 0; bar < BARS; bar++) {
  equity[bar] = money;
  money *= bar % 2 === 0 ? 1.01 : 0.995;
}
const asset = equity.map((value) => value ** 0.5);
const trades = tradeColumns([
  trade(0, 1, 10, 50),
  trade(2, 5, -10, -20),
  trade(3, 40, 5, 30, 1),
  trade(60, null, 5, 7),
]);

function performance(closes: { asset?: Float64Array; benchmark?: Float64Array } = { asset }) {
  return performanceOf(samplesOf(summarizeEquity(timestamp, equity, undefined, closes)), trades, 0);
}

describe('trades by group', () => {
  it('all, long and short, then by asset, year and month of the exit; open trades belong to none', () => {
    const { groups } = performance();
    expect(groups.map(({ kind, key, trades: count, profit }) => [kind, key, count, profit])).toEqual([
      ['all', 'all', 3, 60],
      ['long', 'long', 2, 80],
      ['short', 'short', 1, -20],
      ['series', '0', 2, 30],
      ['series', '1', 1, 30],
      ['year', '2019', 1, 50],
      ['year', '2020', 2, 10],
      ['month', '2019-12', 1, 50],
      ['month', '2020-01', 1, -20],
      ['month', '2020-02', 1, 30],
    ]);
  });

  it('time in market counts every bar once, open trades to the end', () => {
    const [all, long, short] = performance().groups;
    expect(all?.timeInMarketPct).toBeCloseTo((100 * (2 + 39 + 10)) / BARS, 12);
    expect(long?.timeInMarketPct).toBeCloseTo((100 * (2 + 38 + 10)) / BARS, 12);
    expect(short?.timeInMarketPct).toBeCloseTo((100 * 4) / BARS, 12);
  });

  it('a group without a closed trade has no rates: null, never 0 or infinite', () => {
    const samples = samplesOf(summarizeEquity(timestamp, equity));
    const { groups, activity } = performanceOf(samples, tradeColumns([]), 0);
    expect(groups).toHaveLength(3);
    expect(groups[0]).toMatchObject({ trades: 0, winRatePct: null, profitFactor: null, avgProfit: null });
    expect(activity).toMatchObject({
      costs: 0,
      costsOfGrossProfitPct: null,
      costsOfNotionalPct: null,
      avgAdversePct: null,
      avgRMultiple: null,
    });
  });
});

describe('activity', () => {
  it('traded notional has entries and exits, of an open trade the entry; costs are set against it and the gross profit', () => {
    const { activity } = performance();
    expect(activity.tradedNotional).toBe(2_100 + 2_100 + 1_050 + 500);
    expect(activity.costs).toBe(8);
    expect(activity.costsOfNotionalPct).toBeCloseTo(800 / 5_750, 12);
    expect(activity.costsOfGrossProfitPct).toBeCloseTo(800 / (52 + 32), 12);
    expect(activity.avgAdversePct).toBeCloseTo(-1, 12);
    expect(activity.avgFavourablePct).toBeCloseTo(3, 12);
  });
});

describe('monthly returns', () => {
  it('chain to the return of the year, and the years to that of the run', () => {
    const { years } = performance();
    expect(years.map(({ year }) => year)).toEqual([2019, 2020]);
    const chained = years.map(({ months }) =>
      months.reduce<number>((wealth, r) => wealth * (1 + (r ?? 0)), 1),
    );
    years.forEach(({ total }, i) => {
      expect(1 + total).toBeCloseTo(chained[i]!, 12);
    });
    const wealth = years.reduce((product, { total }) => product * (1 + total), 1);
    expect(wealth).toBeCloseTo(equity[BARS - 1]! / equity[0]!, 12);
  });

  it('a month without bars is null', () => {
    const [first] = performance().years;
    expect(first?.months.slice(0, 11)).toEqual(Array(11).fill(null));
    expect(first?.months[11]).toBeCloseTo(0.01, 12);
  });

  it('the market beside them is the benchmark when there is one', () => {
    const own = performance().years.at(-1)?.market;
    const against = performance({ asset, benchmark: equity });
    expect(against.years.at(-1)?.market).toBeCloseTo(against.years.at(-1)!.total, 12);
    expect(own).not.toBeCloseTo(against.years.at(-1)!.total, 3);
  });
});

describe('against a market', () => {
  it('of itself: beta and correlation 1, no alpha, no tracking error, hence no information ratio', () => {
    const { market, quantstats } = performance({ benchmark: equity });
    expect(market).toMatchObject({ market: 'benchmark', trackingError: 0, informationRatio: null });
    expect(market?.beta).toBeCloseTo(1, 12);
    expect(market?.correlation).toBeCloseTo(1, 12);
    expect(market?.alpha).toBeCloseTo(0, 12);
    expect(quantstats.beta).toBeCloseTo(1, 12);
  });

  it('a benchmark that begins later counts from its first close', () => {
    const late = equity.map((value, bar) => (bar < 30 ? Number.NaN : value));
    expect(performance({ benchmark: late }).market?.beta).toBeCloseTo(1, 12);
  });

  it('is null when no closes were recorded', () => {
    expect(performance({}).market).toBeNull();
  });
});

describe('rolling figures', () => {
  it('the last window has the figures of its returns', () => {
    const samples = samplesOf(summarizeEquity(timestamp, equity));
    const sample = periodSample(samples);
    const { at, sharpe, volatility } = rollingFigures(sample, 20, 0);
    expect(at[0]).toBe(19);
    expect(at.at(-1)).toBe(sample.returns.length - 1);
    const last = sample.returns.slice(-20);
    const mean = last.reduce((sum, r) => sum + r, 0) / 20;
    const deviation = Math.sqrt(last.reduce((sum, r) => sum + (r - mean) ** 2, 0) / 19);
    expect(volatility.at(-1)).toBeCloseTo(deviation * Math.sqrt(365), 12);
    expect(sharpe.at(-1)).toBeCloseTo((mean / deviation) * Math.sqrt(365), 10);
  });

  it('there are none in a run shorter than the window', () => {
    const sample = periodSample(samplesOf(summarizeEquity(timestamp, equity)));
    expect(rollingFigures(sample, 100, 0).at).toEqual([]);
  });
});

describe('ruin', () => {
  it('is a CAGR of -100% in every convention, and no figure is infinite', () => {
    const ruined = equity.map((value, bar) => (bar < 30 ? value : 0));
    const samples = samplesOf(summarizeEquity(timestamp, ruined));
    const { quantstats, lumibot, years } = performanceOf(samples, trades, 0);
    expect(quantstats.cagr).toBe(-1);
    expect(lumibot.cagr).toBe(-1);
    expect(quantstats.maxDrawdown).toBe(-1);
    expect(years[1]?.total).toBe(-1);
    expect(years[1]?.months[1]).toBe(0);
    const values = Object.values({ ...quantstats, ...lumibot });
    expect(values.every((value) => value === null || Number.isFinite(value))).toBe(true);
  });
});
