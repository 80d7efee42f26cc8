import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BarColumn } from '../../core/bar.ts';
import { runBacktest } from '../../engine/backtest.ts';
import { UNATTENDED } from '../../engine/run-control.ts';
import { ArrayFeed } from '../../engine/testing/array-feed.ts';
import { findStrategy } from '../../strategies/catalogue.ts';
import { swingingBars } from '../testing/bars.ts';
import { ChunkCache } from './chunk-cache.ts';

const bars = swingingBars(1000);

describe('the chunk cache', () => {
  it('answers a second read without the feed behind it, and asks only for columns it lacks', async () => {
    const feed = new ArrayFeed(bars, 100);
    const cache = new ChunkCache(feed);
    await cache.read(0, 2, ['timestamp', 'close']);
    await cache.read(0, 2, ['close']);
    const both = await cache.read(0, 2, ['open', 'close']);
    expect(both).toEqual({ open: bars.open.slice(200, 300), close: bars.close.slice(200, 300) });
    expect(feed.reads).toEqual([['timestamp', 'close'], ['open']]);
    expect([cache.hits, cache.misses]).toEqual([1, 2]);
  });

  it('never keeps more than its limit, whatever is read, and every read is right', async () => {
    const columns = fc.subarray<BarColumn>(['timestamp', 'open', 'close', 'volume'], { minLength: 1 });
    const reads = fc.array(fc.tuple(fc.nat(9), columns), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(reads, fc.integer({ min: 0, max: 8000 }), async (sequence, limit) => {
        const cache = new ChunkCache(new ArrayFeed(bars, 100), limit);
        for (const [chunk, wanted] of sequence) {
          const read = await cache.read(0, chunk, wanted);
          for (const column of wanted) {
            expect(read[column]).toEqual(bars[column].slice(chunk * 100, chunk * 100 + 100));
          }
          expect(cache.bytes).toBeLessThanOrEqual(limit);
        }
      }),
    );
  });

  it('drops what was used longest ago first', async () => {
    const feed = new ArrayFeed(bars, 100);
    const cache = new ChunkCache(feed, 1600);
    for (const chunk of [0, 1, 0, 2, 0, 1]) await cache.read(0, chunk, ['close']);
    expect(cache.misses).toBe(4);
  });

  it('shows a span of a kept chunk without a read, and nothing of any other', async () => {
    const cache = new ChunkCache(new ArrayFeed(bars, 100));
    await cache.read(0, 3, ['timestamp', 'close']);
    const at = (row: number) => bars.timestamp[row] as number;
    expect(cache.peek(0, { from: at(310), to: at(320) }, ['close'])?.close).toEqual(
      bars.close.slice(310, 320),
    );
    expect(cache.peek(0, { from: at(310), to: at(320) }, ['open'])).toBeUndefined();
    expect(cache.peek(0, { from: at(390), to: at(410) }, ['close'])).toBeUndefined();
    expect(cache.peek(0, { from: at(10), to: at(20) }, ['close'])).toBeUndefined();
    expect(cache.peek(1, { from: at(10), to: at(20) }, ['close'])).toBeUndefined();
  });

  it('changes nothing in a run, for any size of chunk and cache', async () => {
    const strategy = findStrategy('sma-cross');
    const run = async (chunkRows: number, limit: number) => {
      const cache = new ChunkCache(new ArrayFeed(bars, chunkRows), limit);
      const series = cache.series.map(({ info }) => info);
      const specification = {
        strategy: strategy.id,
        params: { fast: 5, slow: 20 },
        series,
        cash: 10_000,
        commission: 0.001,
        fillProfile: 'next-open',
        exclusiveOrders: true,
        finalizeTrades: true,
        riskFreeRate: 0,
      } as const;
      return (await runBacktest(specification, cache, strategy, UNATTENDED)).resultHash;
    };
    const expected = await run(1000, 1e9);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 400 }), fc.nat(100_000), async (rows, limit) => {
        expect(await run(rows, limit)).toBe(expected);
      }),
      { numRuns: 30 },
    );
  });
});
