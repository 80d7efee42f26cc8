/**
 * Everything a strategy file may import at run time. Where a strategy runs as text, these names are given to it instead.
 */
export { crossover } from '../indicators/crossover.ts';
export { defineStrategy } from './strategy.ts';
