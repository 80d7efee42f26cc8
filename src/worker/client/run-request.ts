import { BacktabError } from '../../core/error.ts';
import type { SeriesReference } from '../../core/series.ts';
import { type BacktestSpecification, FILL_PROFILES } from '../../engine/backtest-specification.ts';
import type { ParameterValues, StrategyDescription } from '../../engine/strategy-parameter.ts';
import { STORAGE_KINDS, type StorageKind } from '../../storage/bar-storage.ts';
import type { RunRequest } from './workbench-client.ts';

const STORAGES = [...STORAGE_KINDS, 'both'] as const;
const ISO_MOMENT = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/** A request with every default filled in and every value checked; the series is not looked up yet. */
export interface CheckedRequest {
  readonly strategy: StrategyDescription;
  readonly series: SeriesReference;
  readonly storages: readonly StorageKind[];
  readonly settings: Omit<BacktestSpecification, 'series'>;
}

type Check = (value: unknown, field: string) => unknown;

const FIELDS: { readonly [Field in keyof RunRequest]-?: Check } = {
  strategy: (value, field) => need(typeof value === 'string', field, value, 'the id of a strategy'),
  params: (value, field) => need(isPlainObject(value), field, value, 'an object of numbers and booleans'),
  series: (value, field) =>
    need(
      typeof value === 'string' || isPlainObject(value),
      field,
      value,
      'an id, a symbol or { symbol, ... }',
    ),
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
  exclusiveOrders: (value, field) => need(typeof value === 'boolean', field, value, 'true or false'),
  finalizeTrades: (value, field) => need(typeof value === 'boolean', field, value, 'true or false'),
  riskFreeRate: (value, field) =>
    need(isFiniteNumber(value) && value > -1 && value < 1, field, value, 'an annual rate such as 0.02'),
};

/**
 * Checks a request field by field. Errors: `bad-argument` names the field and quotes its value, also for a field that does not exist;
 * `unknown-strategy`; `bad-parameter` for a parameter that the strategy does not declare or whose value is out of its range.
 */
export function checkRunRequest(
  request: RunRequest,
  strategies: readonly StrategyDescription[],
): CheckedRequest {
  if (!isPlainObject(request))
    throw new BacktabError('bad-argument', `A run is asked for with an object, not ${quoted(request)}`);
  const given: Readonly<Record<string, unknown>> = request;
  for (const [field, value] of Object.entries(given)) {
    const check = Object.hasOwn(FIELDS, field) ? FIELDS[field as keyof RunRequest] : undefined;
    if (!check) {
      throw new BacktabError(
        'bad-argument',
        `A run has no field "${field}" (${quoted(value)}): use ${Object.keys(FIELDS).join(', ')}`,
      );
    }
    if (value !== undefined) check(value, field);
  }
  for (const field of ['strategy', 'series'] as const) {
    if (given[field] === undefined) FIELDS[field](undefined, field);
  }
  const strategy = findStrategy(strategies, request.strategy);
  const start = moment(request.start, 'start');
  const end = moment(request.end, 'end');
  if (start !== undefined && end !== undefined && start >= end) {
    throw new BacktabError(
      'bad-argument',
      `start (${quoted(request.start)}) must lie before end (${quoted(request.end)})`,
    );
  }
  const storage = request.storage ?? 'duckdb';
  return {
    strategy,
    series: request.series,
    storages: storage === 'both' ? STORAGE_KINDS : [storage],
    settings: {
      strategy: strategy.id,
      params: checkParameters(strategy, request.params ?? {}),
      ...(start === undefined ? {} : { start }),
      ...(end === undefined ? {} : { end }),
      cash: request.cash ?? 10_000,
      commission: request.commission ?? 0,
      fillProfile: request.fillProfile ?? 'next-open',
      exclusiveOrders: request.exclusiveOrders ?? true,
      finalizeTrades: request.finalizeTrades ?? false,
      riskFreeRate: request.riskFreeRate ?? 0,
    },
  };
}

/** Values for all parameters of `strategy`, its defaults where `given` is silent. Error `bad-parameter`. */
export function checkParameters(strategy: StrategyDescription, given: ParameterValues): ParameterValues {
  const { id, parameters } = strategy;
  const refuse = (name: string, problem: string) => {
    throw new BacktabError('bad-parameter', `Parameter "${name}" of ${id} ${problem}`);
  };
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(parameters, name)) continue;
    refuse(name, `does not exist: it has ${Object.keys(parameters).join(', ') || 'none'}`);
  }
  const values: Record<string, number | boolean> = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    const value = given[name] ?? parameter.default;
    const is = `is ${quoted(value)}`;
    if (parameter.type === 'boolean') {
      if (typeof value !== 'boolean') refuse(name, `${is}: use true or false`);
    } else {
      if (!isFiniteNumber(value)) refuse(name, `${is}: use a number`);
      const number = value as number;
      if (parameter.type === 'integer' && !Number.isInteger(number))
        refuse(name, `${is}: use a whole number`);
      if (number < parameter.min || number > parameter.max) {
        refuse(name, `${is}: use ${parameter.min} to ${parameter.max}`);
      }
    }
    values[name] = value;
  }
  return values;
}

function findStrategy(strategies: readonly StrategyDescription[], id: string): StrategyDescription {
  const strategy = strategies.find((candidate) => candidate.id === id);
  if (strategy) return strategy;
  const known = strategies.map((candidate) => candidate.id).join(', ');
  throw new BacktabError('unknown-strategy', `There is no strategy "${id}". There are: ${known}`);
}

/** Epoch ms UTC of a number or an ISO 8601 text; a text without a zone is UTC. */
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
  need(Number.isFinite(parsed), field, value, expected);
  return parsed;
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
