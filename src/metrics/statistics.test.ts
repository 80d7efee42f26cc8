import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Trade } from '../core/trade.ts';
import { tradeColumns } from '../core/trade-columns.ts';
import { computeStatistics, summarizeEquity } from './compute-statistics.ts';
import { logRatio } from './log-ratio.ts';
import { MarketModel } from './market-model.ts';
import { periodNumber } from './sampling-period.ts';
import { barsInTrades, tradeRows } from './trade-summary.ts';

const DAY = 86_400_000;
const MONDAY = Date.UTC(2020, 0, 6);
const days = (...offsets: number[]) => Float64Array.from(offsets, (offset) => MONDAY + offset * DAY);
const weekdays = days(0, 1, 2, 3, 4, 7, 8, 9, 10, 11);

function trade(entryBar: number, exitBar: number | null, pnl = 0, returnRatio = 0): Trade {
  return {
    series: 0,
    size: 1,
    entryBar,
    exitBar,
    entryTime: MONDAY + entryBar * DAY,
    exitTime: exitBar === null ? null : MONDAY + exitBar * DAY,
    entryPrice: 100,
    exitPrice: 100 + pnl,
    commission: 0,
    pnl,
    returnRatio,
    barsHeld: (exitBar ?? entryBar) - entryBar,
    mae: null,
    mfe: null,
    r: null,
    entryOrder: 0,
    exitOrder: exitBar === null ? null : 1,
    open: exitBar === null,
    entryReason: '',
    exitReason: '',
  };
}

function statisticsOf(equity: number[], trades: readonly Trade[] = [], timestamp = weekdays) {
  const column = Float64Array.from(equity);
  return computeStatistics({
    timestamp: timestamp.subarray(0, equity.length),
    equity: column,
    trades: tradeColumns(trades),
    beta: null,
    riskFreeRate: 0,
  });
}

describe('statistics', () => {
  it('that are undefined without trades and variance are null, never 0 or infinite', () => {
    expect(statisticsOf([100, 100, 100])).toMatchObject({
      returnPct: 0,
      volatilityAnnPct: 0,
      sharpeRatio: null,
      sortinoRatio: null,
      calmarRatio: null,
      alphaPct: null,
      buyHoldReturnPct: null,
      maxDrawdownPct: 0,
      avgDrawdownPct: null,
      maxDrawdownDuration: null,
      trades: 0,
      winRatePct: null,
      bestTradePct: null,
      profitFactor: null,
      sqn: null,
      kellyCriterion: null,
    });
  });

  it('of a single bar have neither a period nor a volatility', () => {
    expect(statisticsOf([100])).toMatchObject({
      duration: 0,
      cagrPct: null,
      returnAnnPct: null,
      volatilityAnnPct: null,
    });
  });

  it('of winners only have no profit factor and no Kelly criterion', () => {
    const wins = [trade(0, 1, 5, 0.05), trade(2, 3, 10, 0.1)];
    expect(statisticsOf([100, 105, 110, 115], wins)).toMatchObject({
      trades: 2,
      winRatePct: 100,
      bestTradePct: 10,
      worstTradePct: 5,
      profitFactor: null,
      kellyCriterion: null,
    });
  });

  it('average a trade geometrically', () => {
    const { avgTradePct, expectancyPct } = statisticsOf(
      [100, 150, 75, 75],
      [trade(0, 1, 50, 0.5), trade(1, 2, -75, -0.5)],
    );
    expect(avgTradePct).toBeCloseTo(100 * (Math.sqrt(0.75) - 1), 12);
    expect(expectancyPct).toBe(0);
  });

  it('of a ruin: the geometric mean and the ratios on it are 0, the CAGR is -100%', () => {
    expect(statisticsOf([100, 60, 0, 0])).toMatchObject({
      returnAnnPct: 0,
      cagrPct: -100,
      sharpeRatio: 0,
      sortinoRatio: 0,
      calmarRatio: 0,
    });
  });

  it('round durations up to the unit of the median gap', () => {
    const hourly = Float64Array.from({ length: 5 }, (_, i) => MONDAY + i * 3_600_000);
    const trades = [0, 0, 0].map((_, i) => ({
      ...trade(0, 1),
      entryTime: MONDAY,
      exitTime: MONDAY + (i === 0 ? 2 : 1) * 3_600_000,
    }));
    expect(statisticsOf([1, 1, 1, 1, 1], trades, hourly).avgTradeDuration).toBe(2 * 3_600_000);
  });
});

