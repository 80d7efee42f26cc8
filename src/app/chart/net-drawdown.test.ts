import { describe, expect, it } from 'vitest';
import { netDrawdown } from './net-drawdown.ts';

const HOUR = 3_600_000;

describe('net drawdown', () => {
  const days = { time: [0, 24, 48, 72].map((hour) => hour * HOUR), equity: [], index: [100, 200, 150, 180] };

  it('is measured from the highest index so far, whatever rows a window begins with', () => {
    const all = Float64Array.of(0, 24 * HOUR, 48 * HOUR, 72 * HOUR);
    expect([...netDrawdown(days, all, 96 * HOUR)]).toEqual([0, 0, 0.25, 1 - 180 / 200]);
    expect([...netDrawdown(days, all.slice(2), 96 * HOUR)]).toEqual([0.25, 1 - 180 / 200]);
  });

  it('keeps the deepest of a row of several days, and the day before where a row has no end of a day', () => {
    expect([...netDrawdown(days, Float64Array.of(0, 73 * HOUR), 80 * HOUR)]).toEqual([0.25, 1 - 180 / 200]);
  });
});
