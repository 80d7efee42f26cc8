import { describe, expect, it } from 'vitest';
import type { BarColumns } from '../../src/core/bar.ts';
import { defineStrategy } from '../../src/engine/strategy.ts';
import type { RecordedResult } from '../../src/engine/testing/recorded-result.ts';
import { ohlc, scripted, type TestRunOptions, testRun } from '../../src/engine/testing/test-run.ts';
import type { TradingContext } from '../../src/engine/trading-context.ts';

/** Expected figures are worked out by hand from the order processing of backtesting.py 0.6; no golden run reaches these branches. */
const run = (
  bars: BarColumns,
  actions: Readonly<Record<number, (context: TradingContext) => void>>,
  options: TestRunOptions = {},
) => testRun(bars, scripted(actions), { fillProfile: 'backtesting.py', ...options });

const tradesOf = ({ trades }: RecordedResult) =>
  trades.map(({ size, entryBar, entryPrice, exitBar, exitPrice }) => [
    size,
    entryBar,
    entryPrice,
    exitBar,
    exitPrice,
  ]);

const buy = { type: 'market', side: 'buy', quantity: 10 } as const;

const RISING = ohlc([
  [100, 101, 99, 100],
  [100, 101, 99, 100],
  [101, 103, 100, 102],
  [103, 105, 102, 104],
  [105, 107, 104, 106],
]);

describe('finalizing in the profile backtesting.py', () => {
  it('closes at the open of the last bar', async () => {
    const result = await run(RISING, { 1: (c) => c.submitOrder(buy) }, { finalizeTrades: true });
    expect(tradesOf(result)).toEqual([[10, 2, 101, 4, 105]]);
  });

  it('with trade on close, closes at the close before the last bar, in the bar before it', async () => {
    const terms = { finalizeTrades: true, tradeOnClose: true };
    for (const chunkRows of [1, 2, 100]) {
      const result = await run(RISING, { 1: (c) => c.submitOrder(buy) }, { ...terms, chunkRows });
      expect(tradesOf(result)).toEqual([[10, 1, 100, 3, 104]]);
    }
  });

  it('executes the orders of the last decision in the last bar, where what they open stays open', async () => {
    const actions = {
      1: (c: TradingContext) => c.submitOrder(buy),
      4: (c: TradingContext) => c.submitOrder({ ...buy, quantity: 3 }),
    };
    const result = await run(RISING, actions, { finalizeTrades: true });
    expect(tradesOf(result)).toEqual([
      [10, 2, 101, 4, 105],
      [3, 4, 105, null, 106],
    ]);
    expect(result.equity.equity.at(-1)).toBe(10_000 + 40 + 3);
    const without = await run(RISING, actions);
    expect(without.orders.at(-1)?.status).toBe('submitted');
  });

  it('closes several trades oldest first', async () => {
    const actions = {
      1: (c: TradingContext) => c.submitOrder(buy),
      2: (c: TradingContext) => c.submitOrder(buy),
    };
    const result = await run(RISING, actions, { finalizeTrades: true });
    expect(tradesOf(result).map(([, entryBar]) => entryBar)).toEqual([2, 3]);
  });
});

describe('exclusive orders in the profile backtesting.py', () => {
  it('miss the pending order that stands behind a cancelled one', async () => {
    const actions = {
      1: (c: TradingContext) => c.submitOrder(buy),
      2: (c: TradingContext) => {
        c.submitOrder({ ...buy, side: 'sell', quantity: 2 });
        c.submitOrder({ ...buy, quantity: 5 });
      },
    };
    const result = await run(RISING, actions, { exclusiveOrders: true });
    expect(tradesOf(result)).toEqual([
      [10, 2, 101, 3, 103],
      [-2, 3, 103, 3, 103],
      [3, 3, 103, null, 106],
    ]);
  });
});

