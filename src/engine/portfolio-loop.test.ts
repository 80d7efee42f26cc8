import { describe, expect, it } from 'vitest';
import { defineStrategy, type Strategy } from './strategy.ts';
import { barsAt, type TestSeries, testPortfolio } from './testing/portfolio-test-run.ts';
import { scripted } from './testing/test-run.ts';
import type { TradingContext } from './trading-context.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MONDAY = Date.UTC(2024, 0, 8);

/** `count` bars, the prices of which begin at `from` and rise by 1 from open to open; each closes half a point above its open. */
function rising(from: number, count: number, first: number, step: number): TestSeries['bars'] {
  return barsAt(
    Array.from({ length: count }, (_, i) => first + i * step),
    Array.from({ length: count }, (_, i) => [from + i, from + i + 0.5] as const),
  );
}

const hourly = (hours: number): TestSeries => ({ timeframe: '1h', bars: rising(100, hours, MONDAY, HOUR) });
const daily = (days: number): TestSeries => ({ timeframe: '1d', bars: rising(1_000, days, MONDAY, DAY) });

/** A strategy that writes down what `look` sees at each decision. */
function observing<Seen>(look: (context: TradingContext) => Seen) {
  const seen: Seen[] = [];
  const strategy = defineStrategy({
    id: 'observing',
    name: 'Observing',
    description: 'Looks.',
    parameters: {},
    create: () => ({ onTradingIteration: (context) => void seen.push(look(context)) }),
  });
  return { seen, strategy };
}

