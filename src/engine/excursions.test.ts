import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BarColumns } from '../core/bar.ts';
import { defineStrategy } from './strategy.ts';
import { ohlc, scripted, testRun } from './testing/test-run.ts';

const buy = { type: 'market', side: 'buy' } as const;
const sell = { type: 'market', side: 'sell', quantity: 10 } as const;

/** Opens and closes parts of positions on both sides, by a fixed rule on the last close. */
const churn = defineStrategy({
  id: 'churn',
  name: 'Churn',
  description: 'Many overlapping trades.',
  parameters: {},
  create: () => ({
    onTradingIteration(context) {
      const die = Math.floor(context.getLastPrice() * 13) % 7;
      if (die === 0) context.submitOrder({ ...buy, quantity: 3 });
      if (die === 1) context.submitOrder({ ...sell, quantity: 2 });
      if (die === 2) context.submitOrder({ ...buy, quantity: 1, stopLoss: context.getLastPrice() * 0.7 });
      if (die === 3) context.closePosition(0, 0.5);
      if (die === 4)
        context.submitOrder({ type: 'limit', side: 'buy', limit: context.getLastPrice(), quantity: 2 });
      if (die === 5) context.submitOrder({ ...sell, quantity: 4 });
    },
  }),
});

const anyBars = fc
  .array(fc.tuple(...([1, 2, 3, 4] as const).map(() => fc.double({ min: 50, max: 100, noNaN: true }))), {
    minLength: 5,
    maxLength: 80,
  })
  .map((rows) =>
    ohlc(rows.map(([a = 0, b = 0, c = 0, d = 0]) => [a, Math.max(a, b, c, d), Math.min(a, b, c, d), b])),
  );

/** The excursions of a trade, bar by bar. */
function excursions(bars: BarColumns, size: number, entry: number, exit: number, from: number, to: number) {
  const seen = [entry, exit, ...bars.high.subarray(from, to + 1), ...bars.low.subarray(from, to + 1)];
  const results = seen.map((price) => Math.sign(size) * (price / entry - 1));
  return { mae: Math.min(...results), mfe: Math.max(...results) };
}

describe('excursions of a trade', () => {
  it('are those of the highs and lows of its bars, entry and exit bar included, whatever the chunks', async () => {
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(anyBars, fc.integer({ min: 1, max: 90 }), async (bars, chunkRows) => {
        const last = bars.timestamp.length - 1;
        const { trades } = await testRun(bars, churn, { chunkRows, commission: 0.001 });
        for (const trade of trades) {
          const to = trade.exitBar ?? last;
          const exit = trade.open ? trade.entryPrice : trade.exitPrice;
          const expected = excursions(bars, trade.size, trade.entryPrice, exit, trade.entryBar, to);
          expect(trade.mae).toBeCloseTo(expected.mae, 14);
          expect(trade.mfe).toBeCloseTo(expected.mfe, 14);
          expect(trade.barsHeld).toBe(to - trade.entryBar);
          seen++;
        }
      }),
      { numRuns: 300 },
    );
    expect(seen).toBeGreaterThan(2_000);
  });

  it('are unknown to a run without highs and lows', async () => {
    const strategy = {
      ...scripted({ 0: (context) => context.submitOrder(buy) }),
      columns: ['close'] as const,
    };
    const { trades } = await testRun(
      ohlc([
        [10, 12, 8, 11],
        [11, 15, 9, 10],
        [10, 10, 10, 10],
      ]),
      strategy,
    );
    expect(trades).toMatchObject([{ mae: null, mfe: null, barsHeld: 1 }]);
  });
});

describe('the R of a trade', () => {
  const bars = ohlc([
    [100, 101, 99, 100],
    [100, 104, 98, 102],
    [103, 110, 102, 109],
    [110, 112, 108, 111],
  ]);

  it('is its profit in units of what the stop-loss of its entry risked', async () => {
    const { trades } = await testRun(
      bars,
      scripted({
        0: (context) => context.submitOrder({ ...buy, quantity: 10, stopLoss: 95 }),
        1: (context) => context.setStopLoss(context.getOpenTrades()[0]!.id, 97),
        2: (context) => context.closePosition(),
      }),
    );
    expect(trades).toMatchObject([{ entryPrice: 100, exitPrice: 110, pnl: 100, r: 2 }]);
  });

  it('is unknown without one, also when a stop-loss was set later', async () => {
    const { trades } = await testRun(
      bars,
      scripted({
        0: (context) => context.submitOrder({ ...buy, quantity: 10 }),
        1: (context) => context.setStopLoss(context.getOpenTrades()[0]!.id, 97),
        2: (context) => context.closePosition(),
      }),
    );
    expect(trades).toMatchObject([{ pnl: 100, r: null }]);
  });
});

describe('the orders of a trade', () => {
  it('are named: the one that opened it and the one that closed it', async () => {
    const { trades, orders } = await testRun(
      ohlc([
        [100, 101, 99, 100],
        [100, 104, 98, 102],
        [103, 110, 102, 109],
      ]),
      scripted({
        0: (context) => context.submitOrder({ ...buy, quantity: 10, tag: 'in' }),
        1: (context) => context.submitOrder({ ...sell, quantity: 4, tag: 'out' }),
      }),
    );
    const tags = trades.map(({ entryOrder, exitOrder }) => [
      orders[entryOrder]?.tag,
      exitOrder === null ? null : orders[exitOrder]?.tag,
    ]);
    expect(tags).toEqual([
      ['in', 'out'],
      ['in', null],
    ]);
  });
});
