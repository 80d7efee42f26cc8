import { describe, expect, it } from 'vitest';
import type { BarColumns } from '../core/bar.ts';
import type { OrderRequest } from '../core/order.ts';
import type { Timeframe } from '../core/timeframe.ts';
import { runBacktest } from './backtest.ts';
import type { BacktestSpecification } from './backtest-specification.ts';
import { UNATTENDED } from './run-control.ts';
import { ArrayFeed } from './testing/array-feed.ts';
import { joinFeeds } from './testing/joined-feed.ts';
import { recorded } from './testing/recorded-result.ts';
import { FIRST_TIME, ohlc, scripted } from './testing/test-run.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
type Row = readonly [number, number, number, number];

/** A quiet bar to decide on, then the bar in question, then a quiet one. */
const around = (row: Row) => ohlc([[100, 100.5, 99.5, 100], row, [100, 100.5, 99.5, 100]]);

const bracket = { type: 'market', side: 'buy', quantity: 1, stopLoss: 95, takeProfit: 105 } as const;

/** A run on daily bars with hourly ones to look into; `hours` are [day, hour, row]. */
async function withFiner(
  bars: BarColumns,
  hours: readonly (readonly [number, number, Row])[],
  order: OrderRequest,
  { chunkRows = 65_536, ...options }: Partial<BacktestSpecification> & { readonly chunkRows?: number } = {},
) {
  const finer = {
    ...ohlc(hours.map(([, , row]) => row)),
    timestamp: Float64Array.from(hours, ([day, hour]) => FIRST_TIME + day * DAY + hour * HOUR),
  };
  const timeframe: Timeframe = '1h';
  const main = new ArrayFeed(bars, chunkRows);
  const fine = new ArrayFeed(finer, chunkRows, { timeframe });
  const strategy = scripted({ 0: (c) => c.submitOrder(order) });
  const outcome = await runBacktest(
    {
      strategy: strategy.id,
      params: {},
      series: main.series.map(({ info }) => info),
      finerBars: fine.series.map(({ info }) => info),
      cash: 10_000,
      commission: 0,
      fillProfile: 'next-open',
      exclusiveOrders: false,
      finalizeTrades: false,
      riskFreeRate: 0,
      ...options,
    },
    joinFeeds(main, fine),
    strategy,
    UNATTENDED,
  );
  const result = recorded(outcome);
  return {
    fills: result.fills.map(({ bar, price }) => [bar, price]),
    doubts: result.ambiguities.map(({ bar, kind }) => [bar, kind]),
    hash: result.resultHash,
  };
}

describe('finer bars', () => {
  const day = around([100, 106, 94, 100]);
  const up: Row = [100, 106, 99, 104];
  const down: Row = [104, 104, 94, 95];

  it.each([1, 2, 65_536])(
    'tell whether the target or the stop came first, chunks of %i',
    async (chunkRows) => {
      const target = await withFiner(
        day,
        [
          [0, 3, down],
          [1, 2, up],
          [1, 3, down],
          [2, 0, down],
        ],
        bracket,
        { chunkRows },
      );
      expect(target).toMatchObject({
        fills: [
          [1, 100],
          [1, 105],
        ],
        doubts: [],
      });
      const stop = await withFiner(
        day,
        [
          [1, 2, [100, 101, 94, 94.5]],
          [1, 3, [94, 106, 94, 100]],
        ],
        bracket,
        { chunkRows },
      );
      expect(stop).toMatchObject({
        fills: [
          [1, 100],
          [1, 95],
        ],
        doubts: [],
      });
    },
  );

  it('fill a stop at the worse price where they gap through it', async () => {
    const gap = await withFiner(
      day,
      [
        [1, 2, [100, 101, 99, 100]],
        [1, 3, [94.5, 96, 94, 95]],
        [1, 4, up],
      ],
      bracket,
    );
    expect(gap).toMatchObject({
      fills: [
        [1, 100],
        [1, 94.5],
      ],
      doubts: [],
    });
  });

  it.each([
    ['one of them reaches both', [[1, 2, [100, 106, 94, 100]]]],
    [
      'they are missing there',
      [
        [0, 2, up],
        [2, 2, up],
      ],
    ],
    ['they reach neither', [[1, 2, [100, 101, 99, 100]]]],
    ['they reach beyond the bar', [[0, 23.5, up]]],
    [
      'one of them is above the range of the bar',
      [
        [1, 2, [100, 107, 99, 104]],
        [1, 3, down],
      ],
    ],
    ['one of them gaps through the stop to below the range of the bar', [[1, 2, [93, 95, 93, 94]]]],
  ] as const)('leave the bar on the list and to the policy where %s', async (_where, hours) => {
    const worse = await withFiner(day, hours, bracket);
    expect(worse).toMatchObject({
      fills: [
        [1, 100],
        [1, 95],
      ],
      doubts: [[1, 'stop-and-target']],
    });
    const better = await withFiner(day, hours, bracket, { intrabar: 'optimistic' });
    expect(better).toMatchObject({
      fills: [
        [1, 100],
        [1, 105],
      ],
      doubts: [[1, 'stop-and-target']],
    });
  });

  it('tell what came after a limit entry', async () => {
    const limit = { ...bracket, type: 'limit', limit: 98 } as const;
    const entry: Row = [99, 99.5, 97, 98];
    const target = await withFiner(
      day,
      [
        [1, 1, entry],
        [1, 2, up],
        [1, 3, down],
      ],
      limit,
    );
    expect(target).toMatchObject({
      fills: [
        [1, 98],
        [1, 105],
      ],
      doubts: [],
    });
    const stop = await withFiner(
      day,
      [
        [1, 1, up],
        [1, 2, entry],
        [1, 3, down],
      ],
      limit,
    );
    expect(stop).toMatchObject({
      fills: [
        [1, 98],
        [1, 95],
      ],
      doubts: [],
    });
    const neither = await withFiner(
      day,
      [
        [1, 1, up],
        [1, 2, entry],
        [1, 3, [98, 99, 96, 98]],
      ],
      limit,
    );
    expect(neither).toMatchObject({ fills: [[1, 98]], doubts: [] });
  });

  it('tell whether a limit came after its stop', async () => {
    const order = { type: 'stop-limit', side: 'buy', quantity: 1, stop: 103, limit: 97 } as const;
    const after = await withFiner(
      day,
      [
        [1, 1, up],
        [1, 2, down],
      ],
      order,
    );
    expect(after).toMatchObject({ fills: [[1, 97]], doubts: [] });
    const before = await withFiner(
      day,
      [
        [1, 1, [100, 101, 94, 100]],
        [1, 2, up],
      ],
      order,
    );
    expect(before).toMatchObject({ fills: [], doubts: [] });
  });

  it('must be shorter bars of an instrument of the run', async () => {
    const finerBars = new ArrayFeed(day, 10, { symbol: 'OTHER', timeframe: '1h' }).series.map(
      ({ info }) => info,
    );
    await expect(withFiner(day, [], bracket, { finerBars })).rejects.toThrow('`finerBars` of a run must be');
  });
});
