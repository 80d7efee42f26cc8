import { describe, expect, it } from 'vitest';
import { barsOf, scripted, type TestRunOptions, testRun } from '../testing/test-run.ts';

const BARS = barsOf([
  [1, 1],
  [1, 1],
]);

describe('terms of an account that make no sense', () => {
  it.each<[string, unknown, string]>([
    ['cash', { cash: -5 }, '`cash` of a run must be a positive amount of money, got -5'],
    ['financing', { financing: 0.05 }, '`financing` of a run must be an object'],
    ['a NaN rate', { financing: { borrowRate: Number.NaN } }, '`financing.borrowRate`'],
    [
      'a negative rate',
      { financing: { marginRate: -0.01 } },
      '`financing.marginRate` of a run must be an annual rate',
    ],
    ['percent as a rate', { financing: { cashRate: 50 } }, '`financing.cashRate`'],
    ['an unknown rate', { financing: { lendingRate: 0.1 } }, '`financing.lendingRate`'],
    ['no maintenance', { maintenanceMargin: 0 }, '`maintenanceMargin` of a run must be a share above 0'],
    ['too much maintenance', { margin: 0.5, maintenanceMargin: 0.6 }, 'at most the margin (0.5), got 0.6'],
    [
      'a flow',
      { cashFlows: { time: 0, amount: 1 } },
      '`cashFlows` of a run must be a list of { time, amount }',
    ],
    ['a flow of nothing', { cashFlows: [{ time: 0, amount: 0 }] }, '`cashFlows[0].amount`'],
    [
      'a flow at no time',
      {
        cashFlows: [
          { time: 0, amount: 1 },
          { time: '2020', amount: 1 },
        ],
      },
      '`cashFlows[1].time`',
    ],
    [
      'a multiplier',
      { contract: { multiplier: -50 } },
      '`contract.multiplier` of a run must be a number above 0, got -50',
    ],
    ['a tick', { contract: { tickSize: 0 } }, '`contract.tickSize`'],
    ['an unknown term', { contract: { point: 1 } }, '`contract.point`'],
    [
      'two contracts for one series',
      { contract: [{}, {}] },
      '`contract` of a run must be one for all series',
    ],
    ['a contract in a list', { contract: [{ initialMargin: Number.NaN }] }, '`contract[0].initialMargin`'],
    [
      'more maintenance than initial margin',
      { contract: { initialMargin: 100, maintenanceMargin: 101 } },
      '`contract.maintenanceMargin` of a run must be at most initialMargin (100), got 101',
    ],
    [
      'an adjustment',
      { adjustments: 'none' },
      '`adjustments` of a run must be one of adjusted, raw, got none',
    ],
    ['an impact', { slippage: { type: 'volume-share', coefficient: -1 } }, '`slippage.coefficient`'],
  ])('%s: %j', async (_, terms, message) => {
    const running = testRun(BARS, scripted({}), terms as TestRunOptions);
    await expect(running).rejects.toThrow(message);
    await expect(running).rejects.toMatchObject({ code: 'bad-argument' });
  });
});
