import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Seed of `Math.random` in every run, so that a strategy that draws lots draws the same ones again. */
export const RANDOM_SEED = 20_040_819;

/** The parts of a global scope that tell the time or draw lots. */
export interface SimulatedScope {
  Math: Pick<Math, 'random'>;
  Date: DateConstructor;
  performance?: { now(): number };
  crypto?: { getRandomValues?: unknown; randomUUID?: unknown };
}

/**
 * Makes `scope` repeat itself: `Math.random` and `crypto.getRandomValues` come from a seeded generator, and `Date.now()`, `new Date()` and
 * `performance.now()` tell the time of the run (`now`, epoch ms UTC) instead of the time of day. Returns what makes the lots begin anew.
 */
export function simulate(scope: SimulatedScope, now: () => number): () => void {
  let generator = xoroshiro128plus(RANDOM_SEED);
  const RealDate = scope.Date;
  const began = now();

  scope.Math.random = () => uniformFloat64(generator);
  const SimulatedDate = new Proxy(RealDate, {
    construct: (target, parts, newTarget) =>
      Reflect.construct(target, parts.length === 0 ? [now()] : parts, newTarget),
    apply: (target) => new target(now()).toString(),
    get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
  });
  Object.defineProperty(RealDate.prototype, 'constructor', { value: SimulatedDate, configurable: true });
  scope.Date = SimulatedDate;

  const replace = (owner: object | undefined, name: string, value: unknown) => {
    if (owner) Object.defineProperty(owner, name, { value, configurable: true, writable: true });
  };
  replace(scope.performance, 'now', () => now() - began);
  replace(scope.crypto, 'randomUUID', undefined);
  replace(scope.crypto, 'getRandomValues', <Values extends ArrayBufferView>(values: Values): Values => {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    for (let index = 0; index < bytes.length; index++) bytes[index] = generator.next() & 0xff;
    return values;
  });
  return () => {
    generator = xoroshiro128plus(RANDOM_SEED);
  };
}
