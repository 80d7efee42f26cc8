import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { type SimulatedScope, simulate } from './determinism.ts';

const NOON = Date.UTC(2020, 4, 17, 12);

/** A scope of its own with the built-ins of another realm, so that this one keeps its clock. */
function scopeAt(now: () => number): SimulatedScope {
  const scope = runInNewContext(
    '({ Math, Date, performance: { now: () => 77 }, crypto: {} })',
  ) as SimulatedScope;
  simulate(scope, now);
  return scope;
}

describe('time in a sandbox', () => {
  it('is the time of the run, in every way of asking', () => {
    const { Date: Simulated } = scopeAt(() => NOON);
    expect(Simulated.now()).toBe(NOON);
    expect(new Simulated().getTime()).toBe(NOON);
    expect(new Simulated(0).constructor).toBe(Simulated);
    expect(Simulated()).toContain('2020');
  });

  it('passes as the run goes on', () => {
    let now = NOON;
    const { Date: Simulated, performance } = scopeAt(() => now);
    now += 60_000;
    expect(Simulated.now()).toBe(NOON + 60_000);
    expect(performance?.now()).toBe(60_000);
  });

  it('leaves dates that are given alone', () => {
    const { Date: Simulated } = scopeAt(() => NOON);
    expect(new Simulated(2001, 0, 1).getFullYear()).toBe(2001);
    expect(new Simulated('1999-12-31T00:00:00Z').toISOString()).toBe('1999-12-31T00:00:00.000Z');
    expect(Simulated.UTC(2000, 0)).toBe(Date.UTC(2000, 0));
    expect(new Simulated() instanceof Simulated).toBe(true);
  });
});

describe('chance in a sandbox', () => {
  it('draws the same lots in every run', () => {
    const draw = () => {
      const { Math: simulated } = scopeAt(() => 0);
      return Array.from({ length: 1_000 }, () => simulated.random());
    };
    const first = draw();
    expect(draw()).toEqual(first);
    expect(new Set(first).size).toBe(1_000);
    expect(first.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(first.reduce((sum, value) => sum + value, 0) / 1_000).toBeCloseTo(0.5, 1);
  });

  it('fills random bytes from the same lots', () => {
    const fill = () => {
      const scope = scopeAt(() => 0);
      const get = scope.crypto?.getRandomValues as (values: Uint8Array) => Uint8Array;
      return get(new Uint8Array(16));
    };
    expect(fill()).toEqual(fill());
    expect(new Set(fill()).size).toBeGreaterThan(8);
  });
});
