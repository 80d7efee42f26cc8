import { describe, expect, it } from 'vitest';
import type { BarColumns } from '../../core/bar.ts';
import type { OrderRequest } from '../../core/order.ts';
import { barsOf, scripted, testRun } from '../testing/test-run.ts';

const DAY = 86_400_000;
/** Five days at 100, so that equity moves by interest and fees alone. */
const FLAT = barsOf(Array.from({ length: 5 }, () => [100, 100] as const));
const market = (side: 'buy' | 'sell', quantity: number) =>
  scripted({ 0: (c) => c.submitOrder({ type: 'market', side, quantity } satisfies OrderRequest) });

describe('borrow fee', () => {
  // 50 short at 100 are 5,000; 7.3% of it are 365 a year, 1 a day. Entered in bar 1, so it accrues at the opens of bars 2, 3 and 4.
  it('is the annual rate on the value of shorts at the close before, by the time since then', async () => {
    const { equity, ledger } = await testRun(FLAT, market('sell', 50), { financing: { borrowRate: 0.073 } });
    expect([...equity.equity]).toEqual([10_000, 10_000, 9_999, 9_998, 9_997]);
    expect(ledger).toEqual(
      [2, 3, 4].map((bar) => ({
        bar,
        time: FLAT.timestamp[bar],
        kind: 'borrow fee',
        amount: -1,
        series: 0,
      })),
    );
  });

  it('covers weekends and gaps: three days cost three days', async () => {
    const timestamp = FLAT.timestamp.map((time, bar) => (bar >= 3 ? time + 2 * DAY : time));
    const { equity } = await testRun({ ...FLAT, timestamp }, market('sell', 50), {
      financing: { borrowRate: 0.073 },
    });
    expect([...equity.equity]).toEqual([10_000, 10_000, 9_999, 9_996, 9_995]);
  });

  it('is not due on longs', async () => {
    const { ledger } = await testRun(FLAT, market('buy', 50), { financing: { borrowRate: 0.073 } });
    expect(ledger).toEqual([]);
  });
});

describe('interest', () => {
  // 150 at 100 are 15,000, 5,000 of them borrowed; 3.65% are 182.5 a year, 0.5 a day, and on the next day 3.65% of 5,000.5.
  it('is charged on what longs are worth beyond the equity', async () => {
    const { equity, ledger } = await testRun(FLAT, market('buy', 150), {
      margin: 0.5,
      financing: { marginRate: 0.0365 },
    });
    expect(ledger?.map(({ kind, series }) => [kind, series])).toEqual(
      Array.from({ length: 3 }, () => ['margin interest', null]),
    );
    const expected = [10_000, 10_000, 9_999.5, 9_998.99995, 9_998.499849995];
    for (const [bar, value] of expected.entries()) expect(equity.equity[bar]).toBeCloseTo(value, 9);
  });

  // Nothing is held in bar 0: 10,000 earn 1 a day from bar 1 on, at 3.65%. From bar 2 on 4,000 are invested.
  it('is received on what is not invested', async () => {
    const { ledger } = await testRun(FLAT, market('buy', 40), { financing: { cashRate: 0.0365 } });
    expect(ledger?.map(({ bar }) => bar)).toEqual([1, 2, 3, 4]);
    expect(ledger?.[0]?.amount).toBeCloseTo(1, 12);
    expect(ledger?.[1]?.amount).toBeCloseTo((6_001 * 0.0365) / 365, 12);
  });

  it('is not received on the proceeds of a short sale', async () => {
    const { ledger } = await testRun(FLAT, market('sell', 50), { financing: { cashRate: 0.0365 } });
    expect(ledger?.[1]?.amount).toBeCloseTo((10_001 * 0.0365) / 365, 12);
  });

  it('of intraday bars is booked to each of them and listed once a day', async () => {
    const hourly: BarColumns = {
      ...barsOf(Array.from({ length: 49 }, () => [100, 100] as const)),
      timestamp: Float64Array.from({ length: 49 }, (_, i) => FLAT.timestamp[0]! + (i * DAY) / 24),
    };
    const { ledger, equity } = await testRun(hourly, market('sell', 50), {
      financing: { borrowRate: 0.073 },
    });
    expect(ledger?.map(({ bar }) => bar)).toEqual([23, 47, 48]);
    expect(equity.equity[2]).toBeCloseTo(10_000 - 1 / 24, 9);
    expect(equity.equity[48]).toBeCloseTo(10_000 - 47 / 24, 9);
    // Day one from bar 2 to bar 23, day two from bar 24 to bar 47, the last one from bar 47 to bar 48.
    for (const [row, hours] of [22, 24, 1].entries()) {
      expect(ledger?.[row]?.amount).toBeCloseTo(-hours / 24, 9);
    }
  });
});
