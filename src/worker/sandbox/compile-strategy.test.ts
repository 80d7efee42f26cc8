import { describe, expect, it } from 'vitest';
import * as kit from '../../engine/strategy-kit.ts';
import { compileStrategy } from './compile-strategy.ts';

const compile = (source: string) => compileStrategy(source, kit);
const failure = (words: string) =>
  expect.objectContaining({ code: 'strategy-failed', message: expect.stringContaining(words) });

describe('the text of a strategy', () => {
  it('gives the strategy that it exports as default', () => {
    const strategy = compile(`
      const { defineStrategy } = require('backtab');
      exports.default = defineStrategy({ id: 'x', name: 'X', description: '', parameters: {},
        create: () => ({ onTradingIteration() {} }) });`);
    expect(strategy.id).toBe('x');
  });

  it('may assign it to module.exports', () => {
    expect(compile('module.exports = { id: "y", create() {} }').id).toBe('y');
  });

  it('can require nothing but the kit', () => {
    expect(() => compile('require("node:fs")')).toThrow(failure('node:fs'));
  });

  it('is refused when it does not compile, throws or exports no strategy', () => {
    expect(() => compile('const = 1')).toThrow(failure('does not load'));
    expect(() => compile('throw new Error("early")')).toThrow(failure('early'));
    expect(() => compile('exports.default = 7')).toThrow(failure('exports nothing'));
    expect(() => compile('module.exports = null')).toThrow(failure('exports nothing'));
  });

  it('runs in strict mode, without names of its surroundings', () => {
    expect(() => compile('leaked = 1')).toThrow(failure('leaked'));
    expect(() => compile('exports.default = { create() {}, kit: compileStrategy }')).toThrow(
      failure('compileStrategy'),
    );
  });
});