describe('the merged clock', () => {
  it('shows a daily bar to an hourly strategy at its close and not before', async () => {
    const { seen, strategy } = observing((context) => [
      context.getDatetime(),
      context.getLastPrice(1),
      context.getHistoricalPrices(1, 5).length,
    ]);
    await testPortfolio([hourly(50), daily(3)], strategy);
    for (const [now, price, bars] of seen) {
      const closed = Math.floor((now! - MONDAY) / DAY);
      expect(bars).toBe(closed);
      expect(price).toBe(closed === 0 ? Number.NaN : 1_000 + closed - 0.5);
    }
    expect(seen).toHaveLength(51);
  });

  it('reveals the indicators of a daily series at its close, and first decides when all of them are defined', async () => {
    const seen: number[][] = [];
    const strategy = defineStrategy({
      id: 'daily-mean',
      name: 'Daily mean',
      description: 'Looks at a daily average.',
      parameters: {},
      create: ({ sma }) => {
        const mean = sma('close', 2, { series: 1 });
        return { onTradingIteration: (context) => void seen.push([context.bar, mean.value, mean.previous]) };
      },
    });
    const { firstDecisionBar } = await testPortfolio([hourly(72), daily(3)], strategy);
    expect(firstDecisionBar).toBe(47);
    expect(seen[0]).toEqual([47, 1_001, Number.NaN]);
    expect(seen[23]).toEqual([70, 1_001, Number.NaN]);
    expect(seen[24]).toEqual([71, 1_002, 1_001]);
  });

  it('fills an order for a daily series that is sent within the day at the open of the next day', async () => {
    const strategy = scripted({
      30: (context) => context.submitOrder({ type: 'market', side: 'buy', series: 1, quantity: 1 }),
    });
    const { fills, orders } = await testPortfolio([hourly(72), daily(3)], strategy);
    expect(fills).toMatchObject([{ series: 1, price: 1_002, time: MONDAY + 2 * DAY, bar: 71 }]);
    expect(orders[0]).toMatchObject({ submittedBar: 30, submittedTime: MONDAY + 30 * HOUR });
  });

  it('never fills an order on a bar of a series that has none any more', async () => {
    const strategy = scripted({
      30: (context) => context.submitOrder({ type: 'market', side: 'buy', series: 1, quantity: 1 }),
      40: (context) => expect(context.pendingOrders).toBe(1),
    });
    const ended = { timeframe: '1h', bars: rising(50, 20, MONDAY, HOUR) } as const;
    const { fills, orders } = await testPortfolio([hourly(50), ended], strategy);
    expect(fills).toHaveLength(0);
    expect(orders).toMatchObject([{ status: 'submitted' }]);
  });

  it('has no price for a series before its first bar closes, and rejects an order for it with the reason', async () => {
    const late = { timeframe: '1h', bars: rising(50, 20, MONDAY + 10 * HOUR, HOUR) } as const;
    const prices: number[] = [];
    const strategy = scripted({
      5: (context) => {
        prices.push(context.getLastPrice(1));
        context.submitOrder({ type: 'market', side: 'buy', series: 1, quantity: 1 });
      },
      10: (context) => prices.push(context.getLastPrice(1)),
    });
    const { orders, warnings } = await testPortfolio([hourly(40), late], strategy);
    expect(prices).toEqual([Number.NaN, 50.5]);
    expect(orders).toMatchObject([
      { status: 'rejected', reason: expect.stringContaining('series 1 has no price yet') },
    ]);
    expect(warnings.map(({ code }) => code)).toContain('orders-rejected');
  });

  it('has an empty history of a series all of whose bars come after the run', async () => {
    const { seen, strategy } = observing((context) => [
      context.getHistoricalPrices(1, 2).length,
      context.getHistoricalPrices(1, 2).close.length,
    ]);
    const later = daily(3);
    const timestamp = later.bars.timestamp.map((time) => time + 30 * 86_400_000);
    await testPortfolio([hourly(5), { ...later, bars: { ...later.bars, timestamp } }], strategy);
    expect(seen[0]).toEqual([0, 0]);
  });

  it('values a series without a bar at its last close, and ticks once where bars of several close together', async () => {
    const sparse: TestSeries = {
      timeframe: '1h',
      bars: barsAt(
        [MONDAY, MONDAY + 3 * HOUR],
        [
          [10, 10],
          [20, 20],
        ],
      ),
    };
    const strategy = scripted({
      0: (context) => context.submitOrder({ type: 'market', side: 'buy', series: 1, quantity: 100 }),
    });
    const { equity, fills } = await testPortfolio([hourly(6), sparse], strategy);
    expect(fills).toMatchObject([{ bar: 3, price: 20 }]);
    expect([...equity.timestamp]).toEqual([0, 1, 2, 3, 4, 5].map((hour) => MONDAY + hour * HOUR));
    expect([...equity.equity]).toEqual(Array(6).fill(10_000));
  });

  it('stamps a tick with the open of its latest bar, or the tick before where that is later', async () => {
    const { equity } = await testPortfolio([hourly(22), daily(1)], scripted({}));
    expect(equity.timestamp).toHaveLength(23);
    expect(equity.timestamp.at(-2)).toBe(MONDAY + 21 * HOUR);
    expect(equity.timestamp.at(-1)).toBe(MONDAY + 22 * HOUR);
  });

  it('ends with the bars that opened before the close of the main series: later ones make no tick and are no mark', async () => {
    const main = hourly(2);
    const end = MONDAY + 2 * HOUR;
    const long: TestSeries = { timeframe: '4h', bars: rising(200, 1, end - HOUR, 4 * HOUR) };
    const later: TestSeries = { timeframe: '1h', bars: rising(300, 4, MONDAY, HOUR) };
    const { seen, strategy } = observing((context) => [context.getDatetime(), context.getLastPrice(2)]);
    const { equity } = await testPortfolio([main, long, later], strategy);
    expect([...equity.timestamp]).toEqual([MONDAY, MONDAY + HOUR, end]);
    expect(seen).toEqual([
      [MONDAY + HOUR, 300.5],
      [end, 301.5],
      [end + 3 * HOUR, 301.5],
    ]);
  });

  it('takes bars before the start of the main series as history of the others', async () => {
    const strategy = defineStrategy({
      id: 'history',
      name: 'History',
      description: 'Looks back.',
      parameters: {},
      create: ({ sma }) => {
        const mean = sma('close', 3, { series: 1 });
        return { onTradingIteration: (context) => void (context.bar === 0 && means.push(mean.value)) };
      },
    });
    const means: number[] = [];
    const early: TestSeries = { timeframe: '1d', bars: rising(900, 12, MONDAY - 10 * DAY, DAY) };
    const { firstDecisionBar, equity } = await testPortfolio([hourly(10), early], strategy);
    expect(firstDecisionBar).toBe(0);
    expect(means).toEqual([908.5]);
    expect(equity.timestamp[0]).toBe(MONDAY);
  });

  it('sells before it buys at one moment, whatever the order of the series', async () => {
    const strategy = scripted({
      0: (context) => context.submitOrder({ type: 'market', side: 'buy', series: 1 }),
      1: (context) => {
        context.submitOrder({ type: 'market', side: 'buy', series: 0, fraction: 1 });
        context.closePosition(1);
      },
    });
    const two = [hourly(4), { timeframe: '1h', bars: rising(50, 4, MONDAY, HOUR) } as const];
    const { fills, orders } = await testPortfolio(two, strategy);
    expect(fills.map(({ series, size }) => [series, size])).toEqual([
      [1, 196],
      [1, -196],
      [0, 99],
    ]);
    expect(orders.every(({ status }) => status === 'filled')).toBe(true);
  });

  it('closes every series at the end, a series that ended before at its last close', async () => {
    const ended = { timeframe: '1h', bars: rising(50, 3, MONDAY, HOUR) } as const;
    const strategy = scripted({
      0: (context) => {
        for (const series of [0, 1])
          context.submitOrder({ type: 'market', side: 'buy', series, quantity: 1 });
      },
    });
    const { trades, equity } = await testPortfolio([hourly(6), ended], strategy, { finalizeTrades: true });
    expect(trades).toMatchObject([
      { series: 0, open: false, exitPrice: 105.5 },
      { series: 1, open: false, exitPrice: 52.5 },
    ]);
    expect(equity.equity.at(-1)).toBe(10_000 + 105.5 - 101 + 52.5 - 51);
  });

  it('closes all series of a ruined account', async () => {
    const falling = (from: number): TestSeries => ({
      timeframe: '1h',
      bars: barsAt(
        [0, 1, 2, 3].map((hour) => MONDAY + hour * HOUR),
        [
          [from, from],
          [from, from],
          [from, from / 4],
          [1, 1],
        ],
      ),
    });
    const strategy = scripted({
      0: (context) => {
        for (const series of [0, 1])
          context.submitOrder({ type: 'market', side: 'buy', series, quantity: 90 });
      },
    });
    const { equity, trades, warnings } = await testPortfolio([falling(100), falling(110)], strategy, {
      margin: 0.5,
    });
    expect([...equity.equity]).toEqual([10_000, 10_000, 0, 0]);
    expect(trades.map(({ open }) => open)).toEqual([false, false]);
    expect(warnings.map(({ code }) => code)).toContain('ruin');
  });

  it('fills in the profile `close` at the close that decides, or at the next one of its series', async () => {
    const strategy = scripted({
      30: (context) => {
        for (const series of [0, 1])
          context.submitOrder({ type: 'market', side: 'buy', series, quantity: 1 });
      },
    });
    const { fills } = await testPortfolio([hourly(72), daily(3)], strategy, { fillProfile: 'close' });
    expect(fills).toMatchObject([
      { series: 0, bar: 30, price: 130.5 },
      { series: 1, bar: 47, price: 1_001.5, time: MONDAY + 47 * HOUR },
    ]);
  });

  it('tells an order that another series triggers to wait for a bar that opens after the fill', async () => {
    const strategy = scripted({
      30: (context) =>
        context.submitOrder({
          type: 'limit',
          limit: 140,
          side: 'buy',
          quantity: 1,
          triggers: [{ type: 'market', side: 'buy', series: 1, quantity: 1 }],
        }),
    });
    const { fills } = await testPortfolio([hourly(100), daily(4)], strategy);
    expect(fills.map(({ series, time }) => [series, time])).toEqual([
      [0, MONDAY + 31 * HOUR],
      [1, MONDAY + 2 * DAY],
    ]);
  });

  it('samples the last close of the benchmark at its own days, whatever its timeframe', async () => {
    const benchmark = { timeframe: '4h', bars: rising(50, 18, MONDAY, 4 * HOUR) } as const;
    const { samples, resultHash, statistics } = await testPortfolio([daily(3)], scripted({}), { benchmark });
    expect(samples?.days.benchmark).toEqual([55.5, 61.5, 67.5]);
    expect(samples?.days.asset).toEqual([1_000.5, 1_001.5, 1_002.5]);
    const plain = await testPortfolio([daily(3)], scripted({}));
    expect(plain.samples?.days.benchmark).toBeUndefined();
    expect({ resultHash, statistics }).toEqual({
      resultHash: plain.resultHash,
      statistics: plain.statistics,
    });
  });

  it('names what is wrong with a series', async () => {
    const declaring = (declare: (setup: { sma: (...args: never[]) => unknown }) => void) =>
      defineStrategy({
        id: 'declaring',
        name: 'Declaring',
        description: '',
        parameters: {},
        create: (setup): Strategy => {
          declare(setup as never);
          return { onTradingIteration: () => {} };
        },
      });
    const wrong = declaring(({ sma }) => sma(...(['close', 3, { series: 2 }] as never[])));
    await expect(testPortfolio([hourly(5), daily(1)], wrong)).rejects.toThrow(
      /indicator of series 2 .* 0 to 1/,
    );
    const same = hourly(5);
    await expect(
      testPortfolio(
        [
          { ...same, symbol: 'A' },
          { ...same, symbol: 'A' },
        ],
        scripted({}),
      ),
    ).rejects.toThrow(/names no series twice/);
    await expect(testPortfolio([hourly(5), daily(1)], scripted({}), { tradeOnClose: true })).rejects.toThrow(
      /`tradeOnClose` of a run must be false in a run on several series \(there the profile close /,
    );
  });

  it('fills at the close that decides in the profile close, which stands in for trade on close with several series', async () => {
    const strategy = scripted({
      25: (c) => {
        for (const series of [0, 1]) c.submitOrder({ type: 'market', side: 'buy', quantity: 1, series });
      },
    });
    const { fills } = await testPortfolio([hourly(50), daily(3)], strategy, { fillProfile: 'close' });
    // Tick 25 is the hour from 1:00 to 2:00 of Tuesday: the daily bar that is open then closes at midnight.
    expect(fills.map(({ series, bar, price }) => [series, bar, price])).toEqual([
      [0, 25, 125.5],
      [1, 47, 1_001.5],
    ]);
  });

  it.each([
    ['close', Number.NaN, 'bad-argument'],
    ['timestamp', MONDAY, 'internal'],
  ] as const)('refuses a second series with a %s of %d in its third bar', async (column, value, code) => {
    const other = daily(4);
    other.bars[column][2] = value;
    await expect(testPortfolio([hourly(100), other], scripted({}))).rejects.toMatchObject({ code });
  });

  it('knows the names of its series and nothing of how they go on', async () => {
    const { seen, strategy } = observing((context) => context.series);
    await testPortfolio([hourly(5), daily(1)], strategy);
    expect(seen[0]!.map(({ symbol, timeframe }) => [symbol, timeframe])).toEqual([
      ['S0', '1h'],
      ['S1', '1d'],
    ]);
    expect(Object.keys(seen[0]![0]!)).not.toContain('last');
  });
});
