import { describe, expect, it } from 'vitest';
import { normalCdf, normalQuantile } from './normal-distribution.ts';
import {
  deflatedSharpe,
  expectedMaximumSharpe,
  minimumTrackRecord,
  probabilisticSharpe,
  sharpeSignificance,
} from './sharpe-significance.ts';

describe('normal distribution', () => {
  it.each([
    [-8, 6.220960574271819e-16],
    [-5, 2.866515718791946e-7],
    [-1.96, 0.024997895148220435],
    [-0.3, 0.3820885778110474],
    [0, 0.5],
    [1, 0.8413447460685429],
    [3, 0.9986501019683699],
  ])('PHI(%d) by Python math.erfc', (x, expected) => {
    expect(Math.abs(normalCdf(x) / expected - 1)).toBeLessThan(1e-14);
  });

  it.each([1e-12, 1e-5, 0.01, 0.05, 0.3, 0.5, 0.9, 0.975, 0.9999])(
    'the quantile of %d is its inverse',
    (p) => {
      expect(Math.abs(normalCdf(normalQuantile(p)) / p - 1)).toBeLessThan(1e-13);
    },
  );

  it('has no quantile outside of 0..1', () => {
    expect([0, 1, -0.1, 1.1].map(normalQuantile)).toEqual([-Infinity, Infinity, Number.NaN, Number.NaN]);
  });
});

describe('deflated Sharpe ratio', () => {
  const sample = { sharpe: 2.5 / Math.sqrt(250), periods: 1_250, skew: -3, kurtosis: 10 };
  const variance = 0.5 / 250;

  it.each([
    [100, 0.113172, 0.9003968],
    [46, 0.1003624, 0.9505017],
  ])('of %d trials as in the paper of Bailey and Lopez de Prado', (trials, threshold, probability) => {
    expect(Math.abs(expectedMaximumSharpe(variance, trials) - threshold)).toBeLessThanOrEqual(1e-6);
    expect(Math.abs(deflatedSharpe(sample, variance, trials) - probability)).toBeLessThanOrEqual(1e-6);
  });

  it('of a single trial is the probabilistic Sharpe ratio against 0', () => {
    expect(deflatedSharpe(sample, variance, 1)).toBe(probabilisticSharpe(sample, 0));
  });
});

describe('minimum track record', () => {
  it('is the number of returns at which the probabilistic Sharpe ratio reaches the confidence', () => {
    const sample = { sharpe: 0.1, periods: 0, skew: -0.7, kurtosis: 6 };
    const periods = minimumTrackRecord(sample, 0.02, 0.9);
    expect(probabilisticSharpe({ ...sample, periods }, 0.02)).toBeCloseTo(0.9, 12);
  });
});

describe('significance', () => {
  it.each([[[]], [[0.01]], [[0.01, 0.01, 0.01]]])('is undefined for the returns %j', (returns) => {
    expect(sharpeSignificance(returns, 0)).toMatchObject({
      sharpePerPeriod: null,
      probabilisticSharpe: null,
      minimumTrackRecord: null,
    });
  });
});
