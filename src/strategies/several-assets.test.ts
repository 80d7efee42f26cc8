import { describe, expect, it } from 'vitest';
import type { StrategyDefinition } from '../engine/strategy.ts';
import { barsAt, type TestSeries, testPortfolio } from '../engine/testing/portfolio-test-run.ts';
import equalWeight from './equal-weight.ts';
import momentumRotation from './momentum-rotation.ts';

const DAY = 86_400_000;
const START = Date.UTC(2024, 0, 1);

const daily = (price: (day: number) => number, days = 12): TestSeries => {
  const list = Array.from({ length: days }, (_, day) => price(day));
  return {
    bars: barsAt(
      list.map((_, day) => START + day * DAY),
      list.map((value) => [value, value] as const),
    ),
  };
};

const run = (series: readonly TestSeries[], strategy: StrategyDefinition, params: Record<string, number>) =>
  testPortfolio(series, strategy, { params, lotSize: 0.001 });

describe('equal weight', () => {
  it('holds the same share of each series after each rebalancing', async () => {
    const { fills } = await run([daily((day) => 100 * 1.1 ** day), daily(() => 50)], equalWeight, {
      every: 5,
      tolerance: 0,
    });
    expect(new Set(fills.map(({ bar }) => bar))).toEqual(new Set([1, 6, 11]));
    const held = [0, 0];
    for (const { series, size, bar } of fills) if (bar <= 6) held[series]! += size;
    const worth = [held[0]! * 100 * 1.1 ** 6, held[1]! * 50];
    expect(worth[0]! / (worth[0]! + worth[1]!)).toBeCloseTo(0.5, 1);
    expect(fills.filter(({ bar }) => bar > 1).map(({ series }) => series)).toEqual([0, 1, 0, 1]);
  });

  it('does nothing within its tolerance', async () => {
    const { fills } = await run([daily((day) => 100 + day / 10), daily(() => 50)], equalWeight, {
      every: 1,
      tolerance: 5,
    });
    expect(fills.every(({ bar }) => bar === 1)).toBe(true);
  });
});

describe('momentum rotation', () => {
  it('moves from the series that rose most to the next one that does, and holds none that fell', async () => {
    const first = daily((day) => (day < 6 ? 100 + day * 5 : 125 - (day - 5) * 10));
    const second = daily((day) => (day < 6 ? 100 + day : 105 + (day - 5) * 8));
    const { fills } = await run([first, second], momentumRotation, { lookback: 2, hold: 1, every: 3 });
    expect(fills.map(({ series, size, bar }) => [series, Math.sign(size), bar])).toEqual([
      [0, 1, 3],
      [0, -1, 9],
      [1, 1, 9],
    ]);
    const falling = await run([daily((day) => 100 - day), daily((day) => 50 - day)], momentumRotation, {
      lookback: 2,
      hold: 2,
      every: 1,
    });
    expect(falling.fills).toHaveLength(0);
  });
});
