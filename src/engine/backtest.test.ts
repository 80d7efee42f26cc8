import { describe, expect, it } from 'vitest';
import { BacktabError, isAbortError } from '../core/error.ts';
import buyHold from '../strategies/buy-hold.ts';
import smaCross from '../strategies/sma-cross.ts';
import { runBacktest } from './backtest.ts';
import { UNATTENDED } from './run-control.ts';
import { defineStrategy } from './strategy.ts';
import { ArrayFeed } from './testing/array-feed.ts';
import { barsOf, FIRST_TIME, scripted, testRun } from './testing/test-run.ts';

const DAY = 86_400_000;
const count = (length: number) => barsOf(Array.from({ length }, (_, i) => [100 + i, 100.5 + i] as const));

describe('a period of a run', () => {
  const period = { start: FIRST_TIME + 3 * DAY, end: FIRST_TIME + 6 * DAY };

  it('takes in start and leaves out end; bars are counted from start', async () => {
    const { equity, barsProcessed, statistics } = await testRun(count(10), scripted({}), period);
    expect([...equity.timestamp]).toEqual([3, 4, 5].map((day) => FIRST_TIME + day * DAY));
    expect(barsProcessed).toBe(3);
    expect(statistics).toMatchObject({ start: period.start, end: period.end - DAY });
  });

  it('uses the bars before start as history: the first decision falls on bar 0', async () => {
    let closes: number[] = [];
    const { firstDecisionBar } = await testRun(
      count(10),
      scripted({ 0: (c) => (closes = [...c.getHistoricalPrices(0, 3).close]) }),
      { ...period, chunkRows: 2 },
    );
    expect(firstDecisionBar).toBe(0);
    expect(closes).toEqual([101.5, 102.5, 103.5]);
  });

  it('sees a cross on the first bar when there is history for it', async () => {
    const bars = barsOf([5, 4, 3, 9, 9, 9].map((price) => [price, price] as const));
    const options = { strategy: 'sma-cross', params: { fast: 1, slow: 2 }, start: FIRST_TIME + 3 * DAY };
    for (const chunkRows of [1, 2, 100]) {
      const { fills } = await testRun(bars, smaCross, { ...options, chunkRows });
      expect(fills.map(({ bar }) => bar)).toEqual([1]);
    }
  });

  it('waits for warm-up when there is too little history', async () => {
    const options = { strategy: 'sma-cross', params: { fast: 2, slow: 5 } };
    expect(await testRun(count(10), smaCross, options)).toMatchObject({ firstDecisionBar: 4 });
    const later = { ...options, start: FIRST_TIME + DAY };
    expect(await testRun(count(10), smaCross, later)).toMatchObject({ firstDecisionBar: 3 });
    const replica = { ...options, fillProfile: 'backtesting.py' as const };
    expect(await testRun(count(10), smaCross, replica)).toMatchObject({ firstDecisionBar: 5 });
  });

  it('without a bar is an error that says what exists', async () => {
    for (const range of [
      { start: FIRST_TIME + 100 * DAY },
      { end: FIRST_TIME },
      { start: FIRST_TIME + 1, end: FIRST_TIME + 2 },
    ]) {
      await expect(testRun(count(3), scripted({}), range)).rejects.toMatchObject({
        code: 'no-data-in-range',
        message: expect.stringContaining('3 bars from 2020-01-06 to 2020-01-08'),
      });
    }
    await expect(testRun(count(0), scripted({}))).rejects.toMatchObject({ code: 'no-data-in-range' });
  });

  it('too short for the first decision leaves cash alone and says so', async () => {
    const result = await testRun(count(3), smaCross, { params: { fast: 2, slow: 20 } });
    expect([...result.equity.equity]).toEqual([10_000, 10_000, 10_000]);
    expect(result.warnings.map(({ code }) => code)).toEqual(['no-decision']);
    expect(result.statistics.buyHoldReturnPct).toBeNull();
  });
});

