import { BacktabError, toTransferableError } from '../../core/error.ts';
import { runBacktest } from '../../engine/backtest.ts';
import { resultBuffers } from '../../engine/backtest-result.ts';
import * as kit from '../../engine/strategy-kit.ts';
import { ChunkCache } from '../feed/chunk-cache.ts';
import { connectFeed } from '../feed/feed-client.ts';
import type { FeedPort } from '../feed/feed-server.ts';
import { accompany } from './accompaniment.ts';
import { compileStrategy } from './compile-strategy.ts';
import { simulate } from './determinism.ts';
import { freezeBuiltIns, guardPort } from './guarded-port.ts';
import type { SandboxJob, SandboxMessage } from './messages.ts';

// Entry of the worker inside the sandboxed frame. Bundled to one script by scripts/vite/sandbox-runtime.ts; it may import nothing at run time.

const HEARTBEAT = 1_000;
const PROGRESS_INTERVAL = 50;

self.onmessage = (event: MessageEvent<SandboxJob>) => {
  const [control, feed] = event.ports;
  self.onmessage = null;
  if (control && feed) void run(event.data, guardPort(control), guardPort(feed));
};

async function run(job: SandboxJob, control: FeedPort, feed: FeedPort): Promise<void> {
  const clock = performance.now.bind(performance);
  const say = (message: SandboxMessage, transfer: Transferable[] = []) =>
    control.postMessage(message, transfer);
  const heart = setInterval(() => say({ type: 'alive' }), HEARTBEAT);
  const began = clock();
  let toldAt = began;
  const simulated = { now: () => job.specification.start ?? job.series[0]?.info.first ?? 0 };
  say({ type: 'alive' });
  try {
    let kept = Promise.resolve();
    const served = connectFeed(feed, job.series);
    const bars = new ChunkCache(served);
    const reseed = simulate(self, () => simulated.now());
    freezeBuiltIns(self);
    const strategy = accompany(compileStrategy(job.strategySource, kit), {
      clock,
      beat: () => say({ type: 'alive' }),
      tellTime: (now) => {
        simulated.now = now;
      },
    });
    const result = await runBacktest(job.specification, bars, strategy, {
      onProgress(barsDone, barsTotal) {
        const now = clock();
        if (now - toldAt < PROGRESS_INTERVAL && barsDone < barsTotal) return;
        toldAt = now;
        say({ type: 'progress', barsDone, barsTotal });
      },
      // Stopping is the page's doing: it removes the frame.
      shouldStop: () => false,
      pause: () => Promise.resolve(),
      async keepEquity(timestamp, equity) {
        // One block is on its way while the next bars are worked on.
        await kept;
        kept = served.keepEquity(timestamp, equity);
        kept.catch(() => {});
      },
      onRestart: reseed,
    });
    await kept;
    const { equity, ...columns } = result;
    say(
      { type: 'result', result: columns, milliseconds: clock() - began, cacheHits: bars.hits },
      resultBuffers(columns),
    );
  } catch (error) {
    const { code = 'internal', message, stack = '' } = toTransferableError(asStrategyFailure(error));
    say({ type: 'failed', code, message: message.slice(0, 10_000), stack: stack.slice(0, 20_000) });
  } finally {
    clearInterval(heart);
  }
}

function asStrategyFailure(error: unknown): unknown {
  if (error instanceof BacktabError) return error;
  const failure = new BacktabError('strategy-failed', `The strategy failed: ${error}`, { cause: error });
  if (error instanceof Error && error.stack) failure.stack = error.stack;
  return failure;
}