describe('a queue that is worked through twice in the profile backtesting.py', () => {
  const WIDE = ohlc([
    [100, 101, 99, 100],
    [100, 101, 99, 100],
    [100, 106, 94, 100],
    [100, 101, 99, 100],
  ]);

  it('reaches the stop-loss of a limit entry in its own bar', async () => {
    const limit = { type: 'limit', side: 'buy', quantity: 1, limit: 97, stopLoss: 95 } as const;
    const alone = await run(WIDE, { 1: (c) => c.submitOrder(limit) });
    expect(tradesOf(alone)).toEqual([[1, 2, 97, null, 100]]);
    const both = await run(WIDE, {
      1: (c) => {
        c.submitOrder(limit);
        c.submitOrder({ ...buy, quantity: 2, takeProfit: 120 });
      },
    });
    expect(tradesOf(both)).toEqual([
      [1, 2, 97, 2, 95],
      [2, 2, 100, null, 100],
    ]);
  });

  it('fills a stop-limit order at its limit that waited behind its stop', async () => {
    const stopLimit = { type: 'stop-limit', side: 'buy', quantity: 1, stop: 103, limit: 102 } as const;
    const alone = await run(WIDE, { 1: (c) => c.submitOrder(stopLimit) });
    expect(alone.fills[0]).toMatchObject({ bar: 3, price: 100 });
    const both = await run(WIDE, {
      1: (c) => {
        c.submitOrder(stopLimit);
        c.submitOrder({ ...buy, quantity: 2, takeProfit: 120 });
      },
    });
    expect(both.fills.map(({ bar, price, size }) => [bar, price, size])).toEqual([
      [2, 100, 2],
      [2, 100, 1],
    ]);
  });
});

describe('trade on close in the profile backtesting.py', () => {
  const bars = ohlc([
    [100, 101, 99, 100],
    [100, 101, 99, 100],
    [103, 104, 94, 98],
    [97, 99, 96, 98],
  ]);
  const onClose = { tradeOnClose: true };

  it.each([
    ['a stop reached at the open fills at the worse of the close before and the stop', 101, 101],
    ['a stop below the close before fills at that close', 99.5, 100],
  ])('%s', async (_rule, stop, price) => {
    const result = await run(bars, { 1: (c) => c.submitOrder({ ...buy, type: 'stop', stop }) }, onClose);
    expect(result.fills).toMatchObject([{ bar: 2, price }]);
  });

  it('a limit order knows nothing of the close before', async () => {
    const order = { ...buy, type: 'limit', limit: 103.5 } as const;
    const result = await run(bars, { 1: (c) => c.submitOrder(order) }, onClose);
    expect(result.fills).toMatchObject([{ bar: 2, price: 103 }]);
  });

  it('a stop-loss works in the bar after the close that its trade was entered at', async () => {
    const result = await run(bars, { 1: (c) => c.submitOrder({ ...buy, stopLoss: 95 }) }, onClose);
    expect(tradesOf(result)).toEqual([[10, 1, 100, 2, 95]]);
  });

  it('a closing order fills at the close before, a stop-loss at the open at worst', async () => {
    const closing = {
      1: (c: TradingContext) => c.submitOrder(buy),
      2: (c: TradingContext) => c.closePosition(),
    };
    expect(tradesOf(await run(bars, closing, onClose))).toEqual([[10, 1, 100, 2, 98]]);
    const guarded = {
      1: (c: TradingContext) => c.submitOrder(buy),
      2: (c: TradingContext) => c.setStopLoss(c.getOpenTrades()[0]?.id ?? -1, 97.5),
    };
    expect(tradesOf(await run(bars, guarded, onClose))).toEqual([[10, 1, 100, 3, 97]]);
  });
});

describe('sizes and fees in the profile backtesting.py', () => {
  it('a commission function is given negative sizes for what is sold short', async () => {
    const seen: number[] = [];
    const strategy = {
      ...scripted({
        1: (c) => c.submitOrder({ type: 'market', side: 'sell', fraction: 0.5 }),
        2: (c) => c.closePosition(),
      }),
      commission: (size: number) => {
        seen.push(Math.sign(size));
        return 1;
      },
    };
    const fees = { type: 'strategy' } as const;
    await testRun(RISING, strategy, { fillProfile: 'backtesting.py', fees });
    expect(new Set(seen)).toEqual(new Set([-1]));
  });

  it('an order closes the other side even where the rest cannot be paid for', async () => {
    const result = await run(RISING, {
      1: (c) => c.submitOrder(buy),
      2: (c) => c.submitOrder({ type: 'market', side: 'sell', quantity: 500 }),
    });
    expect(tradesOf(result)).toEqual([[10, 2, 101, 3, 103]]);
    expect(result.orders.at(-1)?.status).toBe('cancelled');
  });

  it('a fraction that comes to no unit is cancelled before it closes anything', async () => {
    const result = await run(RISING, {
      1: (c) => c.submitOrder({ type: 'market', side: 'buy', quantity: 99 }),
      2: (c) => c.submitOrder({ type: 'market', side: 'sell', fraction: 0.1 }),
    });
    expect(tradesOf(result)).toEqual([[99, 2, 101, null, 106]]);
    expect(result.orders.at(-1)?.status).toBe('cancelled');
  });

  it('the parts of a trade follow a stop-loss that is set anew behind a close', async () => {
    const result = await run(RISING, {
      1: (c) => c.submitOrder(buy),
      2: (c) => {
        c.closePosition(0, 0.5);
        c.setStopLoss(c.getOpenTrades()[0]?.id ?? -1, 102.5);
      },
    });
    expect(tradesOf(result)).toEqual([[10, 2, 101, 3, 102.5]]);
    expect(result.orders.find(({ type }) => type === 'market')?.status).toBe('filled');
  });
});