describe('what a strategy can see', () => {
  it('is the closed bars up to its own, oldest first, across chunks', async () => {
    for (const chunkRows of [1, 3, 4, 100]) {
      const seen: number[][] = [];
      const look = (c: Parameters<NonNullable<Parameters<typeof scripted>[0][0]>>[0]) => {
        const window = c.getHistoricalPrices(0, 4);
        seen.push([...window.open], [c.getLastPrice()]);
      };
      await testRun(count(9), scripted({ 1: look, 5: look }), { chunkRows });
      expect(seen).toEqual([[100, 101], [101.5], [102, 103, 104, 105], [105.5]]);
    }
  });

  it('is copies: writing into them changes neither prices nor later windows', async () => {
    const strategy = (spoil: boolean) =>
      scripted({
        1: (c) => {
          const { close, open } = c.getHistoricalPrices(0, 2);
          if (spoil) close.fill(1);
          if (spoil) open.fill(1);
          expect(Math.max(...new Float64Array(close.buffer))).toBeLessThanOrEqual(101.5);
          c.submitOrder({ type: 'market', side: 'buy' });
        },
        2: (c) => expect([...c.getHistoricalPrices(0, 3).close]).toEqual([100.5, 101.5, 102.5]),
      });
    const [clean, spoilt] = await Promise.all([
      testRun(count(6), strategy(false)),
      testRun(count(6), strategy(true)),
    ]);
    expect(spoilt.resultHash).toBe(clean.resultHash);
  });

  it('does not change when it is read at a later bar', async () => {
    for (const chunkRows of [1, 100]) {
      let window: { readonly close: Float64Array } = { close: new Float64Array() };
      await testRun(
        count(8),
        scripted({
          2: (c) => (window = c.getHistoricalPrices(0, 2)),
          6: () => expect([...window.close]).toEqual([101.5, 102.5]),
        }),
        { chunkRows },
      );
      expect(window.close).toHaveLength(2);
    }
  });

  it('can be shifted back, never forward', async () => {
    await testRun(
      count(6),
      scripted({ 4: (c) => expect([...c.getHistoricalPrices(0, 2, 1).close]).toEqual([102.5, 103.5]) }),
    );
    const ahead = testRun(count(6), scripted({ 4: (c) => c.getHistoricalPrices(0, 2, -1) }));
    await expect(ahead).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringMatching(/got -1.*future/),
    });
  });

  it('reaches as far back as declared, and no further', async () => {
    const beyond = testRun(count(6), scripted({ 4: (c) => c.getHistoricalPrices(0, 1_025) }));
    await expect(beyond).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining('keepHistory(1025)'),
    });
    const deep = defineStrategy({
      ...scripted({}),
      create: ({ keepHistory }) => {
        keepHistory(3_000);
        return {
          onTradingIteration: (c) => {
            if (c.bar === 2_999) expect(c.getHistoricalPrices(0, 3_000).close[0]).toBe(100.5);
          },
        };
      },
    });
    expect((await testRun(count(3_000), deep, { chunkRows: 700 })).barsProcessed).toBe(3_000);
  });

  it('has the columns that are declared; only those are read', async () => {
    const bars = count(5);
    const feed = new ArrayFeed(bars, 2);
    const strategy = {
      ...scripted({ 1: (c) => c.getHistoricalPrices(0, 1).volume }),
      columns: ['high'] as const,
    };
    const specification = {
      strategy: strategy.id,
      params: {},
      series: feed.series.map(({ info }) => info),
      cash: 1_000,
      commission: 0,
      fillProfile: 'next-open',
      exclusiveOrders: true,
      finalizeTrades: false,
      riskFreeRate: 0,
    } as const;
    await expect(runBacktest(specification, feed, strategy, UNATTENDED)).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining('"volume" is not loaded'),
    });
    expect(new Set(feed.reads.flat())).toEqual(new Set(['timestamp', 'open', 'high', 'close']));
  });

  it('the time of a decision is the close of its bar', async () => {
    await testRun(count(3), scripted({ 1: (c) => expect(c.getDatetime()).toBe(FIRST_TIME + 2 * DAY) }));
  });
});

