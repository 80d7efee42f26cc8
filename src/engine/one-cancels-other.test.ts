import { describe, expect, it } from 'vitest';
import type { OrderRequest } from '../core/order.ts';
import { ArrayFeed, joinedFeed } from './testing/array-feed.ts';
import { FIRST_TIME, ohlc, scripted, type TestRunOptions, testRun } from './testing/test-run.ts';

type Row = readonly [number, number, number, number];

const QUIET: Row = [100, 100.5, 99.5, 100];
/** A long trade is entered in the second bar; the third one is the bar in question. */
const around = (row: Row) => ohlc([QUIET, QUIET, row, QUIET]);
const target = { type: 'limit', side: 'sell', quantity: 1, limit: 105 } as const;
const stop = { type: 'stop', side: 'sell', quantity: 1, stop: 95 } as const;

async function outcome(row: Row, orders: readonly OrderRequest[], options: TestRunOptions = {}) {
  const strategy = scripted({
    0: (c) => void c.submitOrder({ type: 'market', side: 'buy', quantity: 1 }),
    1: (c) => void c.submitOneCancelsOther(orders),
  });
  const result = await testRun(around(row), strategy, options);
  return {
    fills: result.fills.filter(({ orderId }) => orderId > 0).map(({ bar, price }) => [bar, price]),
    doubts: result.ambiguities.map(({ bar, kind }) => [bar, kind]),
    result,
  };
}

const LOW_FIRST: Row = [100, 106, 94.5, 100];
const HIGH_FIRST: Row = [100, 105.5, 94, 100];

describe('a target and a stop of one group within one bar', () => {
  const orders = [
    ['target first', [target, stop]],
    ['stop first', [stop, target]],
  ] as const;

  it.each(
    orders.flatMap(([name, pair]) =>
      (
        [
          ['pessimistic', HIGH_FIRST, 95],
          ['optimistic', LOW_FIRST, 105],
          ['adaptive', LOW_FIRST, 95],
          ['adaptive', HIGH_FIRST, 105],
          ['adaptive', [100, 106, 94, 100], 95],
        ] as const
      ).map((each) => [name, pair, ...each] as const),
    ),
  )('%s: as for a bracket', async (_name, pair, intrabar, row, price) => {
    const { fills, doubts, result } = await outcome(row, pair, { intrabar });
    expect(fills).toEqual([[2, price]]);
    expect(doubts).toEqual([[2, 'one-cancels-other']]);
    const other = result.orders.find(({ status, id }) => id > 0 && status !== 'filled')!;
    expect([other.status, other.reason]).toEqual(['cancelled', 'the other order of its group was filled']);
    expect(other.triggeredBar).toBeNull();
  });

  it('mirror for a short trade', async () => {
    const short = (intrabar: 'pessimistic' | 'optimistic') =>
      testRun(
        around(LOW_FIRST),
        scripted({
          0: (c) => void c.submitOrder({ type: 'market', side: 'sell', quantity: 1 }),
          1: (c) =>
            void c.submitOneCancelsOther([
              { type: 'limit', side: 'buy', quantity: 1, limit: 95 },
              { type: 'stop', side: 'buy', quantity: 1, stop: 105 },
            ]),
        }),
        { intrabar },
      );
    expect((await short('pessimistic')).fills.at(-1)?.price).toBe(105);
    expect((await short('optimistic')).fills.at(-1)?.price).toBe(95);
  });

  it('is no doubt where one is reached at the open: that one fills', async () => {
    expect(await outcome([106, 107, 94, 100], [stop, target])).toMatchObject({
      fills: [[2, 106]],
      doubts: [],
    });
    expect(await outcome([94, 106, 93, 100], [target, stop])).toMatchObject({ fills: [[2, 94]], doubts: [] });
  });

  it('is no doubt where the bar reaches one of them only', async () => {
    expect(await outcome([100, 106, 96, 100], [stop, target])).toMatchObject({
      fills: [[2, 105]],
      doubts: [],
    });
  });

  it('widens the band of the final equity', async () => {
    const { result } = await outcome(LOW_FIRST, [target, stop], { band: true });
    expect(result.ambiguityBand).toEqual({ worst: 9_995, adaptive: 9_995, best: 10_005 });
  });

  it('counts a trailing stop as a stop', async () => {
    const trail = { type: 'trailing-stop', side: 'sell', quantity: 1, trail: { amount: 5 } } as const;
    const { fills, doubts } = await outcome(HIGH_FIRST, [target, trail]);
    expect(fills).toEqual([[2, 95]]);
    expect(doubts).toEqual([[2, 'one-cancels-other']]);
  });
});

