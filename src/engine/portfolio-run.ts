import type { BarColumn, StoredColumn } from '../core/bar.ts';
import type { BarFeed } from '../core/bar-feed.ts';
import { abortError, BacktabError } from '../core/error.ts';
import { barCloseTime, timeframeMilliseconds } from '../core/timeframe.ts';
import { SessionCalendar, type TradingSession, UTC_DAY } from '../core/trading-session.ts';
import type { BacktestSpecification } from './backtest-specification.ts';
import { ChunkReader } from './chunk-reader.ts';
import type { FinerBars } from './finer-bars.ts';
import { IndicatorDesk } from './indicator-desk.ts';
import { PortfolioLoop } from './portfolio-loop.ts';
import type { PortfolioTerms } from './portfolio-terms.ts';
import { PriceHistory } from './price-history.ts';
import type { RunControl } from './run-control.ts';
import { findSpan, locateRun } from './run-span.ts';
import { SeriesCursor } from './series-cursor.ts';
import { followsSessions } from './session-hooks.ts';
import { type PreparedStrategy, sliceOf } from './strategy-preparation.ts';

const DAY = 86_400_000;
const DAY_MINUTES = 1_440;

/** Whether a run needs the merged clock. */
export function needsMergedClock(specification: BacktestSpecification, prepared: PreparedStrategy): boolean {
  const { series, benchmark, session } = specification;
  return (
    series.length > 1 ||
    benchmark !== undefined ||
    session !== undefined ||
    followsSessions(prepared.strategy)
  );
}

/** A series with what it reads. */
interface Tape {
  readonly cursor: SeriesCursor;
  readonly reader: ChunkReader;
  /** Index of a traded series, -1 for the benchmark. */
  readonly series: number;
}

/**
 * Runs a strategy on the merged clock of all series. Of each series one chunk is read ahead; at most two are in memory.
 * @throws BacktabError `no-data-in-range` when the main series has no bars in the period, or none inside the sessions.
 */
export async function runPortfolio(
  specification: BacktestSpecification,
  feed: BarFeed,
  prepared: PreparedStrategy,
  {
    columns,
    finer,
    ...terms
  }: Omit<PortfolioTerms, 'series' | 'start' | 'bars' | 'calendar' | 'barLength'> & {
    readonly columns: readonly StoredColumn[];
    readonly finer: FinerBars | undefined;
  },
  control: RunControl,
): Promise<PortfolioLoop> {
  const { series, benchmark, session } = specification;
  const period = await periodOf(specification, feed, prepared);
  const tapes: Tape[] = [];
  const histories: PriceHistory[] = [];
  const rows: number[] = [];
  let longest = 0;
  let total = 0;
  for (const [index, info] of series.entries()) {
    const filter = session && isIntraday(info) && session.hours !== 'extended' ? session : undefined;
    const desk = prepared.desks[index]!;
    const warmUp = index === 0 ? prepared.warmUp : desk.warmUp;
    const history = Math.max(warmUp + 1, prepared.history) * (filter ? sparseness(filter) : 1);
    const span = await findSpan(feed, index, { ...period, history });
    const past = new PriceHistory(prepared.history);
    const cursor = new SeriesCursor(info, desk, past, {
      session: filter && new SessionCalendar(filter),
      slice: sliceOf(series.length),
    });
    histories.push(past);
    tapes.push({ series: index, cursor, reader: new ChunkReader(feed, index, columns, span) });
    longest = Math.max(longest, span.end - span.start);
    rows.push(span.end - span.lead);
    total += span.end - span.lead;
  }
  const benchmarkIndex = benchmark ? series.findIndex(({ id }) => id === benchmark.id) : -1;
  const measure =
    benchmark && benchmarkIndex < 0
      ? await benchmarkTape(
          feed,
          feed.series.findIndex(({ info }) => info.id === benchmark.id),
          period,
        )
      : undefined;
  const lengths = series.map((info) => timeframeMilliseconds(info.timeframe));
  const barLength = Math.min(...lengths);
  const loop = new PortfolioLoop(
    {
      ...terms,
      series,
      start: period.from,
      bars: longest,
      barLength,
      keepEquity: control.keepEquity,
      calendar: barLength < DAY ? new SessionCalendar(session ?? UTC_DAY) : undefined,
    },
    prepared,
    {
      cursors: tapes.map(({ cursor }) => cursor),
      rows,
      histories,
      benchmark: measure?.cursor,
      benchmarkIndex,
    },
  );
  await drive(loop, measure ? [...tapes, measure] : tapes, total, tapes, control, finer);
  loop.finish();
  await loop.handOver();
  if (loop.done > 0) return loop;
  throw new BacktabError(
    'no-data-in-range',
    `No bar of the run opens inside its session (${JSON.stringify(session)}): choose other hours, or extended ones`,
  );
}

