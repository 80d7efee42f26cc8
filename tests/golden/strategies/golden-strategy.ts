import type { BarColumns } from '../../../src/core/bar.ts';
import type { OrderSize, WholeEquity } from '../../../src/core/order.ts';
import {
  defineStrategy,
  type Strategy,
  type StrategyDefinition,
  type StrategySetup,
} from '../../../src/engine/strategy.ts';

/** Parameters of a golden run, as its file has them. */
export type GoldenParameters = Readonly<Record<string, number | null>>;

/** A strategy of the golden runs: written to `strategy.rules` of their files. `bars` are all bars of the run's series. */
export type GoldenStrategy = (params: GoldenParameters, bars: BarColumns) => StrategyDefinition;

/** A golden strategy by what it does; its parameters are closed over. */
export function goldenStrategy(id: string, create: (setup: StrategySetup) => Strategy): StrategyDefinition {
  return defineStrategy({
    id,
    name: id,
    description: 'A strategy of the golden runs.',
    parameters: {},
    create,
  });
}

/** A parameter that must be there. */
export function need(params: GoldenParameters, name: string): number {
  const value = params[name];
  if (typeof value !== 'number') throw new Error(`The golden run has no parameter "${name}"`);
  return value;
}

/** A size in the words of backtesting.py: below 1 a fraction, from 1 on units, null everything. */
export function sizeOf(size: number | null | undefined): OrderSize | WholeEquity {
  if (size === null || size === undefined) return {};
  return size < 1 ? { fraction: size } : { quantity: size };
}
