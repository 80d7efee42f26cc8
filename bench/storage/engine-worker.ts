import type { FeedSeries } from '../../src/core/bar-feed.ts';
import { runBacktest } from '../../src/engine/backtest.ts';
import { UNATTENDED } from '../../src/engine/run-control.ts';
import smaCross from '../../src/strategies/sma-cross.ts';
import { ChunkCache } from '../../src/worker/feed/chunk-cache.ts';
import { connectFeed } from '../../src/worker/feed/feed-client.ts';

// An SMA cross over the series behind the port that comes with the message, as the sandbox runs it.

self.onmessage = async ({ data, ports }: MessageEvent<readonly FeedSeries[]>) => {
  const [port] = ports;
  if (!port) return;
  const served = connectFeed(port, data);
  const feed = new ChunkCache(served);
  let kept = Promise.resolve();
  const began = performance.now();
  const result = await runBacktest(
    {
      strategy: smaCross.id,
      params: { fast: 50, slow: 200 },
      series: data.map(({ info }) => info),
      cash: 10_000,
      commission: 0,
      fillProfile: 'next-open',
      exclusiveOrders: true,
      finalizeTrades: false,
      riskFreeRate: 0,
    },
    feed,
    smaCross,
    {
      ...UNATTENDED,
      async keepEquity(timestamp, equity) {
        await kept;
        kept = served.keepEquity(timestamp, equity);
      },
    },
  );
  await kept;
  self.postMessage({
    milliseconds: performance.now() - began,
    hash: result.resultHash,
    bars: result.barsProcessed,
    cacheBytes: feed.bytes,
  });
};
