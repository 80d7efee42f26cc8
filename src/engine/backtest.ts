import type { BarFeed } from '../core/bar-feed.ts';
import { abortError } from '../core/error.ts';
import { resultHash } from '../core/hash.ts';
import { statisticsOf } from '../metrics/compute-statistics.ts';
import { samplesOf } from '../metrics/performance.ts';
import type { BacktestResult } from './backtest-result.ts';
import type { BacktestSpecification } from './backtest-specification.ts';
import { BarLoop } from './bar-loop.ts';
import { ChunkReader } from './chunk-reader.ts';
import { commissionOf } from './commission.ts';
import { ENGINE_VERSION } from './engine-version.ts';
import { FILL_RULES } from './fill-profiles/fill-profiles.ts';
import { resolveParameters } from './parameter-validation.ts';
import type { RunControl } from './run-control.ts';
import { locateRun } from './run-span.ts';
import { runWarnings } from './run-warnings.ts';
import { checkSpecification } from './specification-validation.ts';
import type { StrategyDefinition } from './strategy.ts';
import { prepareStrategy } from './strategy-preparation.ts';

/**
 * Runs a strategy over the bars of a feed. Deterministic: equal specifications on equal bars give equal bytes, however the feed cuts
 * its chunks. One chunk is read ahead; at most two are in memory.
 * @throws BacktabError `bad-argument`, `bad-parameter`, `no-data-in-range`, `strategy-failed`, or whatever the feed throws.
 * @throws AbortError when `control` says so.
 */
export async function runBacktest(
  specification: BacktestSpecification,
  feed: BarFeed,
  strategy: StrategyDefinition,
  control: RunControl,
): Promise<BacktestResult> {
  checkSpecification(specification, feed);
  const params = resolveParameters(strategy, specification.params);
  const prepared = prepareStrategy(strategy, params);
  const span = await locateRun(feed, 0, {
    from: specification.start,
    to: specification.end,
    history: Math.max(prepared.warmUp + 1, prepared.history),
  });
  const loop = new BarLoop(
    {
      series: specification.series,
      rules: FILL_RULES[specification.fillProfile],
      cash: specification.cash,
      commission: commissionOf(
        specification.fees ?? { type: 'percent', rate: specification.commission },
        strategy.commission,
      ),
      leverage: 1 / (specification.margin ?? 1),
      hedging: specification.hedging ?? false,
      tradeOnClose: specification.tradeOnClose ?? false,
      spread: specification.spread ?? 0,
      slippage: specification.slippage,
      lotSize: specification.lotSize ?? 1,
      exclusiveOrders: specification.exclusiveOrders,
      finalizeTrades: specification.finalizeTrades,
      bars: span.end - span.start,
      lead: span.start - span.lead,
    },
    prepared,
  );
  const reader = new ChunkReader(feed, 0, prepared.columns, span);
  await drive(loop, reader, span.end - span.start, control);
  return summarize(loop, { ...specification, params });
}

async function drive(loop: BarLoop, reader: ChunkReader, total: number, control: RunControl): Promise<void> {
  for (let chunk = await reader.next(); chunk; chunk = await reader.next()) {
    loop.enter(chunk);
    for (let row = chunk.from; row < chunk.to; ) {
      if (control.shouldStop()) throw abortError('The run');
      row = loop.advance(chunk, row);
      control.onProgress(loop.done, total);
      await control.pause();
    }
  }
  if (control.shouldStop()) throw abortError('The run');
}

async function summarize(loop: BarLoop, specification: BacktestSpecification): Promise<BacktestResult> {
  const { broker, recorder } = loop;
  const equity = recorder.columns();
  const orders = broker.book.orders.columns();
  const fills = broker.book.fills.columns();
  const trades = broker.portfolio.trades(broker.marks, loop.clock);
  const curve = loop.curve.summarize();
  const reached = loop.warmBar < loop.done;
  return {
    specification,
    engineVersion: ENGINE_VERSION,
    statistics: statisticsOf(curve, {
      trades,
      ...(reached ? { buyHold: { first: loop.warmClose, last: broker.marks[0]! } } : {}),
      riskFreeRate: specification.riskFreeRate,
    }),
    orders,
    fills,
    trades,
    equity,
    samples: samplesOf(curve),
    warnings: runWarnings(loop),
    ambiguities: broker.execution.ambiguities.list,
    firstDecisionBar: loop.firstDecision,
    firstDecisionTime: equity.timestamp[loop.firstDecision] ?? null,
    resultHash: await resultHash({ orders, fills, equity }),
    barsProcessed: loop.done,
  };
}
