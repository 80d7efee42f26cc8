import { BacktabError } from '../../core/error.ts';
import type { SeriesReference } from '../../core/series.ts';
import {
  type BacktestSpecification,
  FILL_PROFILES,
  RUN_TERMS,
  type RunTerms,
} from '../../engine/backtest-specification.ts';
import { FILL_RULES } from '../../engine/fill-profiles/fill-profiles.ts';
import { INTRABAR_POLICIES } from '../../engine/intrabar-policy.ts';
import { resolveParameters } from '../../engine/parameter-validation.ts';
import type { ParameterValues } from '../../engine/strategy-parameter.ts';
import { STORAGE_KINDS, type StorageKind } from '../../storage/bar-storage.ts';
import { findStrategy } from '../../strategies/catalogue.ts';
import { CUSTOM_STRATEGY } from '../strategy-source.ts';
import { isSeriesList, isSeriesReference, MAX_SERIES, readSession } from './portfolio-request.ts';
import { readRunTerms } from './run-terms.ts';
import type { RunRequest } from './workbench-client.ts';

const STORAGES = [...STORAGE_KINDS, 'both'] as const;
/** What `both` compares. */
const BOTH: readonly StorageKind[] = ['duckdb', 'memory'];
const ISO_MOMENT = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/** A request with every default filled in and every value checked; the series is not looked up yet. */
export interface CheckedRequest {
  readonly series: RunRequest['series'];
  readonly benchmark?: SeriesReference;
  readonly finerBars?: RunRequest['series'];
  readonly storages: readonly StorageKind[];
  readonly settings: Omit<BacktestSpecification, 'series' | 'benchmark' | 'finerBars'>;
}

/** A run of a strategy that is given as text: its parameters are checked where it runs. */
export type SourceRequest = Omit<RunRequest, 'strategy'>;

/** Terms of execution that a request hands on as they are. */
const EXECUTION_TERMS = ['intrabar', 'band', 'maxGap', 'volumeLimit', 'trailHistory'] as const;

type Check = (value: unknown, field: string) => unknown;

const FIELDS: { readonly [Field in Exclude<keyof RunRequest, keyof RunTerms>]-?: Check } = {
  strategy: (value, field) => need(typeof value === 'string', field, value, 'the id of a strategy'),
  params: (value, field) => need(isPlainObject(value), field, value, 'an object of numbers and booleans'),
  series: (value, field) =>
    need(
      isSeriesList(value),
      field,
      value,
      `an id, a symbol or { symbol, ... }, or a list of 1 to ${MAX_SERIES} of them`,
    ),
  benchmark: (value, field) =>
    need(isSeriesReference(value), field, value, 'an id, a symbol or { symbol, ... }'),
  session: readSession,
  storage: (value, field) =>
    need(STORAGES.includes(value as never), field, value, `one of ${STORAGES.join(', ')}`),
  start: moment,
  end: moment,
  cash: (value, field) => need(isFiniteNumber(value) && value > 0, field, value, 'an amount above 0'),
  commission: (value, field) =>
    need(
      isFiniteNumber(value) && value >= 0 && value < 1,
      field,
      value,
      'a share of notional, 0 <= commission < 1',
    ),
  fillProfile: (value, field) =>
    need(FILL_PROFILES.includes(value as never), field, value, `one of ${FILL_PROFILES.join(', ')}`),
  intrabar: (value, field) =>
    need(INTRABAR_POLICIES.includes(value as never), field, value, `one of ${INTRABAR_POLICIES.join(', ')}`),
  finerBars: (value, field) =>
    need(isSeriesList(value), field, value, 'a reference to shorter bars of a series of the run, or a list'),
  band: (value, field) => need(typeof value === 'boolean', field, value, 'true or false'),
  trailHistory: (value, field) => need(typeof value === 'boolean', field, value, 'true or false'),
  maxGap: (value, field) =>
    need(
      value === null || (isFiniteNumber(value) && value >= 0),
      field,
      value,
      'days from 0 on, or null for no bound',
    ),
  volumeLimit: (value, field) =>
    need(
      isFiniteNumber(value) && value > 0 && value <= 1,
      field,
      value,
      "a share of a bar's volume, 0 < volumeLimit <= 1",
    ),
  exclusiveOrders: (value, field) => need(typeof value === 'boolean', field, value, 'true or false'),
  finalizeTrades: (value, field) => need(typeof value === 'boolean', field, value, 'true or false'),
  riskFreeRate: (value, field) =>
    need(isFiniteNumber(value) && value > -1 && value < 1, field, value, 'an annual rate such as 0.02'),
};

/**
 * Checks a request field by field. Errors: `bad-argument` names the field and quotes its value, also for a field that does not exist;
 * `unknown-strategy`; `bad-parameter` for a parameter that the strategy does not declare or whose value is out of its range.
 */
export function checkRunRequest(request: RunRequest): CheckedRequest {
  checkFields(request, ['strategy', 'series']);
  const strategy = findStrategy(request.strategy);
  return withDefaults(request, strategy.id, resolveParameters(strategy, request.params ?? {}));
}

