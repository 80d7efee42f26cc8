import { describe, expect, it } from 'vitest';
import type { SeriesInfo } from '../../core/series.ts';
import type { StrategyDescription } from '../../worker/client/types.ts';
import { isIsoDay } from './iso-day.ts';
import { formParameters, formProblem, initialForm, runRequest } from './run-form.ts';

const strategies: readonly StrategyDescription[] = [
  { id: 'buy-hold', name: 'Buy and hold', description: '', parameters: {} },
  {
    id: 'sma-cross',
    name: 'SMA cross',
    description: '',
    parameters: { fast: { type: 'integer', label: 'Fast', default: 10, min: 1, max: 1000 } },
  },
];

const series = { id: 'GOOG:1d:stock:::file' } as SeriesInfo;

describe('the form of a run', () => {
  it('starts with SMA cross and its declared defaults', () => {
    const form = initialForm(strategies);
    expect(form.strategy).toBe('sma-cross');
    expect(formParameters(form, strategies)).toEqual({ fast: 10 });
  });
  it('asks for commission as a share and for the end as the midnight after the last day', () => {
    const form = { ...initialForm(strategies), commissionPct: 0.2, from: '2013-01-02', to: '2013-01-31' };
    expect(runRequest(form, series, strategies)).toMatchObject({
      commission: 0.002,
      start: Date.UTC(2013, 0, 2),
      end: Date.UTC(2013, 1, 1),
    });
  });
  it('leaves start and end out when no day is given', () => {
    const request = runRequest(initialForm(strategies), series, strategies);
    expect(Object.keys(request)).not.toContain('start');
    expect(Object.keys(request)).not.toContain('end');
  });
  it('cannot be run when its first day comes after its last, and can on a single day', () => {
    const form = initialForm(strategies);
    expect(formProblem({ ...form, from: '2013-02-01', to: '2013-01-31' })).toContain('From (2013-02-01)');
    expect(formProblem({ ...form, from: '2013-01-31', to: '2013-01-31' })).toBeNull();
    expect(formProblem({ ...form, from: '2013-01-31' })).toBeNull();
  });
  it('cannot be run with a maintenance margin above the margin that it guards', () => {
    const form = initialForm(strategies);
    const problem = (terms: typeof form.terms) => formProblem({ ...form, terms });
    expect(problem({ margin: 0.5, maintenanceMargin: 0.6 })).toContain('Maintenance margin (60%)');
    expect(problem({ margin: 0.5, maintenanceMargin: 0.5 })).toBeNull();
    expect(problem({ contract: { maintenanceMargin: 5 } })).toContain('(5)');
    expect(problem({ contract: { maintenanceMargin: 5, initialMargin: 4 } })).toContain('now 4');
    expect(problem({ contract: { maintenanceMargin: 5, initialMargin: 5 } })).toBeNull();
  });
  it('names the series on screen first, then the others, each once', () => {
    const form = initialForm(strategies);
    expect(runRequest(form, series, strategies).series).toBe(series.id);
    const others = ['MSFT:1d:stock:::file', series.id];
    const session = { timeZone: 'Europe/London', open: 480, close: 990 };
    const request = runRequest(
      { ...form, others, benchmark: 'SPY:1d:stock:::file', session },
      series,
      strategies,
    );
    expect(request).toMatchObject({
      series: [series.id, 'MSFT:1d:stock:::file'],
      benchmark: 'SPY:1d:stock:::file',
      session,
    });
  });
  it('keeps the values of each strategy apart', () => {
    const form = { ...initialForm(strategies), params: { 'sma-cross': { fast: 3 } } };
    expect(formParameters(form, strategies)).toEqual({ fast: 3 });
    expect(formParameters({ ...form, strategy: 'buy-hold' }, strategies)).toEqual({});
  });
});

describe('a day', () => {
  it('is one of the calendar, written in full', () => {
    expect(isIsoDay('2012-02-29')).toBe(true);
    expect(isIsoDay('2013-02-29')).toBe(false);
    expect(isIsoDay('2013-2-1')).toBe(false);
  });
});
