import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/**
 * A seeded stream of random numbers. Only arithmetic that IEEE 754 defines to the last bit is used (no log, exp, cos), so that every engine gives the
 * same numbers.
 */
export interface RandomSource {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** About normal, mean 0 and variance 1: the sum of `terms` uniforms (Irwin-Hall), bounded by sqrt(3 * terms). */
  normal(terms?: number): number;
}

/** Stream number `stream` of `seed`; streams of one seed do not overlap (xoroshiro128+ jumps 2^64 numbers ahead). */
export function createRandomSource(seed: number, stream: number): RandomSource {
  const generator = xoroshiro128plus(seed);
  for (let jumps = 0; jumps < stream; jumps++) generator.jump();
  const uniform = () => uniformFloat64(generator);
  return {
    uniform,
    normal(terms = 12) {
      let sum = 0;
      for (let term = 0; term < terms; term++) sum += uniform();
      return (sum - terms / 2) * Math.sqrt(12 / terms);
    },
  };
}
