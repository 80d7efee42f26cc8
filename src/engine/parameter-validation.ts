import { BacktabError } from '../core/error.ts';
import type { StrategyDefinition } from './strategy.ts';
import type { ParameterValues, StrategyParameter } from './strategy-parameter.ts';

/**
 * Values for every declared parameter: the given ones, checked, and the defaults of the others.
 * @throws BacktabError `bad-parameter` naming the parameter, its value and its range.
 */
export function resolveParameters(strategy: StrategyDefinition, given: ParameterValues): ParameterValues {
  const declared = strategy.parameters;
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(declared, name)) continue;
    const names = Object.keys(declared).join(', ') || 'none';
    throw new BacktabError(
      'bad-parameter',
      `Strategy "${strategy.id}" has no parameter "${name}". Its parameters: ${names}`,
    );
  }
  const values: Record<string, number | boolean> = {};
  for (const [name, parameter] of Object.entries(declared)) {
    const value: unknown = Object.hasOwn(given, name) ? given[name] : parameter.default;
    const expected = violation(parameter, value);
    if (expected !== undefined) {
      throw new BacktabError(
        'bad-parameter',
        `Parameter "${name}" of strategy "${strategy.id}" must be ${expected}, got ${JSON.stringify(value) ?? String(value)}`,
      );
    }
    values[name] = value as number | boolean;
  }
  const broken = strategy.validate?.(values);
  if (broken !== undefined) {
    throw new BacktabError('bad-parameter', `Parameters of strategy "${strategy.id}": ${broken}`);
  }
  return Object.freeze(values);
}

function violation(parameter: StrategyParameter, value: unknown): string | undefined {
  if (parameter.type === 'boolean') return typeof value === 'boolean' ? undefined : 'true or false';
  const { min, max } = parameter;
  const kind = parameter.type === 'integer' ? 'a whole number' : 'a number';
  const right =
    typeof value === 'number' &&
    value >= min &&
    value <= max &&
    (parameter.type === 'number' || Number.isInteger(value));
  return right ? undefined : `${kind} from ${min} to ${max}`;
}
