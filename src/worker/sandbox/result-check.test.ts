import { describe, expect, it } from 'vitest';
import { fillColumns, fillRecord } from '../../core/fill-columns.ts';
import { runBacktest } from '../../engine/backtest.ts';
import type { BacktestSpecification, RunTerms } from '../../engine/backtest-specification.ts';
import { UNATTENDED } from '../../engine/run-control.ts';
import { findStrategy } from '../../strategies/catalogue.ts';
import type { RunResult } from '../stored-run.ts';
import { infoOf, swingingBars, TEST_SERIES } from '../testing/bars.ts';
import { checkResult } from './result-check.ts';

const LENGTH = 120;
const bars = swingingBars(LENGTH);
const info = infoOf(TEST_SERIES, bars);
const specification: BacktestSpecification = {
  strategy: 'sma-cross',
  params: { fast: 3, slow: 8, short: true },
  series: [info],
  cash: 10_000,
  commission: 0,
  fillProfile: 'next-open',
  exclusiveOrders: true,
  finalizeTrades: false,
  riskFreeRate: 0,
};

async function result(terms: RunTerms = {}): Promise<RunResult> {
  const extent = { rows: LENGTH, first: info.first, last: info.last };
  const feed = { series: [{ info, chunks: [extent] }], read: async () => bars };
  const { equity, ...made } = await runBacktest(
    { ...specification, ...terms },
    feed,
    findStrategy('sma-cross'),
    UNATTENDED,
  );
  return structuredClone(made);
}

const check = (data: unknown) => checkResult(data, specification, LENGTH);
const refused = (words: string) =>
  expect.objectContaining({ code: 'strategy-failed', message: expect.stringContaining(words) });

describe('a result that leaves a sandbox', () => {
  it('passes unchanged when the engine made it', async () => {
    const made = await result();
    expect(made.trades.length).toBeGreaterThan(3);
    expect(check(made)).toEqual(made);
  });

  it('keeps its ledger, and flows that follow from it whatever the sandbox says of them', async () => {
    const terms = { cashFlows: [{ time: bars.timestamp[5]!, amount: 250 }] };
    const made = await result(terms);
    const flows = { bar: Float64Array.of(1), amount: Float64Array.of(9e9) };
    const checked = checkResult({ ...made, flows }, { ...specification, ...terms }, LENGTH);
    expect(checked.ledger).toEqual([
      { bar: 5, time: bars.timestamp[5], kind: 'deposit', amount: 250, series: null },
    ]);
    expect(checked.flows).toEqual({ bar: Float64Array.of(5), amount: Float64Array.of(250) });
  });

  it('may have a band, changed orders and margin calls, of numbers', async () => {
    const ambiguityBand = { worst: 1, adaptive: 2, best: 3 };
    const change = { orderId: 0, bar: 1, time: 2, limit: null, stop: 3, quantity: null };
    const call = { bar: 1, time: 2, equity: 3, required: 4, closed: [{ series: 0, units: 5 }] };
    const made = { ...(await result()), ambiguityBand, orderChanges: [change], marginCalls: [call] };
    expect(check(made)).toEqual({ ...made, specification });
    expect(() => check({ ...made, ambiguityBand: { ...ambiguityBand, best: '3' } })).toThrow(
      refused('ambiguityBand.best'),
    );
    expect(() => check({ ...made, orderChanges: [{ ...change, bar: -1 }] })).toThrow(
      refused('orderChanges.0.bar'),
    );
    const closed = [{ series: 0, units: Number.NaN }];
    expect(() => check({ ...made, marginCalls: [{ ...call, closed }] })).toThrow(
      refused('marginCalls.0.closed.0.units'),
    );
  });

  it('loses fields that no result has, and takes the specification of the page', async () => {
    const made = await result();
    const checked = check({ ...made, specification: { cash: 1 }, surprise: { path: 1 } });
    expect(checked.specification).toBe(specification);
    expect(checked).not.toHaveProperty('surprise');
  });

  it.each<[string, string, (made: RunResult) => unknown]>([
    ['nothing', 'not an object', () => null],
    [
      'an entry of the ledger of no kind',
      'ledger.0.kind',
      (made) => ({ ...made, ledger: [{ bar: 1, time: 1, kind: 'gift', amount: 1, series: null }] }),
    ],
    ['more bars than the series has', 'at most 120', (made) => ({ ...made, barsProcessed: LENGTH + 1 })],
    [
      'an infinite statistic',
      'statistics.sharpeRatio is Infinity',
      (made) => ({
        ...made,
        statistics: { ...made.statistics, sharpeRatio: Number.POSITIVE_INFINITY },
      }),
    ],
    [
      'a missing statistic',
      'statistics.sqn',
      (made) => ({
        ...made,
        statistics: { ...made.statistics, sqn: undefined },
      }),
    ],
    [
      'a trade without a price',
      'trades.entryPrice.0 is NaN',
      (made) => ({
        ...made,
        trades: { ...made.trades, entryPrice: made.trades.entryPrice.with(0, Number.NaN) },
      }),
    ],
    [
      'an order of an unknown status',
      'orders.status.0 is 5',
      (made) => ({
        ...made,
        orders: { ...made.orders, status: made.orders.status.with(0, 5) },
      }),
    ],
    [
      'an order of an unknown type',
      'orders.type.0 is -1',
      (made) => ({
        ...made,
        orders: { ...made.orders, type: made.orders.type.with(0, -1) },
      }),
    ],
    [
      'stop prices that are no typed array',
      'orders.stop',
      (made) => ({
        ...made,
        orders: { ...made.orders, stop: Array.from(made.orders.stop) },
      }),
    ],
    [
      'an ambiguity of an unknown kind',
      'ambiguities.0.kind',
      (made) => ({
        ...made,
        ambiguities: [{ bar: 1, time: 1, series: 0, orderId: 0, kind: 'mood' }],
      }),
    ],
    [
      'a very long reason',
      'orders.texts.1',
      (made) => ({
        ...made,
        orders: { ...made.orders, texts: ['', 'x'.repeat(100_000)] },
      }),
    ],
    [
      'a reason that is no text of the result',
      'orders.reason.0',
      (made) => ({ ...made, orders: { ...made.orders, reason: made.orders.reason.with(0, 99) } }),
    ],
    [
      'a column that is shorter than the others',
      'trades.mae',
      (made) => ({ ...made, trades: { ...made.trades, mae: made.trades.mae.slice(1) } }),
    ],
    [
      'a hundred thousand fills for 120 bars',
      'fills',
      (made) => ({
        ...made,
        fills: fillColumns(new Array(100_000).fill(fillRecord(made.fills, 0))),
      }),
    ],
  ])('is refused with %s', async (_, words, spoil) => {
    const spoilt = spoil(await result());
    expect(() => check(spoilt)).toThrow(refused(words));
  });
});