describe('figures of backtesting.py at the edges', () => {
  it('a trade that trade on close ends in the bar before its entry has a negative duration', () => {
    const { maxTradeDuration, avgTradeDuration } = statisticsOf([100, 100, 90], [trade(2, 1, -10, -0.1)]);
    expect([maxTradeDuration, avgTradeDuration]).toEqual([-DAY, -DAY]);
  });

  it('the CAGR counts whole seconds: 21.75 s are 21, and less than one has none', () => {
    const cagr = (bars: number) => {
      const time = Float64Array.from({ length: bars }, (_, i) => MONDAY + i * 250);
      return statisticsOf([...Array(bars - 1).fill(100), 100.0001], [], time).cagrPct;
    };
    expect(cagr(88)).toBeCloseTo(100 * (1.000001 ** ((365.25 * 86_400) / 21) - 1), 6);
    expect(cagr(4)).toBeNull();
  });
});

describe('sampling period', () => {
  it.each<[string, number, Float64Array]>([
    ['weekdays', 252, weekdays],
    ['every day of the week', 365, days(...Array.from({ length: 21 }, (_, i) => i))],
    ['weeks', 52, days(0, 7, 14, 21, 28)],
    ['months of 31 days', 12, days(0, 31, 62, 93)],
    ['years', 1, days(0, 365, 730, 1_095)],
  ])('%s give %d a year', (_, perYear, timestamp) => {
    const flat = new Float64Array(timestamp.length).fill(1);
    expect(summarizeEquity(timestamp, flat).sampling.perYear).toBe(perYear);
  });

  it('a week ends on Sunday', () => {
    const periodOf = (time: number) => periodNumber('week', time);
    expect(periodOf(MONDAY + 6 * DAY)).toBe(periodOf(MONDAY));
    expect(periodOf(MONDAY + 7 * DAY)).toBe(periodOf(MONDAY) + 1);
    expect(periodOf(MONDAY - 1)).toBe(periodOf(MONDAY) - 1);
  });
});

describe('drawdowns', () => {
  it('are episodes from a peak to its recovery, or to the last bar', () => {
    const equity = Float64Array.of(100, 90, 80, 100, 110, 55, 66);
    const { drawdown: summary } = summarizeEquity(weekdays.subarray(0, 7), equity);
    expect(summary.deepest).toBe(0.5);
    expect(summary.averageDepth).toBeCloseTo((0.2 + 0.5) / 2, 12);
    expect(summary.longest).toBe(weekdays[6]! - weekdays[4]!);
    expect(summary.averageDuration).toBe((3 * DAY + 4 * DAY) / 2);
  });
});

describe('time in trades', () => {
  it('counts a bar once, entry and exit bar included, open trades to the last bar', () => {
    const trades = tradeColumns([trade(5, null), trade(0, 2), trade(1, 1), trade(2, 3)]);
    expect(
      barsInTrades(
        trades,
        tradeRows(trades, () => true),
        9,
      ),
    ).toBe(4 + 5);
    expect(
      barsInTrades(
        trades,
        tradeRows(trades, (row) => row === 1),
        9,
      ),
    ).toBe(3);
  });
});

describe('log ratio', () => {
  it('equals Math.log of the ratio', () => {
    const value = fc.double({ min: 1e-3, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(value, fc.double({ min: -0.1, max: 0.1, noNaN: true }), (previous, change) => {
        const next = previous * (1 + change);
        expect(logRatio(next, previous)).toBeCloseTo(Math.log(next / previous), 14);
      }),
    );
    expect(logRatio(0, 1)).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe('market model', () => {
  it('is covariance over variance of log returns, however the bars are cut', () => {
    const series = fc.array(fc.double({ min: 1, max: 1e3, noNaN: true }), { minLength: 4, maxLength: 40 });
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 7 }), (closes, cut) => {
        const close = Float64Array.from(closes);
        const equity = close.map((value, i) => value ** 0.5 * (1 + (i % 3) / 10));
        const model = new MarketModel();
        for (let i = 0; i < close.length; i += cut) {
          model.append(equity, i, close, i, Math.min(cut, close.length - i));
        }
        const own = [...equity].slice(1).map((value, i) => Math.log(value / equity[i]!));
        const market = [...close].slice(1).map((value, i) => Math.log(value / close[i]!));
        const mean = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
        const deviations = market.map((value) => value - mean(market));
        const variance = deviations.reduce((sum, value) => sum + value * value, 0);
        fc.pre(variance > 1e-6);
        const covariance = deviations.reduce((sum, value, i) => sum + value * (own[i]! - mean(own)), 0);
        expect(model.beta).toBeCloseTo(covariance / variance, 7);
      }),
    );
  });

  it('has no beta for a market that never moves, or after a ruin', () => {
    const flat = new MarketModel();
    flat.append(Float64Array.of(1, 2, 3), 0, Float64Array.of(5, 5, 5), 0, 3);
    expect(flat.beta).toBeNull();
    const ruined = new MarketModel();
    ruined.append(Float64Array.of(2, 1, 0, 0), 0, Float64Array.of(5, 6, 5, 6), 0, 4);
    expect(ruined.beta).toBeNull();
  });
});