describe('two orders of a group', () => {
  const buyStop = (price: number) => ({ type: 'stop', side: 'buy', quantity: 1, stop: price }) as const;
  const sellStop = (price: number) => ({ type: 'stop', side: 'sell', quantity: 1, stop: price }) as const;

  it('on one side of the open: the nearer one fills, whichever was sent first, and the bar is in no doubt', async () => {
    for (const pair of [
      [buyStop(104), buyStop(102)],
      [buyStop(102), buyStop(104)],
    ] as const) {
      const { fills, doubts } = await outcome([100, 106, 99, 105], pair);
      expect(fills).toEqual([[2, 102]]);
      expect(doubts).toEqual([]);
    }
  });

  it('that open trades either way: the pessimistic policy takes the one that is worth less at the close', async () => {
    const pair = [buyStop(105), sellStop(96)];
    expect((await outcome([100, 106, 94, 95.5], pair)).fills).toEqual([[2, 105]]);
    expect((await outcome([100, 106, 94, 104.9], pair)).fills).toEqual([[2, 96]]);
    const best = { intrabar: 'optimistic' } as const;
    expect((await outcome([100, 106, 94, 95.5], pair, best)).fills).toEqual([[2, 96]]);
  });

  it('of which the first one is rejected: the other one still fills in that bar', async () => {
    const dear = { ...buyStop(96), quantity: 1_000_000, type: 'limit', limit: 96, stop: undefined };
    const { stop: _none, ...limit } = dear;
    const { fills, result } = await outcome([100, 106, 94, 95], [limit as OrderRequest, sellStop(95)], {
      intrabar: 'adaptive',
    });
    expect(result.orders.map(({ status }) => status)).toEqual(['filled', 'rejected', 'filled']);
    expect(fills).toEqual([[2, 95]]);
  });

  it('keep the rule of the profile backtesting.py, which knows no policy: the one that was sent first', async () => {
    for (const [pair, price] of [
      [[target, stop], 105],
      [[stop, target], 95],
    ] as const) {
      const { result } = await outcome(LOW_FIRST, pair, { fillProfile: 'backtesting.py' });
      expect(result.fills.map((fill) => fill.price)).toEqual([price]);
      expect(result.ambiguities).toEqual([]);
    }
  });
});

describe('finer bars', () => {
  const HOUR = 3_600_000;
  const finer = (rows: readonly Row[]) => ({
    ...ohlc(rows),
    timestamp: Float64Array.from(rows, (_, i) => FIRST_TIME + 2 * 24 * HOUR + i * 6 * HOUR),
  });
  async function withFiner(parts: readonly Row[], row: Row = [100, 106, 94, 100]) {
    const daily = new ArrayFeed(around(row));
    const shorter = new ArrayFeed(finer(parts), 65_536, { timeframe: '6h' });
    const feed = joinedFeed([daily, shorter]);
    return outcome(row, [stop, target], {
      feed: feed as ArrayFeed,
      series: [daily.series[0]!.info],
      finerBars: [shorter.series[0]!.info],
    });
  }

  it('tell which order of a group came first', async () => {
    const up: readonly Row[] = [
      [100, 106, 99, 105],
      [105, 105, 94, 95],
    ];
    expect(await withFiner(up)).toMatchObject({ fills: [[2, 105]], doubts: [] });
  });

  it('that gap through the stop fill it where they open', async () => {
    const gap: readonly Row[] = [
      [100, 101, 99, 100],
      [94, 106, 94, 105],
    ];
    expect(await withFiner(gap)).toMatchObject({ fills: [[2, 94]], doubts: [] });
  });

  it('that do not tell leave it to the policy, and the bar listed', async () => {
    const both: readonly Row[] = [[100, 106, 94, 100]];
    expect(await withFiner(both)).toMatchObject({ fills: [[2, 95]], doubts: [[2, 'one-cancels-other']] });
    expect(await withFiner([])).toMatchObject({ fills: [[2, 95]], doubts: [[2, 'one-cancels-other']] });
  });
});
