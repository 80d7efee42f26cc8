/** Name under which the text of a strategy appears in stacks. */
export const STRATEGY_FILE = 'strategy.js';

/** What stands before the first character of the text. */
export const STRATEGY_PREFACE = '"use strict";';

/** Lines that `new Function` puts before its body: ECMA-262, CreateDynamicFunction. */
const LINES_BEFORE = 2;

const PLACE = new RegExp(`${STRATEGY_FILE.replace('.', '\\.')}:(\\d+):(\\d+)`);

/**
 * Where in the text of a strategy a stack comes from, as words that follow a place or a time: `, line 12, column 7`, counted from 1 in the
 * text that the user wrote. `` for a stack that does not pass through such a text.
 */
export function placeInStrategy(stack: string | undefined): string {
  const match = PLACE.exec(stack ?? '');
  if (!match) return '';
  const line = Number(match[1]) - LINES_BEFORE;
  const column = Number(match[2]) - (line === 1 ? STRATEGY_PREFACE.length : 0);
  return `, line ${line}, column ${column}`;
}
