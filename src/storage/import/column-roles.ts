import { BacktabError } from '../../core/error.ts';
import type { ColumnRole } from './import-types.ts';
import { isTimeOfDay, proposeFormat } from './timestamp-format.ts';

const PRICES = ['open', 'high', 'low', 'close'] as const;

/** Names by role, the best first. Names are compared in lower case with runs of other signs as one space. */
const ALIASES: Readonly<Partial<Record<ColumnRole, readonly RegExp[]>>> = {
  timestamp: [
    /^(?:timestamp|date ?time|time ?stamp|dt|ts)(?: (?:utc|gmt|ms|s))?$/,
    /^(?:open|start|bar|kline|window|period) ?(?:open|start)? ?(?:time|date|timestamp)(?: (?:utc|ms))?$/,
    /^(?:window|period|bar) start$/,
    /^(?:unix|epoch)(?: ?(?:time|timestamp|ms|s))?$/,
    /^(?:date|time)(?: (?:utc|gmt))?$/,
    /^(?:t|local time|gmt time|index level 0|begins at|day)$/,
  ],
  open: [
    /^(?:o|open|open price|price open|opening price|first)$/,
    /^\d+[a-z]? open(?: [a-z]{3,4})?$/,
    /^open [a-z]{3,4}$/,
  ],
  high: [/^(?:h|high|high price|price high|max)$/, /^\d+[a-z]? high(?: [a-z]{3,4})?$/, /^high [a-z]{3,4}$/],
  low: [/^(?:l|low|low price|price low|min)$/, /^\d+[a-z]? low(?: [a-z]{3,4})?$/, /^low [a-z]{3,4}$/],
  close: [
    /^(?:c|close|close price|price close|closing price|close last)$/,
    /^\d+[a-z]? close(?: [a-z]{3,4})?$/,
    /^close [a-z]{3,4}$/,
    /^(?:last|price)$/,
  ],
  volume: [
    /^(?:volume|v|vol|base volume)$/,
    /^\d+[a-z]? volume$/,
    /^(?:volume|vol) [a-z]{2,6}$/,
    /^(?:real|trade) volume$/,
    /^tick ?vol(?:ume)?$/,
  ],
};
const IGNORED = /\bclose time\b|\badj|^vol (?:ma|avg)$|\b(?:change|chg|pct|percent)\b/;
const PERCENT = /^[+-]?[\d.,]+\s?%$/;
const NO_VALUE = /^(?:[-–—]|n\/?a|null)$/i;

/** `name` in the form that aliases are compared in. */
export function normalizeName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function findByName(names: readonly string[], role: ColumnRole): number {
  for (const alias of ALIASES[role] ?? []) {
    const index = names.findIndex((name) => alias.test(name) && !IGNORED.test(name));
    if (index >= 0) return index;
  }
  return -1;
}

/** How many of timestamp, open, high, low, close a header names. */
export function recognizedNames(names: readonly string[]): number {
  const plain = names.map(normalizeName);
  return (['timestamp', ...PRICES] as const).filter((role) => findByName(plain, role) >= 0).length;
}

function column(rows: readonly (readonly string[])[], index: number): string[] {
  return rows.map((row) => row[index]?.trim() ?? '').filter((value) => value !== '');
}

function mostly(values: readonly string[], test: (value: string) => boolean): boolean {
  return values.length > 0 && values.filter(test).length >= values.length / 2;
}

/** True for a column whose values are mostly numbers, whatever their decimal mark; a currency sign may stand before it. */
export function isNumeric(values: readonly string[]): boolean {
  return mostly(values, (value) => /^[+-]?(?:[$£¥€]\s?)?(?:\d[\d.,]*|\.\d+)(?:[eE][+-]?\d+)?$/.test(value));
}

function findStamp(
  roles: ColumnRole[],
  names: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const date = names.findIndex((name) => /^(?:date|day)$/.test(name));
  const time = names.indexOf('time');
  if (date >= 0 && time >= 0 && mostly(column(rows, time), isTimeOfDay)) {
    roles[date] = 'date';
    roles[time] = 'time';
    return;
  }
  const named = findByName(names, 'timestamp');
  const index =
    named >= 0
      ? named
      : roles.findIndex((role, i) => role === 'ignore' && proposeFormat(column(rows, i)) !== undefined);
  if (index < 0) return;
  const next = index + 1;
  const split = !names[next] && next < roles.length && mostly(column(rows, next), isTimeOfDay);
  roles[index] = split ? 'date' : 'timestamp';
  if (split) roles[next] = 'time';
}

