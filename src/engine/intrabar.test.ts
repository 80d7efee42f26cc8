import { describe, expect, it } from 'vitest';
import type { BarColumns } from '../core/bar.ts';
import type { OrderRequest } from '../core/order.ts';
import { ohlc, scripted, type TestRunOptions, testRun } from './testing/test-run.ts';

type Row = readonly [number, number, number, number];

/** A quiet bar to decide on, then the bar in question, then a quiet one. */
const around = (row: Row) => ohlc([[100, 100.5, 99.5, 100], row, [100, 100.5, 99.5, 100]]);

const bracket = { type: 'market', side: 'buy', quantity: 1, stopLoss: 95, takeProfit: 105 } as const;

async function outcome(bars: BarColumns, order: OrderRequest, options: TestRunOptions = {}) {
  const result = await testRun(bars, scripted({ 0: (c) => c.submitOrder(order) }), options);
  return {
    fills: result.fills.map(({ bar, price }) => [bar, price]),
    doubts: result.ambiguities.map(({ bar, kind }) => [bar, kind]),
    result,
  };
}

describe('a stop-loss and a take-profit within one bar', () => {
  const LOW_FIRST: Row = [100, 106, 94.5, 100];
  const HIGH_FIRST: Row = [100, 105.5, 94, 100];

  it.each([
    ['pessimistic', HIGH_FIRST, 95],
    ['optimistic', LOW_FIRST, 105],
    ['adaptive', LOW_FIRST, 95],
    ['adaptive', HIGH_FIRST, 105],
    ['adaptive', [100, 106, 94, 100], 95],
  ] as const)('%s, %j: fills at %d, and the bar is listed', async (intrabar, row, price) => {
    const { fills, doubts } = await outcome(around(row), bracket, { intrabar });
    expect(fills).toEqual([
      [1, 100],
      [1, price],
    ]);
    expect(doubts).toEqual([[1, 'stop-and-target']]);
  });

  it('mirrors for a short', async () => {
    const short = { ...bracket, side: 'sell', stopLoss: 105, takeProfit: 95 } as const;
    const at = async (intrabar: 'adaptive' | 'optimistic', row: Row) =>
      (await outcome(around(row), short, { intrabar })).fills.at(-1);
    expect(await at('adaptive', LOW_FIRST)).toEqual([1, 95]);
    expect(await at('adaptive', HIGH_FIRST)).toEqual([1, 105]);
    expect(await at('optimistic', HIGH_FIRST)).toEqual([1, 95]);
  });
});

describe('an entry and its guards within one bar', () => {
  const limit = { ...bracket, type: 'limit', limit: 98 } as const;
  const stop = { ...bracket, type: 'stop', stop: 102 } as const;

  it.each([
    ['pessimistic has the guards wait', 'pessimistic', limit, [100, 106, 94.5, 100], [[1, 98]]],
    [
      'optimistic takes the target',
      'optimistic',
      limit,
      [100, 106, 94.5, 100],
      [
        [1, 98],
        [1, 105],
      ],
    ],
    ['optimistic leaves a stop alone', 'optimistic', limit, [100, 101, 94.5, 100], [[1, 98]]],
    [
      'adaptive: down through entry and stop',
      'adaptive',
      limit,
      [100, 106, 94.5, 100],
      [
        [1, 98],
        [1, 95],
      ],
    ],
    [
      'adaptive: down to the entry, up to the target',
      'adaptive',
      limit,
      [100, 106, 97, 100],
      [
        [1, 98],
        [1, 105],
      ],
    ],
    [
      'adaptive: a target before the entry does not count',
      'adaptive',
      { ...limit, stopLoss: 90 },
      [100, 105.5, 94, 97],
      [[1, 98]],
    ],
    [
      'adaptive: up through entry and target',
      'adaptive',
      stop,
      [100, 105.5, 94, 100],
      [
        [1, 102],
        [1, 105],
      ],
    ],
    [
      'adaptive: up to the entry, down to the stop',
      'adaptive',
      stop,
      [100, 104, 94, 100],
      [
        [1, 102],
        [1, 95],
      ],
    ],
    [
      'adaptive: a stop before the entry does not count',
      'adaptive',
      { ...stop, takeProfit: 110 },
      [100, 106, 94.9, 104],
      [[1, 102]],
    ],
  ] as const)('%s', async (_rule, intrabar, order, row, expected) => {
    const { fills, doubts } = await outcome(around(row), order, { intrabar });
    expect(fills.slice(0, expected.length)).toEqual(expected);
    expect(fills.filter(([bar]) => bar === 1)).toEqual(expected);
    expect(doubts).toEqual([[1, 'entry-and-exit']]);
  });
});

describe('a stop and a limit of one order within one bar', () => {
  const order = { type: 'stop-limit', side: 'buy', quantity: 1, stop: 103, limit: 101 } as const;

  it.each([
    ['pessimistic', [102, 104, 100.5, 102], []],
    ['optimistic', [102, 104, 100.5, 102], [[1, 101]]],
    ['adaptive', [102, 103.5, 100, 102], [[1, 101]]],
    ['adaptive', [102, 104, 100.5, 102], []],
  ] as const)('%s, %j', async (intrabar, row, expected) => {
    const { fills, doubts } = await outcome(around(row), order, { intrabar });
    expect(fills.filter(([bar]) => bar === 1)).toEqual(expected);
    expect(doubts).toEqual([[1, 'stop-limit']]);
  });
});

describe('the band around an ambiguous run', () => {
  it('says the final equity of the worse, the adaptive and the better course', async () => {
    const row: Row = [100, 106, 94.5, 100];
    for (const intrabar of ['pessimistic', 'adaptive', 'optimistic'] as const) {
      const { result } = await outcome(around(row), bracket, { band: true, intrabar });
      expect(result.ambiguityBand).toEqual({ worst: 9_995, adaptive: 9_995, best: 10_005 });
      expect(result.equity.equity.at(-1)).toBe(intrabar === 'optimistic' ? 10_005 : 9_995);
    }
  });

  it('is one figure, for no further run, where nothing is ambiguous', async () => {
    let created = 0;
    const plain = scripted({ 0: (c) => c.submitOrder({ ...bracket, takeProfit: 200 }) });
    const strategy: typeof plain = {
      ...plain,
      create(setup) {
        created++;
        return plain.create(setup);
      },
    };
    const { ambiguityBand } = await testRun(around([100, 106, 94.5, 100]), strategy, { band: true });
    expect(ambiguityBand).toEqual({ worst: 9_995, adaptive: 9_995, best: 9_995 });
    expect(created).toBe(1);
  });

  it('changes nothing else of the run', async () => {
    const bars = around([100, 106, 94.5, 100]);
    const [plain, banded] = [await outcome(bars, bracket), await outcome(bars, bracket, { band: true })];
    expect(banded.result.resultHash).toBe(plain.result.resultHash);
    expect(plain.result.ambiguityBand).toBeUndefined();
  });

  it('is refused with a policy in the profile backtesting.py', async () => {
    const run = outcome(around([100, 101, 99, 100]), bracket, {
      fillProfile: 'backtesting.py',
      intrabar: 'adaptive',
    });
    await expect(run).rejects.toThrow('`intrabar` of a run must be absent in the profile backtesting.py');
  });
});
