import type { SeriesInfo } from '../core/series.ts';
import { EquityAccumulator } from '../metrics/equity-accumulator.ts';
import { type Account, type AccountTerms, accountOf } from './account/account.ts';
import { TotalReturn } from './account/total-return.ts';
import type { BarCheck } from './bar-check.ts';
import { BarClock } from './bar-clock.ts';
import { Broker } from './broker.ts';
import type { LoadedChunk } from './chunk-reader.ts';
import { appendToCurve } from './equity-curve.ts';
import { EquityRecorder, type KeepEquity } from './equity-recorder.ts';
import { EXIT_REASONS } from './exit-reasons.ts';
import type { ExecutingBar } from './fill-profiles/fill-rules.ts';
import { SLICE_BARS } from './indicator-desk.ts';
import type { IntrabarPolicy } from './intrabar-policy.ts';
import { PriceHistory } from './price-history.ts';
import { QuietBars } from './quiet-bars.ts';
import { atBar, refusePromise, reportSettled, strategyError } from './strategy-call.ts';
import type { PreparedStrategy } from './strategy-preparation.ts';
import { TradingContext } from './trading-context.ts';
import type { BrokerTerms } from './trading-terms.ts';

/** What a loop is set up with. Bars are counted from the first bar of the run. */
export interface LoopTerms extends Omit<BrokerTerms, 'seriesCount' | 'hasRange'> {
  readonly series: readonly SeriesInfo[];
  /** Bars of the run, and bars of history fed before them. */
  readonly bars: number;
  readonly lead: number;
  /** Keeps the equity; without it the recorder does. */
  readonly keepEquity?: KeepEquity | undefined;
  readonly finalizeTrades: boolean;
  /** Checks the bars before anything is done with them. */
  readonly check: BarCheck;
  readonly account: AccountTerms;
  readonly intrabar?: IntrabarPolicy | undefined;
}

/** The bar that orders meet, written anew for each. */
class CurrentBar implements ExecutingBar {
  open = Number.NaN;
  high = Number.NaN;
  low = Number.NaN;
  close = Number.NaN;
  next = Number.NaN;
  volume = Number.NaN;
}

/** Bars that are worked on at a time: their columns and indicators stay in the processor's cache from one use to the next. */
const PIECE_BARS = 4_096;

/**
 * The event loop of a run on one series. Per bar: pending orders execute, equity is recorded, a ruined account is closed, and the
 * strategy decides. Synchronous; the cut into chunks and slices changes no result.
 */
export class BarLoop {
  readonly clock = new BarClock();
  readonly broker: Broker;
  readonly recorder: EquityRecorder;
  readonly curve = new EquityAccumulator();
  /** What moves money beside trades; null when the run asks for nothing of that kind. */
  readonly account: Account | null;
  readonly #totalReturn: TotalReturn | null;
  readonly firstDecision: number;
  /** Bar of the run from which all indicators are defined, and the close there; NaN while not reached. */
  readonly warmBar: number;
  warmClose = Number.NaN;
  /** An indicator never has a value, and the run did not wait for it. */
  readonly isStarved: boolean;
  /** Close of the last bar done. With raw prices both closes are those of one unit whose dividends were reinvested. */
  lastClose = Number.NaN;
  /** Bar at whose close the equity was used up, or -1. */
  ruinBar = -1;
  ruinTime = Number.NaN;
  /** Open time of the bar of the first decision; null while that is not reached. */
  firstDecisionTime: number | null = null;
  readonly #terms: LoopTerms;
  readonly #prepared: PreparedStrategy;
  readonly #history: PriceHistory;
  readonly #context: TradingContext;
  /** Works on bars in which nothing can execute; null where something may in any. */
  readonly #quiet: QuietBars | null;
  #leadLeft: number;
  /** Last close of the chunk before, and of this one. */
  #closeBefore = Number.NaN;
  #lastClose = Number.NaN;