/** The same for a strategy that is given as text. */
export function checkSourceRequest(request: SourceRequest): CheckedRequest {
  checkFields(request, ['series']);
  return withDefaults(request, CUSTOM_STRATEGY, request.params ?? {});
}

function checkFields(request: SourceRequest, required: readonly (keyof typeof FIELDS)[]): void {
  if (!isPlainObject(request)) {
    throw new BacktabError('bad-argument', `A run is asked for with an object, not ${quoted(request)}`);
  }
  const given: Readonly<Record<string, unknown>> = request;
  for (const [field, value] of Object.entries(given)) {
    if (RUN_TERMS.includes(field as keyof RunTerms)) continue;
    const check = Object.hasOwn(FIELDS, field) ? FIELDS[field as keyof typeof FIELDS] : undefined;
    if (!check) {
      throw new BacktabError(
        'bad-argument',
        `A run has no field "${field}" (${quoted(value)}): use ${[...Object.keys(FIELDS), ...RUN_TERMS].join(', ')}`,
      );
    }
    if (value !== undefined) check(value, field);
  }
  for (const field of required) {
    if (given[field] === undefined) FIELDS[field](undefined, field);
  }
}

function withDefaults(request: SourceRequest, strategy: string, params: ParameterValues): CheckedRequest {
  const start = moment(request.start, 'start');
  const end = moment(request.end, 'end');
  if (start !== undefined && end !== undefined && start >= end) {
    throw new BacktabError(
      'bad-argument',
      `start (${isoMoment(start)}) must lie before end (${isoMoment(end)})`,
    );
  }
  refuseForeignTerms(request);
  const storage = request.storage ?? 'duckdb';
  return {
    series: request.series,
    ...(request.benchmark === undefined ? {} : { benchmark: request.benchmark }),
    ...(request.finerBars === undefined ? {} : { finerBars: request.finerBars }),
    storages: storage === 'both' ? BOTH : [storage],
    settings: {
      strategy,
      params,
      ...(start === undefined ? {} : { start }),
      ...(end === undefined ? {} : { end }),
      ...(request.session === undefined ? {} : { session: readSession(request.session) }),
      cash: request.cash ?? 10_000,
      commission: request.commission ?? 0,
      fillProfile: request.fillProfile ?? 'next-open',
      exclusiveOrders: request.exclusiveOrders ?? true,
      finalizeTrades: request.finalizeTrades ?? false,
      riskFreeRate: request.riskFreeRate ?? 0,
      ...executionTerms(request),
      ...readRunTerms(request, moment),
    },
  };
}

function executionTerms(
  request: SourceRequest,
): Pick<BacktestSpecification, (typeof EXECUTION_TERMS)[number]> {
  const given = EXECUTION_TERMS.filter((name) => request[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, request[name]]));
}

/** The profile may have a rule of its own where the request names one. */
function refuseForeignTerms({
  fillProfile = 'next-open',
  intrabar,
  finerBars,
  volumeLimit,
}: SourceRequest): void {
  if (FILL_RULES[fillProfile].takesTerms) return;
  const given = { intrabar: intrabar === 'pessimistic' ? undefined : intrabar, finerBars, volumeLimit };
  for (const [field, value] of Object.entries(given)) {
    need(value === undefined, field, value, `another profile than ${fillProfile}, which has its own rule`);
  }
}

/** Epoch ms UTC of a number or an ISO 8601 text; a text without a zone is UTC. A day that no calendar has (31 February) is refused: `Date.parse` moves it on. */
function moment(value: unknown, field: string): number | undefined {
  if (value === undefined) return undefined;
  const expected = 'epoch milliseconds or an ISO 8601 text such as "2020-01-31" or "2020-01-31T14:30:00Z"';
  if (typeof value === 'number') {
    need(Number.isFinite(value), field, value, expected);
    return value;
  }
  const text = typeof value === 'string' ? value.trim() : '';
  need(ISO_MOMENT.test(text), field, value, expected);
  const zoned = /(Z|[+-]\d{2}:?\d{2})$/i.test(text.slice(10)) || text.length === 10;
  const parsed = Date.parse((zoned ? text : `${text}Z`).replace(' ', 'T'));
  const day = text.slice(0, 10);
  const exists = Number.isFinite(parsed) && new Date(day).toISOString().startsWith(day);
  need(exists, field, value, expected);
  return parsed;
}

/** A moment as `2013-01-05`, or with its time of day where it is not midnight; a number beyond the calendar as it is. */
function isoMoment(time: number): string {
  if (Math.abs(time) > 8.64e15) return String(time);
  return new Date(time).toISOString().replace('T00:00:00.000Z', '');
}

function need(holds: boolean, field: string, value: unknown, expected: string): void {
  if (holds) return;
  throw new BacktabError('bad-argument', `${field} is ${quoted(value)}: use ${expected}`);
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function quoted(value: unknown): string {
  if (typeof value === 'number' || value === undefined) return String(value);
  return JSON.stringify(value) ?? String(value);
}
