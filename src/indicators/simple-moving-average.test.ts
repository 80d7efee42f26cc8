import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossover } from './crossover.ts';
import { SimpleMovingAverage } from './simple-moving-average.ts';

function average(values: Float64Array, length: number, chunk = values.length): Float64Array {
  const kernel = new SimpleMovingAverage(length);
  const out = new Float64Array(values.length);
  for (let from = 0; from < values.length; from += chunk) {
    kernel.compute(values, from, Math.min(values.length, from + chunk), out, from);
  }
  return out;
}

/** Sum of float64 values in exact integer arithmetic, rounded once. */
function exactSum(values: Float64Array): number {
  const scale = 1_074n;
  let total = 0n;
  const view = new DataView(new ArrayBuffer(8));
  for (const value of values) {
    view.setFloat64(0, value);
    const bits = view.getBigUint64(0);
    const exponent = (bits >> 52n) & 0x7ffn;
    const fraction = bits & 0xfffffffffffffn;
    const magnitude = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
    total += bits >> 63n ? -magnitude : magnitude;
  }
  return roundToDouble(total, scale);
}

/** The double nearest to `total` / 2^scale, ties to even. */
function roundToDouble(total: bigint, scale: bigint): number {
  const sign = total < 0n ? -1 : 1;
  let magnitude = total < 0n ? -total : total;
  const extra = BigInt(Math.max(0, magnitude.toString(2).length - 53));
  const rest = magnitude & ((1n << extra) - 1n);
  const half = extra === 0n ? 0n : 1n << (extra - 1n);
  magnitude >>= extra;
  if (extra > 0n && (rest > half || (rest === half && (magnitude & 1n) === 1n))) magnitude += 1n;
  const exponent = Number(extra - scale);
  return (
    sign * Number(magnitude) * 2 ** Math.trunc(exponent / 2) * 2 ** (exponent - Math.trunc(exponent / 2))
  );
}

function walk(seed: number, length: number, step: (noise: number) => number): Float64Array {
  const values = new Float64Array(length);
  let state = seed >>> 0 || 1;
  let value = 100;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    value *= 1 + step(state / 2 ** 32 - 0.5);
    values[i] = value;
  }
  return values;
}

describe('simple moving average', () => {
  it('is undefined until the window is full', () => {
    expect([...average(Float64Array.of(1, 2, 3, 4), 3)]).toEqual([Number.NaN, Number.NaN, 2, 3]);
  });

  it('equals the exact sum of the window, rounded once, divided once, on long random walks', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 60 }), (seed, length) => {
        const values = walk(seed, 3_000, (noise) => noise * 0.2);
        const out = average(values, length);
        for (let i = length - 1; i < values.length; i += 7) {
          expect(out[i]).toBe(exactSum(values.subarray(i - length + 1, i + 1)) / length);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('is as exact after values of any other size, zeros and losses of sign included', () => {
    const odd = fc.oneof(
      { weight: 20, arbitrary: fc.double({ min: 50, max: 150, noNaN: true }) },
      fc.double({ min: 1e-4, max: 1e-3, noNaN: true }),
      fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((value) => Math.round(value * 8) / 8),
      fc.constantFrom(0, -0, 2 ** 40, 2 ** -12),
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10 }),
        fc.array(odd, { minLength: 1, maxLength: 120 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 40 }),
        (zeros, list, length, chunk) => {
          const values = Float64Array.from([...new Array<number>(zeros).fill(0), ...list]);
          const out = average(values, length, chunk);
          expect(out).toEqual(average(values, length));
          for (let i = length - 1; i < values.length; i++) {
            expect(out[i]).toBe(exactSum(values.subarray(i - length + 1, i + 1)) / length + 0);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('equals a plain sum for whole prices, after a million bars', () => {
    const values = walk(7, 1_000_000, (noise) => noise * 0.01).map((value) => Math.round(value * 1_000));
    const out = average(values, 30);
    for (let i = values.length - 1_000; i < values.length; i++) {
      let sum = 0;
      for (let k = i - 29; k <= i; k++) sum += values[k]!;
      expect(out[i]).toBe(sum / 30);
    }
  });

  it('gives equal windows equal values, whatever came before them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), { minLength: 1, maxLength: 50 }),
        fc.array(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 20 }),
        (past, window) => {
          const alone = average(Float64Array.from(window), window.length).at(-1);
          const after = average(Float64Array.from([...past, ...window]), window.length).at(-1);
          expect(after).toBe(alone);
        },
      ),
    );
  });

  it('forgets a value that is not a number once it has left the window', () => {
    const out = average(Float64Array.of(1, Number.NaN, 3, 5, Number.POSITIVE_INFINITY, 1, 2, 4), 2);
    expect([...out]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
      4,
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      1.5,
      3,
    ]);
  });

  it('does not depend on how the values are cut into chunks', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 97 }),
        (seed, length, chunk) => {
          const values = walk(seed, 500, (noise) => noise * 0.1);
          expect(average(values, length, chunk)).toEqual(average(values, length));
        },
      ),
    );
  });

  it('refuses a length that is not a positive whole number', () => {
    for (const length of [0, -1, 1.5, Number.NaN]) {
      expect(() => new SimpleMovingAverage(length)).toThrow(
        expect.objectContaining({ code: 'bad-argument' }),
      );
    }
  });
});

describe('crossover', () => {
  it('needs a strict change of sides: a tie on either bar is no cross', () => {
    expect(crossover(1, 2, 3, 2)).toBe(true);
    expect(crossover(2, 2, 3, 2)).toBe(false);
    expect(crossover(1, 2, 2, 2)).toBe(false);
    expect(crossover(3, 2, 4, 2)).toBe(false);
    expect(crossover(Number.NaN, 2, 3, 2)).toBe(false);
  });
});