async function drive(
  loop: PortfolioLoop,
  tapes: readonly Tape[],
  total: number,
  counted: readonly Tape[],
  control: RunControl,
  finer: FinerBars | undefined,
): Promise<void> {
  const limit = sliceOf(tapes.length);
  for (;;) {
    for (const tape of tapes) await refill(tape, loop);
    if (control.shouldStop()) throw abortError('The run');
    const until = finer ? await loadFiner(finer, counted, loop.barLength) : Number.POSITIVE_INFINITY;
    const goesOn = loop.advance(limit, until);
    const done = counted.reduce((sum, { cursor }) => sum + cursor.rowsDone, 0);
    control.onProgress(goesOn ? Math.min(done, total - 1) : total, total);
    await control.pause();
    if (!goesOn) break;
    // Not before: the equity of the last tick is final only when the run has ended.
    if (loop.wantsRoom) await loop.handOver();
  }
  if (control.shouldStop()) throw abortError('The run');
}

/** Loads the finer bars of the bars that close next; returns the moment up to which they are there. */
async function loadFiner(finer: FinerBars, tapes: readonly Tape[], barLength: number): Promise<number> {
  const under = tapes.map(({ cursor }) => cursor).filter(({ closes }) => closes !== Number.POSITIVE_INFINITY);
  if (under.length === 0) return Number.POSITIVE_INFINITY;
  const from = Math.min(...under.map(({ opens }) => opens));
  const until = Math.max(...under.map(({ closes }) => closes), from + finer.stride * barLength);
  await finer.load(from, until);
  return until;
}

/** Gives a cursor that has used up its chunk the next one that holds a bar for it. */
async function refill({ series, cursor, reader }: Tape, loop: PortfolioLoop): Promise<void> {
  while (cursor.closes === Number.NEGATIVE_INFINITY) {
    const chunk = await reader.next();
    if (chunk) reader.check.check(chunk.bars, chunk.from, chunk.to, chunk.before);
    if (!chunk) cursor.finish();
    else if (series < 0) cursor.enter(chunk, reader.following);
    else loop.enter(series, chunk, reader.following);
  }
}

/**
 * The main series sets the period: from its first bar to the close of its last one, unless the run says otherwise. Bars of the other
 * series before that are history.
 */
async function periodOf(
  { start, end, series }: BacktestSpecification,
  feed: BarFeed,
  prepared: PreparedStrategy,
): Promise<{ readonly from: number; readonly to: number }> {
  await locateRun(feed, 0, { from: start, to: end, history: prepared.history });
  const { chunks } = feed.series[0]!;
  return {
    from: start ?? chunks[0]!.first,
    to: end ?? barCloseTime(chunks.at(-1)!.last, series[0]!.timeframe),
  };
}

async function benchmarkTape(
  feed: BarFeed,
  index: number,
  period: { readonly from: number; readonly to: number },
): Promise<Tape> {
  const columns: readonly BarColumn[] = ['timestamp', 'close'];
  const span = await findSpan(feed, index, { ...period, history: 1 });
  const cursor = new SeriesCursor(feed.series[index]!.info, new IndicatorDesk(0), new PriceHistory(0), {
    session: undefined,
    slice: Number.MAX_SAFE_INTEGER,
  });
  return { series: -1, cursor, reader: new ChunkReader(feed, index, columns, span) };
}

function isIntraday({ timeframe }: BacktestSpecification['series'][number]): boolean {
  return timeframeMilliseconds(timeframe) < DAY;
}

/** How many bars there may be, all day long, for one inside the session. */
function sparseness({ open, close }: TradingSession): number {
  const minutes = close > open ? close - open : DAY_MINUTES - open + close;
  return Math.ceil(DAY_MINUTES / minutes);
}
