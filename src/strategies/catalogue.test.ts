import { expect, it, describe as suite } from 'vitest';
import { resolveParameters } from '../engine/parameter-validation.ts';
import { describe, findStrategy, STRATEGIES } from './catalogue.ts';

suite('the catalogue', () => {
  it('describes each strategy as plain data with a unique id and valid defaults', () => {
    const descriptions = STRATEGIES.map(describe);
    expect(structuredClone(descriptions)).toEqual(descriptions);
    expect(new Set(descriptions.map(({ id }) => id)).size).toBe(STRATEGIES.length);
    for (const strategy of STRATEGIES) {
      const defaults = Object.entries(strategy.parameters).map(([name, { default: value }]) => [name, value]);
      expect(resolveParameters(strategy, {})).toEqual(Object.fromEntries(defaults));
    }
  });

  it('finds a strategy by id and names the others when there is none', () => {
    expect(findStrategy('sma-cross').name).toBe('SMA cross');
    expect(() => findStrategy('sma')).toThrow(
      expect.objectContaining({
        code: 'unknown-strategy',
        message: expect.stringContaining('sma-cross, buy-hold'),
      }),
    );
  });
});
