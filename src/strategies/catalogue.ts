import { BacktabError } from '../core/error.ts';
import type { StrategyDefinition } from '../engine/strategy.ts';
import type { StrategyDescription } from '../engine/strategy-parameter.ts';
import buyHold from './buy-hold.ts';
import equalWeight from './equal-weight.ts';
import momentumRotation from './momentum-rotation.ts';
import smaCross from './sma-cross.ts';

/** The strategies that ship with Backtab. */
export const STRATEGIES: readonly StrategyDefinition[] = [smaCross, buyHold, equalWeight, momentumRotation];

/** What a form needs to know about a strategy, as plain data. */
export function describe(strategy: StrategyDefinition): StrategyDescription {
  const { id, name, description, parameters } = strategy;
  return { id, name, description, parameters };
}

/**
 * The shipped strategy with an id.
 * @throws BacktabError `unknown-strategy` naming the ones that exist.
 */
export function findStrategy(id: string): StrategyDefinition {
  const found = STRATEGIES.find((strategy) => strategy.id === id);
  if (found) return found;
  const ids = STRATEGIES.map((strategy) => strategy.id).join(', ');
  throw new BacktabError('unknown-strategy', `There is no strategy "${id}". There are: ${ids}`);
}