  constructor(terms: LoopTerms, prepared: PreparedStrategy) {
    this.#terms = terms;
    this.#prepared = prepared;
    this.#leadLeft = terms.lead;
    const { rules, bars, lead } = terms;
    const warmUp = prepared.warmUpWithin(rules.waitsForAll ? Number.POSITIVE_INFINITY : bars + lead);
    this.isStarved = warmUp < prepared.warmUp;
    this.warmBar = Math.max(0, warmUp - lead);
    this.firstDecision = terms.rules.firstDecision(this.warmBar);
    this.broker = new Broker(
      { ...terms, seriesCount: terms.series.length, hasRange: prepared.hasRange },
      this.clock,
    );
    const { book, portfolio, marks } = this.broker;
    const { contracts, lotSize } = terms;
    this.account = accountOf(terms.account, {
      portfolio,
      book,
      contracts,
      marks,
      clock: this.clock,
      lotSize,
    });
    this.#totalReturn = terms.account.adjustments === 'raw' ? new TotalReturn() : null;
    this.recorder = new EquityRecorder(terms.bars, terms.keepEquity);
    this.#history = new PriceHistory(prepared.history);
    const { strategy, indicators } = prepared;
    const parts = { strategy, cursor: indicators.cursor, broker: this.broker, clock: this.clock };
    const quiet = this.account === null && !terms.rules.fillsAtDecision;
    this.#quiet = quiet ? new QuietBars({ ...parts, history: this.#history }) : null;
    this.#context = new TradingContext(this.broker, this.clock, [this.#history], terms.series, this.#quiet);
    const { onFilledOrder, onCanceledOrder } = prepared.strategy;
    this.broker.book.listsSettled = onFilledOrder !== undefined || onCanceledOrder !== undefined;
  }

  /** What is taken for granted where a bar does not tell what happened first. */
  get intrabar(): IntrabarPolicy {
    return this.#terms.intrabar ?? 'pessimistic';
  }

  /** Bars of the run that are done. */
  get done(): number {
    return this.clock.bar + 1;
  }

  /** Begins a chunk. */
  enter(chunk: LoadedChunk): void {
    this.#closeBefore = this.#lastClose;
    this.#lastClose = chunk.bars.close![chunk.to - 1]!;
    this.#history.enter(chunk.bars);
  }

  /**
   * Works on rows of the current chunk from `from` on; returns the row to go on with. When the recorder has no room left, its block must be
   * handed over first.
   */
  advance(chunk: LoadedChunk, from: number): number {
    const room = this.recorder.room(this.done) + this.#leadLeft;
    const to = Math.min(chunk.to, from + Math.min(SLICE_BARS, room));
    for (let row = from; row < to; row += PIECE_BARS)
      this.#advance(chunk, row, Math.min(to, row + PIECE_BARS));
    return to;
  }

  #advance(chunk: LoadedChunk, from: number, to: number): void {
    this.#terms.check.check(chunk.bars, from, to, chunk.before);
    this.#prepared.indicators.compute(chunk.bars, from, to);
    const first = Math.min(to, from + this.#leadLeft);
    this.#leadLeft -= first - from;
    const bar = this.clock.bar + 1;
    const range = this.broker.portfolio.ranges[0]!;
    range.enter(chunk.bars.high, chunk.bars.low, first);
    this.#run(chunk, from, first, to);
    range.advance(this.broker.portfolio.open, 0, to);
    const assets = this.#totalReturn?.of(chunk.bars, first, to) ?? chunk.bars.close!;
    const held = this.#totalReturn ? 0 : first;
    const closes = { asset: assets, assetFrom: held };
    appendToCurve(this.curve, this.recorder, bar, bar + to - first, closes, this.account);
    if (this.firstDecision >= bar && this.firstDecision <= this.clock.bar) {
      this.firstDecisionTime = this.recorder.timestamp[this.firstDecision - this.recorder.first]!;
    }
    if (this.warmBar >= bar && this.warmBar <= this.clock.bar)
      this.warmClose = assets[held + this.warmBar - bar]!;
    if (to > first) this.lastClose = assets[held + to - first - 1]!;
    this.#history.closed = to;
  }