describe('a run', () => {
  it('reads each chunk once, the next one while this one is worked on', async () => {
    const bars = count(10);
    const events: string[] = [];
    const feed = new ArrayFeed(bars, 4);
    const original = feed.read.bind(feed);
    feed.read = (series, chunk, columns) => {
      events.push(`read ${chunk}`);
      return original(series, chunk, columns);
    };
    const strategy = scripted({
      3: () => events.push('bar 3'),
      7: () => events.push('bar 7'),
      9: () => events.push('bar 9'),
    });
    await runBacktest(
      {
        strategy: strategy.id,
        params: {},
        series: feed.series.map(({ info }) => info),
        cash: 1_000,
        commission: 0,
        fillProfile: 'next-open',
        exclusiveOrders: true,
        finalizeTrades: false,
        riskFreeRate: 0,
      },
      feed,
      strategy,
      UNATTENDED,
    );
    expect(events).toEqual(['read 0', 'read 1', 'bar 3', 'read 2', 'bar 7', 'bar 9']);
  });

  it('gives the same bytes whether its slices end with a chunk or inside one', async () => {
    const bars = barsOf(
      Array.from(
        { length: 40_000 },
        (_, i) => [100 + 9 * Math.sin(i / 7), 100 + 9 * Math.sin(i / 5)] as const,
      ),
    );
    const options = { params: { fast: 3, slow: 8, short: true }, exclusiveOrders: true };
    for (const start of [FIRST_TIME, FIRST_TIME + 17_000 * DAY]) {
      const whole = await testRun(bars, smaCross, { ...options, start });
      expect(whole.trades.length).toBeGreaterThan(1_000);
      for (const chunkRows of [5_000, 16_384, 16_385, 39_999]) {
        expect((await testRun(bars, smaCross, { ...options, start, chunkRows })).resultHash).toBe(
          whole.resultHash,
        );
      }
    }
  });

  it('reports progress in bars, pauses between slices and stops when asked', async () => {
    const progress: [number, number][] = [];
    let pauses = 0;
    const run = testRun(count(40_000), scripted({}), {
      control: {
        onProgress: (done, total) => progress.push([done, total]),
        pause: async () => {
          pauses++;
        },
        shouldStop: () => pauses === 2,
      },
    });
    await expect(run).rejects.toSatisfy(isAbortError);
    expect(progress).toEqual([
      [16_384, 40_000],
      [32_768, 40_000],
    ]);
  });

  it.each([
    ['cash', Number.NaN],
    ['cash', -1],
    ['commission', 1],
    ['commission', Number.NaN],
    ['riskFreeRate', Number.NaN],
    ['fillProfile', 'magic'],
    ['start', Number.NaN],
  ])('refuses %s = %s, naming the field', async (field, value) => {
    await expect(testRun(count(3), scripted({}), { [field]: value })).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringMatching(new RegExp(`\`${field}\`.*got ${value}`)),
    });
  });

  it('refuses a feed that serves another series', async () => {
    const other = new ArrayFeed(count(3), 10, { symbol: 'OTHER' }).series.map(({ info }) => info);
    await expect(testRun(count(3), scripted({}), { series: other })).rejects.toMatchObject({
      code: 'bad-argument',
    });
  });

  it('refuses bars out of order', async () => {
    const bars = count(6);
    bars.timestamp[4] = bars.timestamp[3]!;
    for (const chunkRows of [4, 100]) {
      await expect(testRun(bars, scripted({}), { chunkRows })).rejects.toMatchObject({ code: 'internal' });
    }
  });

  it('passes on the error of a failing feed', async () => {
    const feed = new ArrayFeed(count(6), 3);
    const original = feed.read.bind(feed);
    feed.read = (series, chunk, columns) =>
      chunk === 1
        ? Promise.reject(new BacktabError('database-damaged', 'gone'))
        : original(series, chunk, columns);
    const strategy = scripted({});
    const run = runBacktest(
      {
        strategy: strategy.id,
        params: {},
        series: feed.series.map(({ info }) => info),
        cash: 1_000,
        commission: 0,
        fillProfile: 'next-open',
        exclusiveOrders: true,
        finalizeTrades: false,
        riskFreeRate: 0,
      },
      feed,
      strategy,
      UNATTENDED,
    );
    await expect(run).rejects.toMatchObject({ code: 'database-damaged' });
  });
});

