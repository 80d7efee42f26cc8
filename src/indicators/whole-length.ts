import { BacktabError } from '../core/error.ts';

/**
 * `length` when it is a whole number from `least` on.
 * @throws BacktabError `bad-argument` naming what it is the length of.
 */
export function wholeLength(length: number, what: string, least = 1): number {
  if (Number.isInteger(length) && length >= least) return length;
  throw new BacktabError(
    'bad-argument',
    `The length of ${what} must be a whole number from ${least} on, got ${length}`,
  );
}
