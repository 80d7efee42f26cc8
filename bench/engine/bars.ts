import type { BarColumns } from '../../src/core/bar.ts';
import { allocateBars } from '../../src/core/bar.ts';

const START = Date.UTC(2000, 0, 1);

/**
 * A random walk from a fixed seed, one bar a minute. Prices are multiples of 1 / `perUnit`: with a power of two every sum of prices is exact
 * in float64, so that a plain running sum in a loop written by hand has no drift and must agree with the engine to the last bit.
 */
export function makeBars(length: number, perUnit: number, seed = 12_345): BarColumns {
  const bars = allocateBars(length);
  let state = seed;
  const die = (sides: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
  let ticks = 100 * perUnit;
  for (let i = 0; i < length; i++) {
    const open = ticks;
    ticks = Math.max(10 * perUnit, ticks + die(41) - 20);
    bars.timestamp[i] = START + i * 60_000;
    bars.open[i] = open / perUnit;
    bars.close[i] = ticks / perUnit;
    bars.high[i] = (Math.max(open, ticks) + die(10)) / perUnit;
    bars.low[i] = (Math.min(open, ticks) - die(10)) / perUnit;
    bars.volume[i] = die(1_000);
  }
  return bars;
}
