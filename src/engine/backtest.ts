import { STORED_COLUMNS, type StoredColumn } from '../core/bar.ts';
import type { BarFeed } from '../core/bar-feed.ts';
import { abortError } from '../core/error.ts';
import { ambiguityBand, type BandRun } from './ambiguity-band.ts';
import type { BacktestResult } from './backtest-result.ts';
import type { BacktestSpecification } from './backtest-specification.ts';
import { BarLoop } from './bar-loop.ts';
import { ChunkReader } from './chunk-reader.ts';
import { commissionOf } from './commission.ts';
import { Contracts } from './contracts.ts';
import { executionTerms } from './execution-terms.ts';
import { FILL_RULES } from './fill-profiles/fill-profiles.ts';
import { FinerBars } from './finer-bars.ts';
import { resolveParameters } from './parameter-validation.ts';
import type { PortfolioLoop } from './portfolio-loop.ts';
import { needsMergedClock, runPortfolio } from './portfolio-run.ts';
import type { RunControl } from './run-control.ts';
import { locateRun } from './run-span.ts';
import { type Simulation, summarize } from './run-summary.ts';
import { checkSpecification } from './specification-validation.ts';
import type { StrategyDefinition } from './strategy.ts';
import type { ParameterValues } from './strategy-parameter.ts';
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
  const simulation = await simulate(specification, feed, strategy, control);
  if (!specification.band) return summarize(simulation);
  const { keepEquity, ...others } = control;
  const quiet = { ...others, onProgress: () => {} };
  const { params } = simulation.specification;
  const band = await ambiguityBand(specification.intrabar, outcomeOf(simulation.loop), async (intrabar) => {
    control.onRestart?.();
    return outcomeOf(await runOnce({ ...specification, intrabar }, feed, strategy, params, quiet));
  });
  return { ...(await summarize(simulation)), ambiguityBand: band };
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
  const loop = await runOnce(specification, feed, strategy, params, control);
  return { loop, specification: { ...specification, params } };
}

async function runOnce(
  specification: BacktestSpecification,
  feed: BarFeed,
  strategy: StrategyDefinition,
  params: ParameterValues,
  control: RunControl,
): Promise<BarLoop | PortfolioLoop> {
  const { series, finerBars = [] } = specification;
  const prepared = prepareStrategy(strategy, params, series);
  const finer = finerBars.length > 0 ? new FinerBars(feed, series, finerBars) : undefined;
  const terms = termsOf(specification, strategy, finer);
  const columns = columnsOf(specification, prepared);
  return needsMergedClock(specification, prepared)
    ? runPortfolio(specification, feed, prepared, { ...terms, columns, finer }, control)
    : runSeries(specification, feed, prepared, { ...terms, columns, finer }, control);
}

/** Terms of a run that do not depend on its bars. */
function termsOf(
  specification: BacktestSpecification,
  strategy: StrategyDefinition,
  finer: FinerBars | undefined,
) {
  return {
    rules: FILL_RULES[specification.fillProfile],
    cash: specification.cash,
    commission: commissionOf(
      specification.fees ?? { type: 'percent', rate: specification.commission },
      strategy.commission,
    ),
    leverage: 1 / (specification.margin ?? 1),
    hedging: specification.hedging ?? false,
    intrabar: specification.intrabar,
    ...executionTerms(specification, finer),
    tradeOnClose: specification.tradeOnClose ?? false,
    spread: specification.spread ?? 0,
    slippage: specification.slippage,
    lotSize: specification.lotSize ?? 1,
    exclusiveOrders: specification.exclusiveOrders,
    finalizeTrades: specification.finalizeTrades,
    trailHistory: specification.trailHistory,
    contracts: new Contracts(specification.contract, specification.series.length),
    account: specification,
  };
}

async function runSeries(
  specification: BacktestSpecification,
  feed: BarFeed,
  prepared: PreparedStrategy,
  {
    columns,
    finer,
    ...terms
  }: ReturnType<typeof termsOf> & {
    readonly columns: readonly StoredColumn[];
    readonly finer: FinerBars | undefined;
  },
  control: RunControl,
): Promise<BarLoop> {
  const { series, start, end } = specification;
  const span = await locateRun(feed, 0, {
    from: start,
    to: end,
    history: Math.max(prepared.warmUp + 1, prepared.history),
  });
  const bars = span.end - span.start;
  const { keepEquity } = control;
  const reader = new ChunkReader(feed, 0, columns, span);
  const lead = span.start - span.lead;
  const loop = new BarLoop({ ...terms, series, bars, lead, keepEquity, check: reader.check }, prepared);
  await drive(loop, reader, bars, control, finer);
  return loop;
}

/** Columns to load: those that the strategy needs, and those that the terms of the run need. */
function columnsOf(specification: BacktestSpecification, { columns }: PreparedStrategy): StoredColumn[] {
  const needed = new Set<StoredColumn>(columns);
  if (specification.adjustments === 'raw') needed.add('dividend').add('splitRatio');
  if (specification.slippage?.type === 'volume-share') needed.add('volume');
  if (specification.volumeLimit !== undefined) needed.add('volume');
  return STORED_COLUMNS.filter((column) => needed.has(column));
}

function outcomeOf({ broker, curve }: BarLoop | PortfolioLoop): BandRun {
  return { equity: curve.summarize().final, ambiguous: broker.execution.ambiguities.list.length > 0 };
}

async function drive(
  loop: BarLoop,
  reader: ChunkReader,
  total: number,
  control: RunControl,
  finer: FinerBars | undefined,
): Promise<void> {
  for (let chunk = await reader.next(); chunk; chunk = await reader.next()) {
    loop.enter(chunk);
    for (let row = chunk.from; row < chunk.to; ) {
      if (control.shouldStop()) throw abortError('The run');
      if (loop.recorder.room(loop.done) === 0) await loop.recorder.handOver(loop.done);
      const to = finer ? Math.min(chunk.to, row + finer.stride) : chunk.to;
      const { timestamp } = chunk.bars;
      await finer?.load(timestamp![row]!, timestamp![to - 1]!);
      row = loop.advance(to < chunk.to ? { ...chunk, to } : chunk, row);
      control.onProgress(loop.done, total);
      await control.pause();
    }
  }
  if (control.shouldStop()) throw abortError('The run');
  await loop.recorder.handOver(loop.done);
}
