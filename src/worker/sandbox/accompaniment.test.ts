import { describe, expect, it } from 'vitest';
import { defineStrategy, type StrategyDefinition } from '../../engine/strategy.ts';
import type { TradingContext } from '../../engine/trading-context.ts';
import { accompany, BEAT_INTERVAL } from './accompaniment.ts';

const context = { getDatetime: () => 86_400_000 } as TradingContext;

/** Runs `iterations` that take `cost` milliseconds each; returns when beats were heard and how often the clock was read. */
function runFor(iterations: number, cost: (iteration: number) => number) {
  let now = 0;
  let looks = 0;
  let done = 0;
  const beats: number[] = [];
  const definition: StrategyDefinition = defineStrategy({
    id: 'x',
    name: 'X',
    description: '',
    parameters: {},
    create: () => ({
      onTradingIteration() {
        now += cost(done++);
      },
    }),
  });
  const company = {
    clock: () => {
      looks++;
      return now;
    },
    beat: () => beats.push(now),
    tellTime: () => {},
  };
  const strategy = accompany(definition, company).create({} as never);
  for (let count = 0; count < iterations; count++) strategy.onTradingIteration(context);
  return { beats, looks, now };
}

function longestSilence(beats: readonly number[], end: number): number {
  const times = [0, ...beats, end];
  return Math.max(...times.slice(1).map((time, index) => time - (times[index] as number)));
}

describe('a strategy in company', () => {
  it('beats on when every iteration is slow', () => {
    const { beats, now } = runFor(200, () => 300);
    expect(longestSilence(beats, now)).toBeLessThanOrEqual(BEAT_INTERVAL + 300);
  });

  it('beats on when iterations become slow after many fast ones', () => {
    const { beats, now } = runFor(6_000, (iteration) => (iteration < 5_000 ? 0.0001 : 5));
    expect(longestSilence(beats, now)).toBeLessThanOrEqual(1_024 * 5 + BEAT_INTERVAL);
  });

  it('hardly ever looks at the clock when iterations are fast', () => {
    expect(runFor(100_000, () => 0.00005).looks).toBeLessThan(150);
  });

  it('is asked what time it is in the run, and keeps its own initialize', () => {
    let clock = () => 0;
    const calls: unknown[] = [];
    const definition = defineStrategy({
      id: 'x',
      name: 'X',
      description: '',
      parameters: {},
      create: () => ({
        initialize(given) {
          calls.push(given, clock());
        },
        onTradingIteration() {},
      }),
    });
    const company = {
      clock: () => 0,
      beat: () => {},
      tellTime: (now: () => number) => {
        clock = now;
      },
    };
    accompany(definition, company)
      .create({} as never)
      .initialize?.(context);
    expect(calls).toEqual([context, 86_400_000]);
  });
});
