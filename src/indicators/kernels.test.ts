import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AverageTrueRange } from './average-true-range.ts';
import { BollingerBand } from './bollinger-band.ts';
import { ExponentialMovingAverage } from './exponential-moving-average.ts';
import type { IndicatorKernel } from './indicator-kernel.ts';
import { MovingAverageConvergence } from './moving-average-convergence.ts';
import { RateOfChange } from './rate-of-change.ts';
import { RelativeStrengthIndex } from './relative-strength-index.ts';
import { RollingExtreme } from './rolling-extreme.ts';

function averageRange(length: number): IndicatorKernel {
  const kernel = new AverageTrueRange(length);
  return {
    warmUp: kernel.warmUp,
    compute: (close, from, to, target, offset) =>
      kernel.computeBars(
        { high: close.map((price) => price * 1.02), low: close.map((price) => price * 0.97), close },
        from,
        to,
        target,
        offset,
      ),
  };
}

const KERNELS: readonly (readonly [string, (length: number) => IndicatorKernel])[] = [
  ['exponential average', (length) => new ExponentialMovingAverage(length)],
  ['MACD', (length) => new MovingAverageConvergence(length, length + 3, null)],
  ['MACD signal', (length) => new MovingAverageConvergence(length, length + 3, 4)],
  ['relative strength index', (length) => new RelativeStrengthIndex(length)],
  ['rate of change', (length) => new RateOfChange(length)],
  ['highest', (length) => new RollingExtreme(length, 'highest')],
  ['lowest', (length) => new RollingExtreme(length, 'lowest')],
  ['Bollinger band', (length) => new BollingerBand(length, 2)],
  ['average true range', averageRange],
];

function outputs(kernel: IndicatorKernel, values: Float64Array, cuts: readonly number[] = []): Float64Array {
  const target = new Float64Array(values.length);
  const ends = [...cuts.filter((cut) => cut < values.length), values.length].sort((a, b) => a - b);
  let from = 0;
  for (const to of ends) {
    kernel.compute(values, from, to, target, from);
    from = to;
  }
  return target;
}

const prices = fc
  .array(fc.integer({ min: 100, max: 20_000 }), { minLength: 2, maxLength: 60 })
  .map((cents) => Float64Array.from(cents, (cent) => cent / 100));
const lengths = fc.integer({ min: 1, max: 12 });

describe.each(KERNELS)('the kernel of %s', (_, create) => {
  it('gives the same however its values are cut into pieces', () => {
    fc.assert(
      fc.property(prices, lengths, fc.array(fc.nat(59), { maxLength: 6 }), (values, length, cuts) => {
        expect(outputs(create(length), values, cuts)).toEqual(outputs(create(length), values));
      }),
    );
  });

  it('depends on no later value', () => {
    fc.assert(
      fc.property(prices, lengths, fc.nat(59), (values, length, place) => {
        const known = Math.min(place, values.length);
        const altered = values.map((value, i) => (i < known ? value : value * 3));
        expect(outputs(create(length), altered).subarray(0, known)).toEqual(
          outputs(create(length), values).subarray(0, known),
        );
      }),
    );
  });

  it('is defined from its warm-up on and not before', () => {
    const values = Float64Array.from({ length: 40 }, (_, i) => 100 + ((i * 37) % 11));
    const kernel = create(5);
    const defined = Array.from(outputs(kernel, values), (value) => !Number.isNaN(value));
    expect(defined.indexOf(true)).toBe(kernel.warmUp);
    expect(defined.slice(kernel.warmUp)).not.toContain(false);
  });

  it('refuses a length that is no whole number from 1 on', () => {
    for (const length of [0, -1, 1.5, Number.NaN]) {
      expect(() => create(length)).toThrow(expect.objectContaining({ code: 'bad-argument' }));
    }
  });
});

describe('values by hand', () => {
  const of = (kernel: IndicatorKernel, ...values: number[]) =>
    Array.from(outputs(kernel, Float64Array.from(values)));

  it('an exponential average of 3 is seeded with the mean of 3 and moves half the way', () => {
    expect(of(new ExponentialMovingAverage(3), 1, 2, 3, 6, 2)).toEqual([Number.NaN, Number.NaN, 2, 4, 3]);
  });

  it('the RSI of 2 averages two changes first, then weighs the past 1 to 1', () => {
    expect(of(new RelativeStrengthIndex(2), 10, 12, 11, 12)).toEqual([
      Number.NaN,
      Number.NaN,
      (100 * 1) / 1.5,
      (100 * 1) / 1.25,
    ]);
  });

  it('a Bollinger band of 2 deviations takes the population deviation', () => {
    expect(of(new BollingerBand(2, 2), 1, 3, 3)).toEqual([Number.NaN, 4, 3]);
    expect(of(new BollingerBand(2, -2), 1, 3, 3)).toEqual([Number.NaN, 0, 3]);
  });

  it('the highest and lowest of 2 forget what is older', () => {
    expect(of(new RollingExtreme(2, 'highest'), 5, 4, 3, 3, 9)).toEqual([Number.NaN, 5, 4, 3, 9]);
    expect(of(new RollingExtreme(2, 'lowest'), 1, 4, 3, 3, 9)).toEqual([Number.NaN, 1, 3, 3, 3]);
  });

  it('a rate of change of 1 compares with the value before', () => {
    expect(of(new RateOfChange(1), 4, 5, 4)).toEqual([Number.NaN, 0.25, 4 / 5 - 1]);
  });
});
