import { BacktabError } from '../../core/error.ts';
import {
  type SeriesInfo,
  type SeriesKey,
  type SeriesReference,
  SYNTHETIC_SOURCE,
} from '../../core/series.ts';
import { isTimeframe } from '../../core/timeframe.ts';

const KEY_FIELDS = ['symbol', 'timeframe', 'assetType', 'exchange', 'quote', 'source'] as const;
const LISTED = 20;

/**
 * The one stored series that `reference` means.
 *
 * 1. A text that is the id of a series means that series.
 * 2. Otherwise a text is a symbol, or a symbol and a timeframe (`GOOG 1d`); an object gives some fields of a key. Symbols are compared exactly
 *    first and without regard to case only when nothing matches exactly.
 * 3. Of several matches that differ only in their source, imported bars come before synthetic ones, then the latest written one wins.
 *
 * Errors: `unknown-series` says what exists, `ambiguous-series` lists the ids to choose from, `bad-argument` for a reference of another shape.
 */
export function resolveSeries(stored: readonly SeriesInfo[], reference: SeriesReference): SeriesInfo {
  const exact = typeof reference === 'string' && stored.find(({ id }) => id === reference);
  if (exact) return exact;
  const matches = matching(stored, fieldsOf(stored, reference));
  if (matches.length === 0) throw unknown(stored, reference);
  const [best] = [...matches].sort(preference);
  if (!best || new Set(matches.map(withoutSource)).size > 1) throw ambiguous(matches, reference);
  return best;
}

function fieldsOf(stored: readonly SeriesInfo[], reference: SeriesReference): Partial<SeriesKey> {
  if (typeof reference === 'string' && reference.trim() !== '') {
    const text = reference.trim();
    const parts = /^(.+)\s+(\S+)$/.exec(text);
    const named = stored.some(({ symbol }) => symbol === text);
    if (!named && parts?.[1] && parts[2] && isTimeframe(parts[2])) {
      return { symbol: parts[1].trim(), timeframe: parts[2] };
    }
    return { symbol: text };
  }
  if (typeof reference === 'object' && reference !== null && typeof reference.symbol === 'string') {
    const unknownField = Object.keys(reference).find((name) => !KEY_FIELDS.includes(name as keyof SeriesKey));
    if (unknownField === undefined) return reference;
    throw new BacktabError(
      'bad-argument',
      `A series has no field "${unknownField}": use ${KEY_FIELDS.join(', ')}`,
    );
  }
  throw new BacktabError(
    'bad-argument',
    `${JSON.stringify(reference)} names no series: give an id, a symbol such as "GOOG", a symbol and a timeframe such as "GOOG 1d", or { symbol, ... }`,
  );
}

function matching(stored: readonly SeriesInfo[], fields: Partial<SeriesKey>): SeriesInfo[] {
  const others = KEY_FIELDS.filter((name) => name !== 'symbol' && fields[name] !== undefined);
  const candidates = stored.filter((info) => others.every((name) => info[name] === fields[name]));
  const symbol = fields.symbol ?? '';
  const same = candidates.filter((info) => info.symbol === symbol);
  if (same.length > 0) return same;
  return candidates.filter((info) => info.symbol.toLowerCase() === symbol.toLowerCase());
}

function preference(a: SeriesInfo, b: SeriesInfo): number {
  const synthetic = Number(a.source === SYNTHETIC_SOURCE) - Number(b.source === SYNTHETIC_SOURCE);
  return synthetic || b.updatedAt - a.updatedAt || (a.id < b.id ? -1 : 1);
}

function withoutSource(info: SeriesInfo): string {
  return KEY_FIELDS.filter((name) => name !== 'source')
    .map((name) => encodeURIComponent(info[name]))
    .join(':');
}

function quoted(reference: SeriesReference): string {
  return typeof reference === 'string' ? `"${reference}"` : JSON.stringify(reference);
}

function list(series: readonly SeriesInfo[]): string {
  const shown = series.slice(0, LISTED).map(({ id }) => id);
  return shown.join(', ') + (series.length > LISTED ? `, and ${series.length - LISTED} more` : '');
}

function unknown(stored: readonly SeriesInfo[], reference: SeriesReference): BacktabError {
  const exists =
    stored.length === 0
      ? 'Nothing is stored yet: import a file or load the sample data'
      : `Stored are: ${list(stored)}`;
  return new BacktabError('unknown-series', `No series matches ${quoted(reference)}. ${exists}`);
}

function ambiguous(matches: readonly SeriesInfo[], reference: SeriesReference): BacktabError {
  return new BacktabError(
    'ambiguous-series',
    `${quoted(reference)} matches ${matches.length} series. Name one by its id: ${list(matches)}`,
  );
}
