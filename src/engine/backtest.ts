import { STORED_COLUMNS, type StoredColumn } from '../core/bar.ts';
import type { BarFeed } from '../core/bar-feed.ts';
import { abortError } from '../core/error.ts';
import type { BacktestResult } from './backtest-result.ts';
import type { BacktestSpecification } from './backtest-specification.ts';
import { BarLoop } from './bar-loop.ts';
import { ChunkReader } from './chunk-reader.ts';
import { commissionOf } from './commission.ts';
import { Contracts } from './contracts.ts';
import { FILL_RULES } from './fill-profiles/fill-profiles.ts';
import { resolveParameters } from './parameter-validation.ts';
import type { RunControl } from './run-control.ts';
import { locateRun } from './run-span.ts';
import { type Simulation, summarize } from './run-summary.ts';
import { checkSpecification } from './specification-validation.ts';
import type { StrategyDefinition } from './strategy.ts';
import { type PreparedStrategy, prepareStrategy } from './strategy-preparation.ts';

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
  return summarize(await simulate(specification, feed, strategy, control));
}

/** The part of {@link runBacktest} that works through the bars; what follows is {@link summarize}. */
export async function simulate(
  specification: BacktestSpecification,
  feed: BarFeed,
  strategy: StrategyDefinition,
  control: RunControl,
): Promise<Simulation> {
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
      contracts: new Contracts(specification.contract, specification.series.length),
      account: specification,
      bars: span.end - span.start,
      lead: span.start - span.lead,
    },
    prepared,
  );
  const reader = new ChunkReader(feed, 0, columnsOf(specification, prepared), span);
  await drive(loop, reader, span.end - span.start, control);
  return { loop, specification: { ...specification, params } };
}

/** Columns to load: those that the strategy needs, and those that the terms of the run need. */
function columnsOf(specification: BacktestSpecification, { columns }: PreparedStrategy): StoredColumn[] {
  const needed = new Set<StoredColumn>(columns);
  if (specification.adjustments === 'raw') needed.add('dividend').add('splitRatio');
  if (specification.slippage?.type === 'volume-share') needed.add('volume');
  return STORED_COLUMNS.filter((column) => needed.has(column));
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
