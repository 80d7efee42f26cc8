import { describe, expect, it } from 'vitest';
import { FIRST_TIME, ohlc, scripted, testRun } from './testing/test-run.ts';
import type { TradingContext } from './trading-context.ts';

const DAY = 86_400_000;
const WEEK = ohlc([
  [100, 101, 99, 100.5],
  [102, 103, 101, 102.5],
  [104, 105, 103, 104.5],
  [106, 107, 105, 106.5],
]);

/** Conventions, section 6: what other engines got wrong. */
describe('defects of peers that the next-open profile does not have', () => {
  it('1 and 2: the last price is the close of the last closed bar, and the fill is the open of a later one', async () => {
    const seen: [number, number][] = [];
    const strategy = scripted({
      0: (c) => void seen.push([c.getDatetime(), c.getLastPrice()]),
      1: (c) => {
        seen.push([c.getDatetime(), c.getLastPrice()]);
        c.submitOrder({ type: 'market', side: 'buy', quantity: 1 });
      },
    });
    const { fills } = await testRun(WEEK, strategy);
    expect(seen).toEqual([
      [FIRST_TIME + DAY, 100.5],
      [FIRST_TIME + 2 * DAY, 102.5],
    ]);
    expect(fills).toMatchObject([{ price: 104, time: FIRST_TIME + 2 * DAY }]);
  });

  it('3: a percentage trailing stop is a ratchet', async () => {
    const stops: unknown[] = [];
    const watch = (c: TradingContext) => void stops.push(c.getOrders()[0]?.stop);
    const strategy = scripted({
      0: (c) => {
        c.submitOrder({ type: 'trailing-stop', side: 'sell', quantity: 1, trail: { percent: 5 } });
        watch(c);
      },
      1: watch,
      2: watch,
      3: watch,
    });
    const bars = ohlc([
      [100, 100, 99, 100],
      [104.6, 110, 104.6, 109],
      [105, 105, 104.6, 105],
      [104.6, 104.6, 104.55, 104.6],
    ]);
    await testRun(bars, strategy);
    expect(stops).toEqual([95, 104.5, 104.5, 104.5]);
  });

  it('4: a stop-limit order fills', async () => {
    const strategy = scripted({
      0: (c) => c.submitOrder({ type: 'stop-limit', side: 'buy', quantity: 1, stop: 102, limit: 103 }),
    });
    expect((await testRun(WEEK, strategy)).fills).toMatchObject([{ bar: 1, price: 102 }]);
  });

  it('5: both legs of a bracket in one bar give the stop, and the result says so', async () => {
    const strategy = scripted({
      0: (c) =>
        c.submitOrder({ type: 'market', side: 'buy', quantity: 1, stopLoss: 101.5, takeProfit: 102.8 }),
    });
    const { fills, ambiguities, warnings } = await testRun(WEEK, strategy);
    expect(fills.at(-1)).toMatchObject({ bar: 1, price: 101.5 });
    expect(ambiguities).toMatchObject([{ bar: 1, kind: 'stop-and-target' }]);
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'ambiguous-bars' }));
  });

  it('6: no order fills in a bar far away: one for the next bar expires, one for the day or to a date does not reach it', async () => {
    const gap = { ...WEEK, timestamp: WEEK.timestamp.map((time, i) => time + (i > 0 ? 30 * DAY : 0)) };
    const stay = scripted({ 0: (c) => c.submitOrder({ type: 'market', side: 'buy', quantity: 1 }) });
    const late = await testRun(gap, stay);
    expect(late.fills).toEqual([]);
    expect(late.orders).toMatchObject([{ status: 'expired', endedBar: 1, endedTime: gap.timestamp[1] }]);
    expect(late.orders[0]?.reason).toContain('too long after the decision');
    const goodTill = FIRST_TIME + 2 * DAY;
    const dated = scripted({
      0: (c) => c.submitOrder({ type: 'market', side: 'buy', quantity: 1, timeInForce: 'GTD', goodTill }),
    });
    const { fills, orders } = await testRun(gap, dated);
    expect(fills).toEqual([]);
    expect(orders[0]?.status).toBe('expired');
  });

  it('7: a history of n bars is n bars, across weekends and holidays', async () => {
    let lengths: number[] = [];
    const weekends = { ...WEEK, timestamp: WEEK.timestamp.map((time, i) => time + i * 3 * DAY) };
    const strategy = scripted({
      3: (c) => {
        lengths = [1, 2, 4].map((length) => c.getHistoricalPrices(0, length).length);
      },
    });
    await testRun(weekends, strategy);
    expect(lengths).toEqual([1, 2, 4]);
  });

  it('8: an indicator at a bar is the same whatever comes later', async () => {
    const values = async (last: number) => {
      const seen: number[] = [];
      const close = WEEK.close.slice();
      close[3] = last;
      const strategy = scripted({});
      await testRun(
        { ...WEEK, close },
        {
          ...strategy,
          create: ({ ema, bollinger }) => {
            const lines = [ema('close', 2), bollinger('close', 2, 2).upper];
            return {
              onTradingIteration: (c) => {
                if (c.bar < 3) seen.push(...lines.map((line) => line.value));
              },
            };
          },
        },
      );
      return seen;
    };
    expect(await values(500)).toEqual(await values(1));
    expect(await values(1)).toHaveLength(4);
  });
});