describe('a failing strategy', () => {
  it('is reported with its bar, time and original stack', async () => {
    const strategy = scripted({
      2: function exploding() {
        throw new TypeError('boom');
      },
    });
    await expect(testRun(count(5), strategy)).rejects.toMatchObject({
      code: 'strategy-failed',
      message: 'Strategy "scripted" failed at bar 2 (2020-01-08T00:00:00.000Z): boom',
      stack: expect.stringContaining('exploding'),
    });
  });

  it('may not be asynchronous', async () => {
    const strategy = defineStrategy({
      ...scripted({}),
      create: () => ({ onTradingIteration: async () => {} }),
    });
    await expect(testRun(count(5), strategy)).rejects.toMatchObject({
      code: 'strategy-failed',
      message: expect.stringContaining('synchronous'),
    });
  });

  it('is reported when its creation throws', async () => {
    const strategy = defineStrategy({
      ...scripted({}),
      create: () => {
        throw new Error('no luck');
      },
    });
    await expect(testRun(count(5), strategy)).rejects.toMatchObject({
      code: 'strategy-failed',
      message: 'Strategy "scripted" failed while it was created: no luck',
    });
  });
});

describe('parameters', () => {
  it.each([
    [{ fast: 0 }, 'Parameter "fast" of strategy "sma-cross" must be a whole number from 1 to 5000, got 0'],
    [
      { fast: 2.5 },
      'Parameter "fast" of strategy "sma-cross" must be a whole number from 1 to 5000, got 2.5',
    ],
    [{ short: 1 }, 'Parameter "short" of strategy "sma-cross" must be true or false, got 1'],
    [{ speed: 1 }, 'Strategy "sma-cross" has no parameter "speed". Its parameters: fast, slow, short'],
    [{ fast: 30, slow: 30 }, 'Parameters of strategy "sma-cross": fast (30) must be less than slow (30)'],
  ])('%j are refused: %s', async (params, message) => {
    await expect(testRun(count(5), smaCross, { params })).rejects.toMatchObject({
      code: 'bad-parameter',
      message: expect.stringContaining(message),
    });
  });

  it('that are left out take their defaults, and the result says which', async () => {
    const { specification } = await testRun(count(50), smaCross, { params: { fast: 5 } });
    expect(specification.params).toEqual({ fast: 5, slow: 30, short: false });
  });
});

describe('buy and hold', () => {
  it('decides on bar 0 and buys at the open of bar 1', async () => {
    const { fills } = await testRun(count(5), buyHold);
    expect(fills).toEqual([expect.objectContaining({ bar: 1, price: 101, size: 99 })]);
  });

  it('that cannot afford one unit asks once, and again when one unit is within reach', async () => {
    const bars = barsOf([500, 500, 500, 90, 90, 90].map((price) => [price, price] as const));
    const { orders, warnings } = await testRun(bars, buyHold, { cash: 100 });
    expect(orders.map(({ submittedBar, status }) => [submittedBar, status])).toEqual([
      [0, 'rejected'],
      [3, 'filled'],
    ]);
    expect(warnings[0]?.message).toBe(
      '1 order was rejected at bar 1 (2020-01-07T00:00:00.000Z): 100.00 available do not pay for one unit at 500.00',
    );
  });
});
