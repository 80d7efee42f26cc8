import { describe, expect, it } from 'vitest';
import { summarizeEquity } from './compute-statistics.ts';
import { lumibotFigures } from './lumibot.ts';
import { samplePeriods } from './period-sample.ts';
import { quantstatsFigures } from './quantstats.ts';

const DAY = 86_400_000;
/** Monday. */
const FIRST = Date.UTC(2020, 0, 6);

function sampleOf(equity: readonly number[]) {
  const timestamp = Float64Array.from(equity, (_, i) => FIRST + (i + 2 * Math.floor(i / 5)) * DAY);
  const { days, sampling } = summarizeEquity(timestamp, Float64Array.from(equity));
  return samplePeriods(days, sampling);
}

describe('quantstats at the edges', () => {
  it('without a return below the value at risk, the conditional one is that value', () => {
    const { valueAtRisk, conditionalValueAtRisk } = quantstatsFigures(sampleOf([100, 101, 103, 104, 107]), 0);
    expect(valueAtRisk).toBeCloseTo(0.0020644271498024766, 12);
    expect(conditionalValueAtRisk).toBe(valueAtRisk);
  });

  it('the probabilistic Sharpe ratio sets the ratio per period against the annual risk-free rate', () => {
    const figures = quantstatsFigures(sampleOf([100, 99, 103, 102, 104, 101, 105]), 0.02);
    expect(figures.sharpe).toBeCloseTo(4.63072113153038, 9);
    expect(figures.probabilisticSharpe).toBeCloseTo(0.7370853575805817, 9);
  });

  it('an equity that never moves has no value at risk', () => {
    const { valueAtRisk, conditionalValueAtRisk, volatility } = quantstatsFigures(sampleOf([7, 7, 7, 7]), 0);
    expect([valueAtRisk, conditionalValueAtRisk, volatility]).toEqual([null, null, 0]);
  });

  it('a single return has a profit factor but no omega', () => {
    const { omega, profitFactor } = quantstatsFigures(sampleOf([100, 99]), 0);
    expect([omega, profitFactor]).toEqual([null, 0]);
  });
});

describe('the drawdown of Lumibot', () => {
  it('knows no peak before the first return', () => {
    const { maxDrawdown, romad } = lumibotFigures(sampleOf([100, 80, 90, 81]), 0);
    expect(maxDrawdown).toBeCloseTo(-0.1, 12);
    expect(romad).toBeLessThan(0);
    expect(lumibotFigures(sampleOf([100, 80, 90, 95]), 0)).toMatchObject({ maxDrawdown: 0, romad: null });
  });
});
