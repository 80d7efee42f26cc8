import { describe, expect, it, vi } from 'vitest';
import { summarizeEquity } from '../../metrics/compute-statistics.ts';
import { barsOf, FIRST_TIME, scripted, testRun } from '../testing/test-run.ts';
import { CashLedger } from './cash-ledger.ts';

const DAY = 86_400_000;
const FLAT = barsOf(Array.from({ length: 4 }, () => [100, 100] as const));
const idle = scripted({});

describe('deposits and withdrawals', () => {
  it('are booked to the first bar at or after their time', async () => {
    const { equity, flows, ledger } = await testRun(FLAT, idle, {
      cashFlows: [
        { time: FIRST_TIME + 2 * DAY, amount: -300 },
        { time: FIRST_TIME + 1, amount: 500 },
      ],
    });
    expect([...equity.equity]).toEqual([10_000, 10_500, 10_200, 10_200]);
    expect(flows).toEqual({ bar: Float64Array.of(1, 2), amount: Float64Array.of(500, -300) });
    expect(ledger?.map(({ kind }) => kind)).toEqual(['deposit', 'withdrawal']);
  });

  it('before the run are booked to its first bar, after it to none', async () => {
    const { equity, flows } = await testRun(FLAT, idle, {
      cashFlows: [
        { time: 0, amount: 1_000 },
        { time: FIRST_TIME + 4 * DAY, amount: 7_000 },
      ],
    });
    expect([...equity.equity]).toEqual([11_000, 11_000, 11_000, 11_000]);
    expect(flows?.bar).toEqual(Float64Array.of(0));
  });

  it('are there before the orders of their bar', async () => {
    const { fills } = await testRun(FLAT, scripted({ 0: (c) => c.submitOrder(c.createOrder('buy')) }), {
      cashFlows: [{ time: FIRST_TIME + DAY, amount: 5_000 }],
    });
    expect(fills[0]?.size).toBe(150);
  });

  it('take no more than open trades leave free, and the rest is told', async () => {
    const strategy = scripted({
      0: (c) => c.submitOrder({ type: 'market', side: 'buy', quantity: 90 }),
    });
    const { equity, flows, warnings } = await testRun(FLAT, strategy, {
      cashFlows: [{ time: FIRST_TIME + 2 * DAY, amount: -1_500 }],
    });
    expect(flows?.amount).toEqual(Float64Array.of(-1_000));
    expect([...equity.equity]).toEqual([10_000, 10_000, 9_000, 9_000]);
    expect(warnings).toContainEqual(
      expect.objectContaining({
        code: 'withdrawal-cut',
        bar: 2,
        message: expect.stringContaining('500.00 could not be withdrawn'),
      }),
    );
  });

  it('are absent from the result of a run without them', async () => {
    const result = await testRun(FLAT, idle);
    expect(result).not.toHaveProperty('flows');
    expect(result).not.toHaveProperty('ledger');
  });

  it('hand on to the statistics what was booked, and the ledger is walked through once a run, however long it is', async () => {
    const bars = barsOf(Array.from({ length: 20_000 }, (_, bar) => [100, 100 + (bar % 7)] as const));
    const cashFlows = Array.from({ length: 300 }, (_, index) => ({
      time: bars.timestamp[index * 60]!,
      amount: index % 3 === 0 ? -50 : 75,
    }));
    const walks = vi.spyOn(CashLedger.prototype, 'entries');
    const strategy = scripted({ 0: (c) => c.submitOrder({ type: 'market', side: 'buy', quantity: 50 }) });
    const result = await testRun(bars, strategy, { cashFlows, financing: { cashRate: 0.05 } });
    expect(walks).toHaveBeenCalledTimes(1);
    walks.mockRestore();
    const { timestamp, equity } = result.equity;
    const whole = summarizeEquity(timestamp, equity, result.flows);
    expect(result.statistics.returnPct).toBe((whole.finalIndex / whole.first - 1) * 100);
  });
});
