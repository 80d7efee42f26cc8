import type { BarFeed } from '../core/bar-feed.ts';
import { BacktabError } from '../core/error.ts';
import { type BacktestSpecification, FILL_PROFILES } from './backtest-specification.ts';

/**
 * Checks a specification against the feed that is to serve it.
 * @throws BacktabError `bad-argument` naming the field and its value.
 */
export function checkSpecification(specification: BacktestSpecification, feed: BarFeed): void {
  const { cash, commission, riskFreeRate, start, end, fillProfile, series } = specification;
  demand(Number.isFinite(cash) && cash > 0, 'cash', 'a positive amount of money', cash);
  demand(
    commission >= 0 && commission < 1,
    'commission',
    'a share from 0 to below 1 (0.002 = 0.2%)',
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
  demand(series.length === 1, 'series', 'a list of exactly one series', series.length);
  const wanted = series.map((info) => info.id);
  const served = feed.series.map((each) => each.info.id);
  demand(
    wanted.join('\n') === served.join('\n'),
    'series',
    `what the feed serves (${served.join(', ')})`,
    wanted.join(', '),
  );
}

function demand(met: boolean, field: string, expected: string, value: unknown): void {
  if (!met)
    throw new BacktabError('bad-argument', `\`${field}\` of a run must be ${expected}, got ${String(value)}`);
}
