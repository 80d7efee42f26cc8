import { describe, expect, it } from 'vitest';
import { DIGEST_BLOCK_BARS } from '../core/equity-digest.ts';
import { runBacktest } from './backtest.ts';
import type { BacktestSpecification } from './backtest-specification.ts';
import { UNATTENDED } from './run-control.ts';
import { defineStrategy } from './strategy.ts';
import { ArrayFeed } from './testing/array-feed.ts';

const LEAD = 100;
const MINUTE = 60_000;

function bars(length: number) {
  const close = Float64Array.from({ length }, (_, bar) => 100 + 10 * Math.sin(bar / 50) + Math.sin(bar / 3));
  return {
    timestamp: Float64Array.from({ length }, (_, bar) => bar * MINUTE),
    open: close.map((_, bar) => close[Math.max(0, bar - 1)]!),
    high: close.map((price) => price + 11),
    low: close.map((price) => price - 11),
    close,
    volume: new Float64Array(length).fill(1_000),
  };
}

const swing = defineStrategy({
  id: 'swing',
  name: 'Swing',
  description: 'In and out every forty bars.',
  parameters: {},
  create: ({ sma }) => {
    sma('close', 20);
    return {
      onTradingIteration(context) {
        if (context.bar % 40 === 0) context.submitOrder({ type: 'market', side: 'buy', quantity: 7 });
        else if (context.bar % 40 === 20) context.closePosition();
      },
    };
  },
});

async function run(length: number, terms: Partial<BacktestSpecification>, handOver: boolean) {
  const feed = new ArrayFeed(bars(length), 30_011, { timeframe: '1m' });
  const info = feed.series[0]!.info;
  const blocks: (readonly [Float64Array, Float64Array])[] = [];
  const result = await runBacktest(
    {
      strategy: 'swing',
      params: {},
      series: [info],
      start: LEAD * MINUTE,
      cash: 10_000,
      commission: 0.001,
      fillProfile: 'next-open',
      exclusiveOrders: false,
      finalizeTrades: true,
      riskFreeRate: 0,
      ...terms,
    },
    feed,
    swing,
    handOver
      ? {
          ...UNATTENDED,
          async keepEquity(timestamp, equity) {
            blocks.push([timestamp, equity]);
          },
        }
      : UNATTENDED,
  );
  return { result, blocks };
}

// With regular hours all day long the merged clock is used.
const LOOPS: readonly (readonly [string, Partial<BacktestSpecification>])[] = [
  ['one series', {}],
  ['the merged clock', { session: { timeZone: 'UTC', open: 0, close: 1_440, hours: 'extended' } }],
];

describe.each(LOOPS)('the equity of a run on %s', (_, terms) => {
  it.each([2 * DIGEST_BLOCK_BARS + 4_321, 2 * DIGEST_BLOCK_BARS, DIGEST_BLOCK_BARS, 77])(
    'of %i bars is the same handed over in blocks: every value, figure and the hash',
    async (length) => {
      const whole = await run(length + LEAD, terms, false);
      const handed = await run(length + LEAD, terms, true);
      expect(handed.result.equity.equity).toHaveLength(0);
      expect(handed.result.resultHash).toBe(whole.result.resultHash);
      const { equity, ...rest } = handed.result;
      const { equity: all, ...others } = whole.result;
      expect(rest).toEqual(others);
      expect(handed.blocks.map(([times]) => times.length).slice(0, -1)).toEqual(
        Array(Math.ceil(length / DIGEST_BLOCK_BARS) - 1).fill(DIGEST_BLOCK_BARS),
      );
      const times = handed.blocks.flatMap(([block]) => [...block]);
      const values = handed.blocks.flatMap(([, block]) => [...block]);
      expect(times.length).toBe(length);
      expect(times.every((time, bar) => time === all.timestamp[bar])).toBe(true);
      expect(values.every((value, bar) => value === all.equity[bar])).toBe(true);
    },
  );
});