/**
 * One role per column from header names (`names`, `` where unnamed) and sampled rows. Without a header the columns after the stamp are taken in the
 * order open, high, low, close, volume. The only column of numbers beside the stamp is the close. Percentages and a volume without a single value are
 * ignored, and what cannot be told stays `ignore`.
 */
export function proposeRoles(
  names: readonly string[],
  rows: readonly (readonly string[])[],
  header: boolean,
): ColumnRole[] {
  const plain = names.map((name, index) => {
    if (name.includes('%') || mostly(column(rows, index), (value) => PERCENT.test(value))) return 'percent';
    return header ? normalizeName(name) : '';
  });
  const roles = plain.map((): ColumnRole => 'ignore');
  for (const role of [...PRICES, 'volume'] as const) {
    const index = findByName(plain, role);
    if (index < 0 || roles[index] !== 'ignore') continue;
    if (role === 'volume' && column(rows, index).every((value) => NO_VALUE.test(value))) continue;
    roles[index] = role;
  }
  findStamp(roles, plain, rows);
  if (header && roles.some((role) => (PRICES as readonly string[]).includes(role))) return roles;
  const only = roles.flatMap((role, index) =>
    role === 'ignore' && isNumeric(column(rows, index)) ? [index] : [],
  );
  if (only.length === 1 && (roles.includes('timestamp') || roles.includes('date')))
    roles[only[0] as number] = 'close';
  const stamp = roles.findIndex((role) => role === 'time' || role === 'timestamp');
  if (header || stamp < 0) return roles;
  const free = roles.flatMap((role, index) =>
    index > stamp && role === 'ignore' && isNumeric(column(rows, index)) ? [index] : [],
  );
  if (free.length < PRICES.length) return roles;
  for (const [position, role] of [...PRICES, 'volume' as const].entries()) {
    const index = free[position];
    if (index !== undefined) roles[index] = role;
  }
  return roles;
}

/** What a set of roles lacks to describe bars, in words; empty when it is complete. With `closeOnly` a close is the only price asked for. */
export function missingRoles(roles: readonly ColumnRole[], closeOnly: boolean): string[] {
  const prices = closeOnly ? (['close'] as const) : PRICES;
  const missing: string[] = prices.filter((role) => !roles.includes(role));
  if (!roles.includes('timestamp') && !roles.includes('date')) missing.unshift('timestamp');
  return missing;
}

/** Refuses roles that contradict each other. Error `bad-argument`. */
export function assertDistinctRoles(file: string, roles: readonly ColumnRole[], closeOnly: boolean): void {
  const twice = roles.find((role, index) => role !== 'ignore' && roles.indexOf(role) !== index);
  if (twice)
    throw new BacktabError('bad-argument', `Two columns of "${file}" are mapped to "${twice}": keep one`);
  if (roles.includes('timestamp') && (roles.includes('date') || roles.includes('time')))
    throw new BacktabError(
      'bad-argument',
      `"${file}": map either a timestamp column or date and time, not both`,
    );
  const spare = roles.find((role) => role === 'open' || role === 'high' || role === 'low');
  if (closeOnly && spare)
    throw new BacktabError(
      'bad-argument',
      `"${file}": a column is mapped to "${spare}", but only the close is to be read: ignore it, or read four prices`,
    );
}

/** Refuses incomplete roles. Errors `missing-column`, `not-ohlcv` (nothing fits at all). */
export function assertRoles(
  file: string,
  roles: readonly ColumnRole[],
  names: readonly string[],
  closeOnly: boolean,
): void {
  const missing = missingRoles(roles, closeOnly);
  if (missing.length === 0) return;
  const found = names.map((name) => (name === '' ? '(unnamed)' : `"${name}"`)).join(', ');
  const wanted = closeOnly ? 'a timestamp and close' : 'a timestamp, open, high, low and close';
  const text = `looked for ${wanted}; not found: ${missing.join(', ')}. Columns in the file: ${found.slice(0, 400)}`;
  if (missing.length >= 4)
    throw new BacktabError('not-ohlcv', `"${file}" does not look like OHLCV bars: ${text}`);
  const single = !closeOnly && roles.includes('close') ? ', or import the close alone' : '';
  throw new BacktabError(
    'missing-column',
    `"${file}" lacks a column: ${text}. Map the columns by hand if one of them is meant${single}`,
  );
}
