import type { BarFeed } from '../core/bar-feed.ts';
import { COMMISSION_FIELDS, SLIPPAGE_FIELDS } from '../core/costs.ts';
import { BacktabError } from '../core/error.ts';
import { SessionCalendar } from '../core/trading-session.ts';
import { checkAccountTerms } from './account/account-validation.ts';
import {
  type BacktestSpecification,
  FILL_PROFILES,
  feedSeries,
  type RunTerms,
  SESSION_HOURS,
  type SessionTerms,
} from './backtest-specification.ts';
import { checkExecutionTerms } from './execution-terms.ts';

/** Share of notional that a maker may be paid at most for trading, negative (backtesting.py). */
const GREATEST_REBATE = -0.1;

/** Fields of costs that are shares of notional: below 0 a rebate. */
const RATES: readonly string[] = ['rate', 'maker', 'taker'];

/**
 * Checks a specification against the feed that is to serve it.
 * @throws BacktabError `bad-argument` naming the field and its value.
 */
export function checkSpecification(specification: BacktestSpecification, feed: BarFeed): void {
  const { cash, commission, riskFreeRate, start, end, fillProfile, series } = specification;
  demand(Number.isFinite(cash) && cash > 0, 'cash', 'a positive amount of money', cash);
  demand(
    commission >= GREATEST_REBATE && commission < 1,
    'commission',
    'a share from -0.1 (a rebate) to below 1 (0.002 = 0.2%)',
    commission,
  );
  demand(
    riskFreeRate > -1 && riskFreeRate < 1,
    'riskFreeRate',
    'a rate between -1 and 1 (0.02 = 2%)',
    riskFreeRate,
  );
  demand(
    FILL_PROFILES.includes(fillProfile),
    'fillProfile',
    `one of ${FILL_PROFILES.join(', ')}`,
    fillProfile,
  );
  demand(start === undefined || Number.isFinite(start), 'start', 'a time in epoch milliseconds', start);
  demand(end === undefined || Number.isFinite(end), 'end', 'a time in epoch milliseconds', end);
  demand(start === undefined || end === undefined || start < end, 'end', `after start (${start})`, end);
  for (const flag of ['exclusiveOrders', 'finalizeTrades'] as const) {
    demand(typeof specification[flag] === 'boolean', flag, 'true or false', specification[flag]);
  }
  demand(series.length > 0, 'series', 'a list of one series or more', series.length);
  const ids = series.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) < index);
  demand(twice === undefined, 'series', 'a list that names no series twice', twice);
  const alone = series.length === 1 || specification.tradeOnClose !== true;
  demand(
    alone,
    'tradeOnClose',
    'false in a run on several series (there the profile close fills market orders at the close that decides)',
    specification.tradeOnClose,
  );
  if (specification.session) checkSession(specification.session);
  checkRunTerms(specification, series.length);
  checkExecutionTerms(specification, demand);
  const wanted = feedSeries(specification).map((info) => info.id);
  const served = feed.series.map((each) => each.info.id);
  demand(
    wanted.join('\n') === served.join('\n'),
    'series',
    `what the feed serves (${served.join(', ')})`,
    wanted.join(', '),
  );
}

function checkSession(session: SessionTerms): void {
  const { hours = 'regular' } = session;
  demand(SESSION_HOURS.includes(hours), 'session.hours', `one of ${SESSION_HOURS.join(', ')}`, hours);
  demand(
    session.open !== session.close,
    'session.close',
    `another minute than its open (${session.open})`,
    session.close,
  );
  new SessionCalendar(session);
}

/**
 * Checks the terms of trading and of the account of a run on `seriesCount` series.
 * @throws BacktabError `bad-argument` naming the field and its value.
 */
export function checkRunTerms(terms: RunTerms, seriesCount: number): void {
  const { spread = 0, margin = 1, lotSize = 1, hedging = false, tradeOnClose = false } = terms;
  demand(
    isNumber(spread) && spread >= 0 && spread < 1,
    'spread',
    'a share from 0 to below 1 (0.001 = 0.1%)',
    spread,
  );
  demand(isNumber(margin) && margin > 0 && margin <= 1, 'margin', 'a share above 0 and at most 1', margin);
  demand(isNumber(lotSize) && lotSize > 0, 'lotSize', 'a positive number of units', lotSize);
  demand(typeof hedging === 'boolean', 'hedging', 'true or false', hedging);
  demand(typeof tradeOnClose === 'boolean', 'tradeOnClose', 'true or false', tradeOnClose);
  checkCosts('fees', terms.fees, COMMISSION_FIELDS);
  checkCosts('slippage', terms.slippage, SLIPPAGE_FIELDS);
  checkAccountTerms(terms, seriesCount);
}

function checkCosts(
  field: string,
  terms: { readonly type: string } | undefined,
  fields: Readonly<Record<string, readonly string[]>>,
): void {
  if (terms === undefined) return;
  demand(typeof terms === 'object' && terms !== null, field, 'an object with a type', terms);
  const { type, ...values } = terms as { readonly type: string } & Readonly<Record<string, unknown>>;
  const required = Object.hasOwn(fields, type) ? fields[type] : undefined;
  demand(required !== undefined, `${field}.type`, `one of ${Object.keys(fields).join(', ')}`, type);
  for (const name of [...(required ?? []), ...Object.keys(values)]) {
    const value = values[name];
    const least = RATES.includes(name) ? GREATEST_REBATE : 0;
    const sound = typeof value === 'number' && Number.isFinite(value) && value >= least;
    demand(sound, `${field}.${name}`, `a number from ${least} on`, value);
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function demand(met: boolean, field: string, expected: string, value: unknown): void {
  if (!met)
    throw new BacktabError('bad-argument', `\`${field}\` of a run must be ${expected}, got ${String(value)}`);
}
