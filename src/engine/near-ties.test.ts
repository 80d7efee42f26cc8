import { describe, expect, it } from 'vitest';
import { defineStrategy } from './strategy.ts';
import { barsOf, testRun } from './testing/test-run.ts';

/** Averages of two lengths at the last of `closes`, with the bars before it handed over in chunks. */
async function lastMeans(closes: readonly number[], fast: number, slow: number, chunkRows: number) {
  let seen: readonly number[] = [];
  const strategy = defineStrategy({
    id: 'means',
    name: 'Means',
    description: 'Looks at two averages.',
    parameters: {},
    create: ({ sma }) => {
      const lines = [sma('close', fast), sma('close', slow)];
      return {
        onTradingIteration: () => {
          seen = lines.map(({ value }) => value);
        },
      };
    },
  });
  await testRun(barsOf(closes.map((close) => [close, close])), strategy, { chunkRows });
  return seen;
}

/** Figures of numpy 1.24: `closes[-length:].mean()`. */
describe('two averages that are equal as decimals', () => {
  it.each([1, 2, 4, 100])(
    'of 3 and 6 bars differ by the order of additions, in chunks of %d',
    async (chunkRows) => {
      const closes = [10.4, 10.4, 10.7, 10.8, 10.3, 10.4];
      expect(await lastMeans(closes, 3, 6, chunkRows)).toEqual([10.5, 10.499999999999998]);
    },
  );

  it.each([3, 100])('of 10 and 20 bars too, in chunks of %d', async (chunkRows) => {
    const closes = [
      10.5, 10.0, 10.4, 10.1, 10.3, 10.3, 10.1, 10.3, 10.2, 10.4, 10.4, 10.2, 10.0, 10.4, 10.4, 10.2, 10.4,
      10.3, 10.2, 10.1,
    ];
    expect(await lastMeans(closes, 10, 20, chunkRows)).toEqual([10.260000000000002, 10.26]);
  });

  it('are equal where every sum is exact', async () => {
    const [fast, slow] = await lastMeans([10.25, 10.5, 10.75, 10.5, 10.25, 10.75], 3, 6, 100);
    expect(fast).toBe(slow);
  });
});