  #run(chunk: LoadedChunk, sliceStart: number, from: number, to: number): void {
    const timestamp = chunk.bars.timestamp!;
    const open = chunk.bars.open!;
    const close = chunk.bars.close!;
    const high = chunk.bars.high ?? close;
    const low = chunk.bars.low ?? close;
    const { recorder } = this;
    const { timestamp: times, equity, first } = recorder;
    const { broker, clock, firstDecision, account } = this;
    const { portfolio, marks } = broker;
    const { open: trades } = portfolio;
    const range = portfolio.ranges[0]!;
    const { cursor } = this.#prepared.indicators;
    const history = this.#history;
    const { dividend, splitRatio } = chunk.bars;
    const lastBar = this.#terms.finalizeTrades ? this.#terms.bars - 1 : -1;
    const { queue, settled: settledOrders } = broker.book;
    const { strategy } = this.#prepared;
    const context = this.#context;
    const { fillsAtDecision } = this.#terms.rules;
    const volume = chunk.bars.volume;
    const executing = new CurrentBar();
    const multiplier = this.#terms.contracts.multiplier[0]!;
    const quiet = this.#quiet;
    let deciding = false;
    let ruined = this.ruinBar >= 0;
    let bar = clock.bar;
    times.set(timestamp.subarray(from, to), bar + 1 - first);
    let held = trades.length;
    let settled = portfolio.settled;
    let size = Number.NaN;
    let entryPrice = Number.NaN;
    if (held === 1) ({ size, entryPrice } = trades[0]!);
    try {
      for (let row = from; row < to; row++) {
        if (quiet !== null && !ruined && bar >= firstDecision && held <= 1 && settledOrders.length === 0) {
          const end = lastBar < 0 ? to : Math.min(to, row + lastBar - bar - 1);
          deciding = true;
          const next = quiet.run(chunk.bars, row, end, sliceStart, bar + 1 - row, recorder, context);
          deciding = false;
          bar += next - row;
          row = next;
          if (row === to) break;
        }
        const price = close[row]!;
        const time = timestamp[row]!;
        bar++;
        clock.bar = bar;
        clock.time = time;
        if (ruined) {
          marks[0] = price;
          equity[bar - first] = 0;
          continue;
        }
        if (account !== null) {
          account.open(bar, time);
          if (dividend && splitRatio) {
            range.row = row;
            account.adjust(0, dividend[row]!, splitRatio[row]!);
          }
          held = trades.length;
          settled = portfolio.settled;
          if (held === 1) ({ size, entryPrice } = trades[0]!);
        }
        if (queue.length > 0) {
          range.row = row;
          executing.open = open[row]!;
          executing.high = high[row]!;
          executing.low = low[row]!;
          executing.close = price;
          executing.next = row + 1 < timestamp.length ? timestamp[row + 1]! : chunk.after;
          if (volume) executing.volume = volume[row]!;
          broker.execute(0, executing, recorder.timeOfPrevious(bar));
          held = trades.length;
          settled = portfolio.settled;
          if (held === 1) ({ size, entryPrice } = trades[0]!);
        } else marks[0] = price;
        let value = settled;
        if (held === 1) value += size * (price - entryPrice) * multiplier;
        else if (held > 1) value = portfolio.equity(marks);
        equity[bar - first] = value;
        if (value <= 0) {
          range.row = row;
          this.#ruin(price);
          ruined = true;
        } else if (bar >= firstDecision) {
          cursor.row = row - sliceStart;
          history.closed = row + 1;
          range.row = row;
          deciding = true;
          if (bar === firstDecision) strategy.initialize?.(context);
          if (settledOrders.length > 0) reportSettled(strategy, context, broker.book);
          const returned: unknown = strategy.onTradingIteration(context);
          if (returned !== undefined) refusePromise(returned, 'onTradingIteration');
          deciding = false;
          const filling = fillsAtDecision && queue.length > 0;
          if (filling || bar === lastBar) {
            const prices = { open: open[row]!, high: high[row]!, low: low[row]!, close: price };
            const decided = { ...prices, next: Number.NaN, volume: volume?.[row] ?? Number.NaN };
            const before = row > 0 ? close[row - 1]! : this.#closeBefore;
            if (filling) {
              this.#fillAtClose(decided, before);
              held = trades.length;
              settled = portfolio.settled;
              if (held === 1) ({ size, entryPrice } = trades[0]!);
            }
            if (bar === lastBar) this.#finalize(decided, before);
          }
          if (account !== null) account.close();
        }
      }
    } catch (thrown) {
      quiet?.reveal();
      throw deciding ? strategyError(thrown, this.#prepared.id, atBar(clock.bar, clock.time)) : thrown;
    }
  }

  /** Executes the market orders of this bar's decision at its close. */
  #fillAtClose(bar: ExecutingBar, closeBefore: number): void {
    const { broker } = this;
    broker.execution.executeAtDecision(0, bar, closeBefore);
    this.#record(broker.portfolio.equity(broker.marks));
  }

  #record(equity: number): void {
    const { recorder } = this;
    recorder.equity[this.clock.bar - recorder.first] = equity;
  }

  #ruin(price: number): void {
    this.ruinBar = this.clock.bar;
    this.broker.liquidate(0, price, EXIT_REASONS.ruin);
    this.broker.portfolio.settled = 0;
    this.ruinTime = this.clock.time;
    this.#record(0);
  }

  #finalize(bar: ExecutingBar, closeBefore: number): void {
    const { broker, clock, recorder } = this;
    const { rules } = this.#terms;
    if (rules.finalizesByOrders) {
      const time = recorder.timeOfPrevious(clock.bar);
      broker.closeByOrders(0, bar, closeBefore, time);
    } else broker.liquidate(0, rules.finalization(bar), EXIT_REASONS.final);
    const value = broker.portfolio.equity(broker.marks);
    this.#record(value);
    if (rules.finalizesByOrders && value <= 0) this.#ruin(bar.close);
  }
}
