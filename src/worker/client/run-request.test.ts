import { describe, expect, it } from 'vitest';
import { checkRunRequest } from './run-request.ts';
import type { RunRequest } from './workbench-client.ts';

const minimal: RunRequest = { strategy: 'sma-cross', series: 'GOOG' };

const check = (fields: Record<string, unknown>) => checkRunRequest({ ...minimal, ...fields } as RunRequest);

function failure(fields: Record<string, unknown>): unknown {
  try {
    check(fields);
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('a request for a run', () => {
  it('takes the documented defaults', () => {
    expect(check({})).toEqual({
      series: 'GOOG',
      storages: ['duckdb'],
      settings: {
        strategy: 'sma-cross',
        params: { fast: 10, slow: 30, short: false },
        cash: 10_000,
        commission: 0,
        fillProfile: 'next-open',
        exclusiveOrders: true,
        finalizeTrades: false,
        riskFreeRate: 0,
      },
    });
  });

  it('takes one series or a list of them, a benchmark and hours', () => {
    const several = check({ series: ['GOOG', { symbol: 'MSFT' }], benchmark: 'SPY 1d' });
    expect(several).toMatchObject({ series: ['GOOG', { symbol: 'MSFT' }], benchmark: 'SPY 1d' });
    const session = { timeZone: 'America/New_York', open: '9:30', close: 960, hours: 'extended' };
    expect(check({ session }).settings.session).toEqual({ ...session, open: 570 });
    expect(check({ session: { open: '0:00', close: '24:00' } }).settings.session).toEqual({
      timeZone: 'UTC',
      open: 0,
      close: 1_440,
    });
  });

  it.each([
    ['series', []],
    ['series', ['GOOG', 7]],
    ['benchmark', ['SPY']],
    ['session', 'New York'],
    ['session.open', { open: '25:00', close: '16:00' }],
    ['session.close', { open: 570 }],
    ['session.hours', { open: 0, close: 10, hours: 'odd' }],
    ['session.zone', { open: 0, close: 10, zone: 'UTC' }],
  ])('names %s when it is %j', (field, value) => {
    const name = field.split('.')[0] as string;
    expect(failure({ [name]: value })).toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining(`${field} is `),
    });
  });

  it('runs on both storages, DuckDB first', () => {
    expect(check({ storage: 'both' }).storages).toEqual(['duckdb', 'memory']);
  });

  it.each([
    ['2020-01-31', Date.UTC(2020, 0, 31)],
    ['2020-01-31T14:30', Date.UTC(2020, 0, 31, 14, 30)],
    ['2020-01-31 14:30:00', Date.UTC(2020, 0, 31, 14, 30)],
    ['2020-01-31T14:30:00Z', Date.UTC(2020, 0, 31, 14, 30)],
    ['2020-01-31T14:30:00+02:00', Date.UTC(2020, 0, 31, 12, 30)],
    [86_400_000, 86_400_000],
  ])('reads start %s as %i, in UTC when no zone is given', (start, epoch) => {
    expect(check({ start }).settings.start).toBe(epoch);
  });

  it.each([
    ['strategy', 7],
    ['series', 12],
    ['storage', 'disk'],
    ['start', 'yesterday'],
    ['start', '2020-13-45'],
    ['start', '2021-02-29'],
    ['end', '2020-02-31T10:00'],
    ['end', Number.NaN],
    ['cash', 0],
    ['cash', '10000'],
    ['commission', -0.1],
    ['commission', 1],
    ['fillProfile', 'magic'],
    ['exclusiveOrders', 1],
    ['finalizeTrades', 'yes'],
    ['riskFreeRate', Number.POSITIVE_INFINITY],
    ['params', [10, 30]],
    ['intrabar', 'hopeful'],
    ['finerBars', []],
    ['finerBars', 60],
    ['band', 'yes'],
    ['maxGap', '5'],
    ['maxGap', -1],
    ['volumeLimit', 0],
    ['volumeLimit', 1.5],
  ])('is refused when %s is %j, quoting it', (field, value) => {
    expect(failure({ [field]: value })).toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining(field),
    });
  });

  it('takes the terms of trading and of the account as they are, with times of flows as epoch ms', () => {
    const terms = {
      fees: { type: 'flat-percent', amount: 1, rate: 0.001 },
      slippage: { type: 'volume-share', coefficient: 0.1 },
      spread: 0.001,
      margin: 0.5,
      maintenanceMargin: 0.25,
      financing: { borrowRate: 0.03, marginRate: 0.06 },
      contract: { multiplier: 50, tickSize: 0.25, initialMargin: 12_000, maintenanceMargin: 11_000 },
      adjustments: 'raw',
      lotSize: 0.1,
      hedging: true,
      tradeOnClose: true,
    };
    const cashFlows = [{ time: '2020-01-31', amount: -500 }];
    expect(check({ ...terms, cashFlows }).settings).toMatchObject({
      ...terms,
      cashFlows: [{ time: Date.UTC(2020, 0, 31), amount: -500 }],
    });
  });

  it('takes one contract for each of its series, and refuses another number of them', () => {
    const contract = [{ multiplier: 50 }, {}];
    expect(check({ series: ['ES', 'NQ'], contract }).settings).toMatchObject({ contract });
    expect(failure({ series: 'ES', contract })).toMatchObject({ message: expect.stringContaining('(1)') });
  });

  it.each([
    ['fees', { type: 'percent', rate: '1%' }, '`fees.rate`', '1%'],
    ['slippage', { type: 'jumps' }, '`slippage.type`', 'jumps'],
    ['fees', null, '`fees`', 'null'],
    ['spread', -0.1, '`spread`', '-0.1'],
    ['spread', '0.1', '`spread`', '0.1'],
    ['maintenanceMargin', '0.2', '`maintenanceMargin`', '0.2'],
    ['margin', 2, '`margin`', '2'],
    ['margin', null, '`margin`', 'null'],
    ['maintenanceMargin', 1.5, '`maintenanceMargin`', '1.5'],
    ['lotSize', 0, '`lotSize`', '0'],
    ['hedging', 'yes', '`hedging`', 'yes'],
    ['tradeOnClose', 1, '`tradeOnClose`', '1'],
    ['financing', { borrowRate: Number.NaN }, '`financing.borrowRate`', 'NaN'],
    ['cashFlows', 500, '`cashFlows`', '500'],
    ['cashFlows', [7], '`cashFlows[0]`', '7'],
    ['cashFlows', [{ time: 'soon', amount: 1 }], 'cashFlows[0].time', 'soon'],
    ['cashFlows', [{ amount: 1 }], '`cashFlows[0].time`', 'undefined'],
    ['contract', { tick: 1 }, '`contract.tick`', '1'],
    ['adjustments', 'both', '`adjustments`', 'both'],
  ])('is refused when %s is %j, naming the field and quoting the value', (field, value, name, quoted) => {
    expect(failure({ [field]: value })).toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining(name),
    });
    expect(String(failure({ [field]: value }))).toContain(quoted);
  });

  it('takes the terms of execution as they are, null as no bound of a gap', () => {
    const terms = { intrabar: 'adaptive', band: true, maxGap: null, volumeLimit: 0.25 };
    const checked = check({ ...terms, finerBars: 'GOOG 1m' });
    expect(checked.settings).toMatchObject(terms);
    expect(checked.finerBars).toBe('GOOG 1m');
  });

  it.each([
    ['intrabar', 'adaptive'],
    ['finerBars', 'GOOG 1m'],
    ['volumeLimit', 0.1],
  ])('refuses %s in a profile that has its own rule', (field, value) => {
    const refused = failure({ fillProfile: 'backtesting.py', [field]: value });
    expect(refused).toMatchObject({
      code: 'bad-argument',
      message: expect.stringMatching(new RegExp(`${field} is .*${value}.*backtesting\\.py`)),
    });
    expect(failure({ fillProfile: 'close', [field]: value })).toBeUndefined();
  });

  it('takes the default policy in every profile', () => {
    expect(failure({ fillProfile: 'backtesting.py', intrabar: 'pessimistic' })).toBeUndefined();
  });

  it('is refused when a required field is missing', () => {
    expect(failure({ series: undefined })).toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining('series'),
    });
  });

  it('is refused with a field that does not exist, also one that objects inherit', () => {
    for (const field of ['comission', 'toString', 'constructor']) {
      expect(failure({ [field]: 0.1 })).toMatchObject({
        code: 'bad-argument',
        message: expect.stringContaining(`"${field}"`),
      });
    }
  });

  it('is refused when it ends before it starts', () => {
    expect(failure({ start: '2020-02-01', end: '2020-01-01' })).toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining('2020-02-01'),
    });
  });

  it('names the strategies that exist when it asks for another', () => {
    expect(failure({ strategy: 'moon' })).toMatchObject({
      code: 'unknown-strategy',
      message: expect.stringMatching(/"moon".*sma-cross/),
    });
  });

  it.each([
    [{ slo: 3 }, '"slo"'],
    [{ fast: 0 }, 'from 1 to 5000'],
    [{ fast: 2.5 }, 'whole number'],
    [{ fast: 'ten' }, '"ten"'],
    [{ fast: 30, slow: 10 }, 'less than slow'],
    [{ short: 1 }, 'true or false'],
  ])('is refused with the parameters %j', (params, words) => {
    expect(failure({ params })).toMatchObject({
      code: 'bad-parameter',
      message: expect.stringContaining(words),
    });
  });
});