describe('lots that are no binary fractions in the profile backtesting.py', () => {
  const FLAT = ohlc(Array.from({ length: 6 }, () => [100, 101, 99, 100] as const));
  const order = (side: 'buy' | 'sell', quantity: number) => ({ type: 'market', side, quantity }) as const;

  it('close to nothing: 0.1 and 0.2 against 0.3 leave no trade', async () => {
    const result = await run(
      FLAT,
      {
        1: (c) => c.submitOrder(order('buy', 0.1)),
        2: (c) => c.submitOrder(order('buy', 0.2)),
        3: (c) => c.submitOrder(order('sell', 0.3)),
      },
      { lotSize: 0.1 },
    );
    expect(result.trades.map(({ size, open }) => [size, open])).toEqual([
      [0.1, false],
      [0.2, false],
    ]);
  });

  it('161,292.93 is a whole number of lots of 0.01', async () => {
    const terms = { lotSize: 0.01, cash: 1e9 };
    const result = await run(FLAT, { 1: (c) => c.submitOrder(order('buy', 16_129_293 * 0.01)) }, terms);
    expect(result.orders.map(({ status }) => status)).toEqual(['filled']);
  });

  it('a small lot beside a large one is closed with it', async () => {
    const result = await run(
      FLAT,
      {
        1: (c) => c.submitOrder(order('buy', 5_879.41323456)),
        2: (c) => c.submitOrder(order('buy', 1e-8)),
        3: (c) => c.submitOrder(order('sell', 11_758.82646911)),
      },
      { lotSize: 1e-8, cash: 1e7 },
    );
    expect(result.trades.map(({ size, open }) => [size, open])).toEqual([
      [5_879.41323456, false],
      [1e-8, false],
      [expect.closeTo(-5_879.41323454, 9), true],
    ]);
  });

  it.each([
    ['0.07 in lots of 0.01', 0.07, 0.01, 0.04, 0.03],
    ['0.57 in lots of 0.01', 57 * 0.01, 0.01, 0.28, 0.29],
  ])('a half of %s is rounded as a number of lots', async (_, quantity, lotSize, half, rest) => {
    const result = await run(
      FLAT,
      { 1: (c) => c.submitOrder(order('buy', quantity)), 2: (c) => c.closePosition(0, 0.5) },
      { lotSize },
    );
    const [closed, left] = result.trades;
    expect([closed?.size, left?.size]).toEqual([expect.closeTo(half, 12), expect.closeTo(rest, 12)]);
    expect([closed?.open, left?.open]).toEqual([false, true]);
  });
});

describe('an indicator that is longer than the data in the profile backtesting.py', () => {
  it('is not waited for: the others are, the first decision and buy and hold follow them', async () => {
    const strategy = defineStrategy({
      id: 'long',
      name: 'Long',
      description: 'Declares an average that has no value.',
      parameters: {},
      create: ({ sma }) => {
        const [short, long] = [sma('close', 3), sma('close', 200)];
        return {
          onTradingIteration: (c) => {
            expect([short.value > 0, long.value]).toEqual([true, Number.NaN]);
            if (c.bar === 3) c.submitOrder(buy);
          },
        };
      },
    });
    const result = await testRun(RISING, strategy, { fillProfile: 'backtesting.py', chunkRows: 2 });
    expect(result.firstDecisionBar).toBe(3);
    expect(tradesOf(result)).toEqual([[10, 4, 105, null, 106]]);
    expect(result.statistics.buyHoldReturnPct).toBeCloseTo(100 * (106 / 102 - 1), 12);
    expect(result.warnings.map(({ code }) => code)).toContain('no-decision');
    const waiting = await testRun(RISING, strategy);
    expect(waiting.fills).toEqual([]);
  });
});
