import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AverageTrueRange } from '../../src/indicators/average-true-range.ts';
import { BollingerBand } from '../../src/indicators/bollinger-band.ts';
import { ExponentialMovingAverage } from '../../src/indicators/exponential-moving-average.ts';
import type { BarKernel, IndicatorKernel } from '../../src/indicators/indicator-kernel.ts';
import { MovingAverageConvergence } from '../../src/indicators/moving-average-convergence.ts';
import { RateOfChange } from '../../src/indicators/rate-of-change.ts';
import { RelativeStrengthIndex } from '../../src/indicators/relative-strength-index.ts';
import { RollingExtreme } from '../../src/indicators/rolling-extreme.ts';
import { SimpleMovingAverage } from '../../src/indicators/simple-moving-average.ts';
import { readBars } from './bars.ts';

const reference = process.env.BACKTAB_REFERENCE_DATA ?? join(import.meta.dirname, '../../../shared');
const absent = !existsSync(join(reference, 'golden'));
const read = (path: string) => JSON.parse(readFileSync(join(reference, path), 'utf8'));

interface Published {
  readonly firstValidIndex: number;
  readonly last20: readonly number[];
}

const bars = absent ? undefined : readBars(join(reference, 'data/GOOG.csv'));

function valuesOf(kernel: IndicatorKernel | BarKernel, column: 'close' | 'high' | 'low'): Float64Array {
  const values = new Float64Array(bars!.close.length);
  if ('compute' in kernel) kernel.compute(bars![column], 0, values.length, values, 0);
  else kernel.computeBars(bars!, 0, values.length, values, 0);
  return values;
}

type Row = readonly [string, string, IndicatorKernel | BarKernel, 'close' | 'high' | 'low'];

const PUBLISHED: readonly Row[] = [
  ['SMA20', 'SMA20', new SimpleMovingAverage(20), 'close'],
  ['EMA12', 'EMA12', new ExponentialMovingAverage(12), 'close'],
  ['EMA26', 'EMA26', new ExponentialMovingAverage(26), 'close'],
  ['RSI14', 'RSI14', new RelativeStrengthIndex(14), 'close'],
  ['MACD_12_26_9', 'macd', new MovingAverageConvergence(12, 26, null), 'close'],
  ['MACD_12_26_9', 'signal', new MovingAverageConvergence(12, 26, 9), 'close'],
  ['BBANDS_20_2', 'dn', new BollingerBand(20, -2), 'close'],
  ['BBANDS_20_2', 'up', new BollingerBand(20, 2), 'close'],
  ['ATR14', 'atr', new AverageTrueRange(14), 'close'],
  ['ROC10', 'ROC10', new RateOfChange(10), 'close'],
  ['DONCHIAN20', 'high', new RollingExtreme(20, 'highest'), 'high'],
  ['DONCHIAN20', 'low', new RollingExtreme(20, 'lowest'), 'low'],
];

describe.skipIf(absent)('indicators of R TTR on GOOG', () => {
  it.each(PUBLISHED)('%s: %s', (id, name, kernel, column) => {
    const { firstValidIndex, last20 } = read('golden/indicators-GOOG.json')[id].series[name] as Published;
    const values = valuesOf(kernel, column);
    expect(values.findIndex((value) => !Number.isNaN(value))).toBe(firstValidIndex);
    last20.forEach((value, i) => {
      expect(values[values.length - 20 + i]! / value).toBeCloseTo(1, 9);
    });
  });
});

describe.skipIf(absent)('indicator series of the golden runs', () => {
  it.each([
    ['rsi-14-30-70-GOOG-c0', 'RSI(C,14)', new RelativeStrengthIndex(14), 'close'],
    ['roc-63-GOOG-c0', 'ROC(C,63)', new RateOfChange(63), 'close'],
    ['stopentry-20-GOOG-c0', 'HH(H,20)', new RollingExtreme(20, 'highest'), 'high'],
  ] as const)('%s: %s', (id, name, kernel, column) => {
    const expected = read(`golden/series/${id}.json`)[name] as readonly (number | null)[];
    const values = valuesOf(kernel, column);
    expected.forEach((value, i) => {
      if (value === null) expect(values[i]).toBeNaN();
      else expect(Math.abs(values[i]! - value)).toBeLessThanOrEqual(1e-9);
    });
  });

  it.each([
    ['macd-12-26-9-GOOG-c0', 'MACD(C,12,26,9) [rows]', 0, new MovingAverageConvergence(12, 26, null)],
    ['macd-12-26-9-GOOG-c0', 'MACD(C,12,26,9) [rows]', 1, new MovingAverageConvergence(12, 26, 9)],
  ] as const)('%s: %s row %i', (id, name, row, kernel) => {
    const expected = read(`golden/series/${id}.json`)[name][row] as readonly (number | null)[];
    const values = valuesOf(kernel, 'close');
    expected.forEach((value, i) => {
      if (value === null) expect(values[i]).toBeNaN();
      else expect(Math.abs(values[i]! - value)).toBeLessThanOrEqual(1e-9);
    });
  });
});
