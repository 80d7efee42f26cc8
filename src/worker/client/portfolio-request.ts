import { BacktabError } from '../../core/error.ts';
import type { SeriesInfo, SeriesReference } from '../../core/series.ts';
import { SESSION_HOURS, type SessionTerms } from '../../engine/backtest-specification.ts';
import { refines } from '../../engine/finer-bars.ts';

/** Hours of a market as a request gives them: minutes after local midnight, or `HH:MM`. */
export interface SessionRequest {
  /** IANA zone. Default `UTC`. */
  readonly timeZone?: string;
  readonly open: number | string;
  readonly close: number | string;
  /** `regular` (default): only bars inside the hours. `extended`: all bars. */
  readonly hours?: SessionTerms['hours'];
}

/** Most series of one run. */
export const MAX_SERIES = 200;

const TIME_OF_DAY = /^([01]?\d|2[0-4]):([0-5]\d)$/;
const SESSION_FIELDS = ['timeZone', 'open', 'close', 'hours'];

/** Whether `value` names a series: an id, a symbol, or an object. */
export function isSeriesReference(value: unknown): boolean {
  return typeof value === 'string' || (typeof value === 'object' && value !== null && !Array.isArray(value));
}

/** Whether `value` names the series of a run: one, or a list of them. */
export function isSeriesList(value: unknown): boolean {
  if (!Array.isArray(value)) return isSeriesReference(value);
  return value.length > 0 && value.length <= MAX_SERIES && value.every(isSeriesReference);
}

/** The references of a request as a list, the main one first. */
export function referencesOf(
  series: SeriesReference | readonly SeriesReference[],
): readonly SeriesReference[] {
  return Array.isArray(series) ? series : [series as SeriesReference];
}

/** The session of a request in minutes. Error `bad-argument` naming the field. */
export function readSession(session: unknown): SessionTerms {
  const given = session as Partial<Record<string, unknown>> | null;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw unusable(
      'session',
      session,
      'an object such as { timeZone: "America/New_York", open: "9:30", close: "16:00" }',
    );
  }
  const unknown = Object.keys(given).find((field) => !SESSION_FIELDS.includes(field));
  if (unknown !== undefined)
    throw unusable(`session.${unknown}`, given[unknown], `one of ${SESSION_FIELDS.join(', ')}`);
  const { timeZone = 'UTC', hours } = given;
  if (typeof timeZone !== 'string')
    throw unusable('session.timeZone', timeZone, 'an IANA name such as "Europe/Berlin"');
  if (hours !== undefined && !SESSION_HOURS.includes(hours as never)) {
    throw unusable('session.hours', hours, `one of ${SESSION_HOURS.join(', ')}`);
  }
  return {
    timeZone,
    open: minuteOf('session.open', given.open),
    close: minuteOf('session.close', given.close),
    ...(hours === undefined ? {} : { hours: hours as NonNullable<SessionTerms['hours']> }),
  };
}

/** Error `bad-argument` when two references of `field` mean the same series. */
export function refuseDoubles(series: readonly SeriesInfo[], field = 'series'): void {
  const twice = series.find(({ id }, index) => series.findIndex((other) => other.id === id) < index);
  if (twice) throw unusable(field, `${twice.symbol} ${twice.timeframe}`, 'each series once');
}

/** Error `bad-argument` when one of `finer` has no shorter bars of an instrument of `series`. */
export function refuseCoarse(finer: readonly SeriesInfo[], series: readonly SeriesInfo[]): void {
  const coarse = finer.find((each) => series.every((traded) => !refines(each, traded)));
  if (!coarse) return;
  const traded = series.map(({ symbol, timeframe }) => `${symbol} ${timeframe}`).join(', ');
  throw unusable(
    'finerBars',
    `${coarse.symbol} ${coarse.timeframe}`,
    `shorter bars of an instrument of the run (${traded})`,
  );
}

function minuteOf(field: string, value: unknown): number {
  const [, hour, minute] = TIME_OF_DAY.exec(typeof value === 'string' ? value.trim() : '') ?? [];
  const minutes = hour === undefined ? value : Number(hour) * 60 + Number(minute);
  if (typeof minutes === 'number' && minutes >= 0 && minutes <= 1_440) return minutes;
  throw unusable(field, value, 'minutes after midnight or a time such as "9:30"');
}

function unusable(field: string, value: unknown, expected: string): BacktabError {
  return new BacktabError(
    'bad-argument',
    `${field} is ${JSON.stringify(value) ?? String(value)}: use ${expected}`,
  );
}
