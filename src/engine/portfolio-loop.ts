import { EquityAccumulator } from '../metrics/equity-accumulator.ts';
import { type Account, accountOf } from './account/account.ts';
import { TotalReturn } from './account/total-return.ts';
import { BarClock } from './bar-clock.ts';
import { Broker } from './broker.ts';
import type { LoadedChunk } from './chunk-reader.ts';
import { appendToCurve } from './equity-curve.ts';
import { EXIT_REASONS } from './exit-reasons.ts';
import type { ClosingBars } from './fill-profiles/fill-rules.ts';
import type { IntrabarPolicy } from './intrabar-policy.ts';
import type { PortfolioSeries, PortfolioTerms } from './portfolio-terms.ts';
import type { SeriesCursor } from './series-cursor.ts';
import { followsSessions, SessionHooks } from './session-hooks.ts';
import { StrategyDesk } from './strategy-desk.ts';
import type { PreparedStrategy } from './strategy-preparation.ts';
import { TickRecorder } from './tick-recorder.ts';
import { TradingContext } from './trading-context.ts';

/**
 * The event loop of a run on several series. It ticks at every moment at which a bar of any of them closes. Per tick: pending orders of all
 * series with a bar execute, equity is recorded, a ruined account is closed, and the strategy decides once. Synchronous; the cut into
 * chunks and slices changes no result. On one series it gives the bytes of `BarLoop`.
 */
export class PortfolioLoop {
  readonly clock = new BarClock();
  readonly broker: Broker;
  readonly recorder: TickRecorder;
  readonly curve = new EquityAccumulator();
  /** What moves money beside trades; null when the run asks for nothing of that kind. */
  readonly account: Account | null;
  /** Tick of the run at which the strategy was called first; Infinity while it was not. */
  firstDecision = Number.POSITIVE_INFINITY;
  /** Tick from which all indicators are defined, and the main series' close there. */
  warmBar = Number.POSITIVE_INFINITY;
  /** An indicator never has a value, and the run did not wait for it. */
  readonly isStarved: boolean;
  warmClose = Number.NaN;
  /** Last close of the main series. With raw prices both closes are those of one unit whose dividends were reinvested. */
  lastClose = Number.NaN;
  /** Tick at whose close the equity was used up, or -1. */
  ruinBar = -1;
  ruinTime = Number.NaN;
  /** Open time of the tick of the first decision; null while that is not reached. */
  firstDecisionTime: number | null = null;
  /** Another tick is due and the recorder has no room for it. */
  wantsRoom = false;
  #traced = 0;
  readonly #terms: PortfolioTerms;
  readonly #cursors: readonly SeriesCursor[];
  readonly #benchmark: SeriesCursor | undefined;
  readonly #benchmarkIndex: number;
  readonly #desk: StrategyDesk;
  readonly #hooks: SessionHooks | undefined;
  readonly #closing: ClosingBars & { readonly bars: readonly MutableBar[] };
  readonly #warmUps: readonly number[];
  #cold: number;
  #lastClose = Number.NEGATIVE_INFINITY;
  #benchmarkClose = Number.NaN;
  #ruined = false;
  /** The account has not been closed for the day of the last decision: that comes after the end of the run, if it is the last one. */
  #unsettled = false;
  readonly #totalReturn: TotalReturn | null;

  constructor(terms: PortfolioTerms, prepared: PreparedStrategy, parts: PortfolioSeries) {
    this.#terms = terms;
    this.#cursors = parts.cursors;
    this.#benchmark = parts.benchmark;
    this.#benchmarkIndex = parts.benchmarkIndex;
    const seriesCount = parts.cursors.length;
    this.broker = new Broker({ ...terms, seriesCount, hasRange: prepared.hasRange }, this.clock);
    const { book, portfolio, marks } = this.broker;
    const { contracts, lotSize } = terms;
    marks.fill(Number.NaN);
    this.account = accountOf(terms.account, {
      portfolio,
      book,
      contracts,
      marks,
      clock: this.clock,
      lotSize,
    });
    this.#totalReturn = terms.account.adjustments === 'raw' ? new TotalReturn() : null;
    this.recorder = new TickRecorder(
      terms.bars,
      parts.benchmark !== undefined || parts.benchmarkIndex >= 0,
      terms.keepEquity,
    );
    const context = new TradingContext(this.broker, this.clock, parts.histories, terms.series, null);
    const { onFilledOrder, onCanceledOrder } = prepared.strategy;
    book.listsSettled = onFilledOrder !== undefined || onCanceledOrder !== undefined;
    this.#desk = new StrategyDesk(prepared, this.broker, context);
    this.#hooks = followsSessions(prepared.strategy)
      ? new SessionHooks(terms.calendar, terms.barLength, this.clock, (hook) => this.#desk.call(hook))
      : undefined;
    this.#closing = {
      bars: parts.cursors.map(() => ({
        open: 0,
        high: 0,
        low: 0,
        close: 0,
        next: Number.NaN,
        volume: Number.NaN,
      })),
      opens: new Float64Array(seriesCount).fill(Number.NaN),
      timesBefore: new Float64Array(seriesCount).fill(Number.NaN),
    };
    const whole = parts.cursors.map(({ desk }, i) => (i === 0 ? prepared.warmUp : desk.warmUp));
    this.#warmUps = parts.cursors.map(({ desk }, i) => {
      const rows = terms.rules.waitsForAll ? Number.POSITIVE_INFINITY : parts.rows[i]!;
      if (i === 0) return prepared.warmUpWithin(rows);
      return desk.isEmpty ? -1 : desk.warmUpWithin(rows);
    });
    this.isStarved = whole.some((bars, i) => this.#warmUps[i]! >= 0 && this.#warmUps[i]! < bars);
    this.#cold = this.#warmUps.filter((bars) => bars >= 0).length;
  }

  /** Length of the shortest bar, ms. */
  get barLength(): number {
    return this.#terms.barLength;
  }

  /** What is taken for granted where a bar does not tell what happened first. */
  get intrabar(): IntrabarPolicy {
    return this.#terms.intrabar ?? 'pessimistic';
  }

  /** Ticks of the run that are done. */
  get done(): number {
    return this.clock.bar + 1;
  }

  /** Goes on with a chunk of a traded series; `following` is the open time of the bar after it, infinite when there is none. */
  enter(series: number, chunk: LoadedChunk, following: number): void {
    const cursor = this.#cursors[series]!;
    this.#showRange(series, cursor);
    if (!cursor.enter(chunk, following)) return;
    const { high, low } = cursor.bars;
    const range = this.broker.portfolio.ranges[series]!;
    range.enter(high, low, cursor.row + 1);
    // A trade that is closed before the next bar of its series must not see that bar.
    range.row = cursor.row;
  }

  /**
   * Works through at most `limit` ticks up to a moment; fewer when a series needs its next chunk, or when the recorder has no room left: then
   * its block must be handed over. False once there are no more bars.
   */
  advance(limit: number, until: number): boolean {
    const cursors = this.#cursors;
    this.wantsRoom = false;
    try {
      for (let tick = 0; tick < limit; tick++) {
        let due = Number.POSITIVE_INFINITY;
        for (let series = 0; series < cursors.length; series++) {
          const { closes } = cursors[series]!;
          if (closes < due) due = closes;
        }
        if (due === Number.NEGATIVE_INFINITY) return true;
        if (due === Number.POSITIVE_INFINITY) return false;
        if (due > until) return true;
        if (this.recorder.room(this.done) === 0) {
          this.wantsRoom = true;
          return true;
        }
        if (this.#benchmark && !this.#sample(this.#benchmark, due)) return true;
        this.#tick(due);
      }
      return true;
    } catch (thrown) {
      throw this.#desk.failure(thrown, this.clock.bar, this.clock.time);
    }
  }

  /** Ends the run: what is open is closed if that was asked for, and the columns are cut to length. */
  finish(): void {
    const { clock } = this;
    if (this.#terms.finalizeTrades && this.#desk.hasBegun && !this.#ruined) this.#finalize();
    this.#settle();
    this.#trace();
    clock.close = this.#lastClose;
    for (const [series, cursor] of this.#cursors.entries()) this.#showRange(series, cursor);
  }

  /** Hands over the ticks of the recorder's block. */
  async handOver(): Promise<void> {
    this.#trace();
    await this.recorder.handOver(this.done);
  }

  /** Adds the ticks done since the last time to the curve. */
  #trace(): void {
    const { recorder, done } = this;
    const from = this.#traced;
    const { market, benchmark, first } = recorder;
    const closes = { asset: market, assetFrom: from - first };
    const measured = { benchmark, benchmarkFrom: from - first };
    appendToCurve(
      this.curve,
      recorder,
      from,
      done,
      benchmark.length > 0 ? { ...closes, ...measured } : closes,
      this.account,
    );
    this.#traced = done;
  }

  /** Shows the highs and lows of the bars that have closed to the open trades of their series. */
  #showRange(series: number, cursor: SeriesCursor): void {
    const { portfolio } = this.broker;
    portfolio.ranges[series]!.advance(portfolio.open, series, cursor.row + 1);
  }

  /** Takes the benchmark's closes up to a moment; false when it needs its next chunk first. */
  #sample(benchmark: SeriesCursor, due: number): boolean {
    while (benchmark.closes <= due) {
      if (benchmark.closes === Number.NEGATIVE_INFINITY) return false;
      benchmark.step();
      this.#benchmarkClose = benchmark.close[benchmark.row]!;
    }
    return true;
  }

  #tick(due: number): void {
    const { clock, broker, recorder } = this;
    const cursors = this.#cursors;
    const { opens } = this.#closing;
    const { marks, book } = broker;
    let latest = Number.NEGATIVE_INFINITY;
    for (let series = 0; series < cursors.length; series++) {
      const cursor = cursors[series]!;
      if (cursor.closes !== due) {
        opens[series] = Number.NaN;
        continue;
      }
      const { opens: open } = cursor;
      opens[series] = open;
      if (open > latest) latest = open;
    }
    this.#settle();
    const counts = latest >= this.#terms.start;
    const time = Math.max(latest, this.#lastClose);
    if (counts && this.#hooks && !this.#ruined) this.#hooks.before(latest, this.#desk.hasBegun);
    for (let series = 0; series < cursors.length; series++) {
      if (!Number.isNaN(opens[series]!)) this.#step(series, cursors[series]!);
    }
    this.#lastClose = due;
    if (!counts) {
      for (let series = 0; series < cursors.length; series++) {
        if (!Number.isNaN(opens[series]!)) marks[series] = this.#closing.bars[series]!.close;
      }
      return;
    }
    const bar = ++clock.bar;
    const row = bar - recorder.first;
    if (row === recorder.timestamp.length) recorder.grow();
    clock.close = due;
    recorder.timestamp[row] = time;
    if (this.account !== null && !this.#ruined) this.#open(this.account, bar, time);
    if (book.queue.length > 0 && !this.#ruined) broker.executeTogether(this.#closing);
    else {
      for (let series = 0; series < cursors.length; series++) {
        if (!Number.isNaN(opens[series]!)) marks[series] = this.#closing.bars[series]!.close;
      }
    }
    clock.time = time;
    clock.earliest = due;
    this.lastClose = this.#worth();
    recorder.market[row] = this.lastClose;
    if (recorder.benchmark.length > 0) {
      recorder.benchmark[row] =
        this.#benchmarkIndex >= 0 ? marks[this.#benchmarkIndex]! : this.#benchmarkClose;
    }
    if (this.#cold === 0) this.#warm(bar);
    if (this.#ruined) return;
    const equity = broker.portfolio.equity(marks);
    recorder.equity[row] = equity;
    if (equity <= 0) this.#ruin();
    else if (bar >= this.firstDecision) {
      if (bar === this.firstDecision) this.firstDecisionTime = time;
      this.#decide(bar);
    }
  }

  /** Closes the next bar of a series. */
  #step(series: number, cursor: SeriesCursor): void {
    cursor.step();
    if (cursor.closed === this.#warmUps[series]! + 1) this.#cold--;
    const { row } = cursor;
    this.broker.portfolio.ranges[series]!.row = row;
    const bar = this.#closing.bars[series]!;
    bar.open = cursor.open[row]!;
    bar.high = cursor.high[row]!;
    bar.low = cursor.low[row]!;
    bar.close = cursor.close[row]!;
    bar.next = cursor.timeAfter;
    this.#closing.timesBefore[series] = cursor.timeBefore;
    const { volume } = cursor.bars;
    if (volume) bar.volume = volume[row]!;
  }

  /** Books what moves money before a tick's bars execute: interest and flows, then splits and dividends of the series that have a bar. */
  #open(account: Account, bar: number, time: number): void {
    this.clock.time = time;
    account.open(bar, time);
    if (this.#totalReturn === null) return;
    for (let series = 0; series < this.#cursors.length; series++) {
      if (Number.isNaN(this.#closing.opens[series]!)) continue;
      const { bars, row } = this.#cursors[series]!;
      account.adjust(series, bars.dividend![row]!, bars.splitRatio![row]!);
    }
  }

  /** Last close of the main series, or what one unit has become with its dividends. */
  #worth(): number {
    if (this.#totalReturn === null) return this.broker.marks[0]!;
    if (Number.isNaN(this.#closing.opens[0]!)) return this.lastClose;
    const { bars, row, close } = this.#cursors[0]!;
    return this.#totalReturn.next(close[row]!, bars.dividend![row]!, bars.splitRatio![row]!);
  }

  /** Closes the account after all that happened at the last decision. */
  #settle(): void {
    if (this.#unsettled) this.account?.close();
    this.#unsettled = false;
  }

  #warm(bar: number): void {
    this.#cold = -1;
    this.warmBar = bar;
    this.warmClose = this.lastClose;
    this.firstDecision = this.#terms.rules.firstDecision(bar);
  }

  #decide(bar: number): void {
    this.#desk.decide();
    this.#hooks?.after();
    this.#unsettled = true;
    const { broker, recorder } = this;
    if (!this.#terms.rules.fillsAtDecision || broker.book.queue.length === 0) return;
    const { opens } = this.#closing;
    for (let series = 0; series < opens.length; series++) {
      if (!Number.isNaN(opens[series]!)) {
        broker.execution.executeAtDecision(
          series,
          { ...this.#closing.bars[series]!, next: Number.NaN },
          this.#cursors[series]!.closeBefore,
        );
      }
    }
    recorder.equity[bar - recorder.first] = broker.portfolio.equity(broker.marks);
  }

  #ruin(): void {
    const { broker } = this;
    this.#ruined = true;
    this.ruinBar = this.clock.bar;
    for (let series = 0; series < this.#cursors.length; series++) {
      broker.liquidate(series, broker.marks[series]!, EXIT_REASONS.ruin);
    }
    broker.portfolio.settled = 0;
    this.ruinTime = this.clock.time;
    this.recorder.equity[this.clock.bar - this.recorder.first] = 0;
  }

  /** Closes what is open: a series with a bar at the last tick by the rule of its profile, any other at its last close. */
  #finalize(): void {
    const { broker } = this;
    const { opens, bars } = this.#closing;
    const { rules } = this.#terms;
    for (let series = 0; series < bars.length; series++) {
      const stale = Number.isNaN(opens[series]!);
      if (rules.finalizesByOrders && !stale) {
        const { closeBefore, timeBefore } = this.#cursors[series]!;
        this.clock.earliest = this.#closing.opens[series]!;
        broker.closeByOrders(series, { ...bars[series]!, next: Number.NaN }, closeBefore, timeBefore);
        continue;
      }
      const price = stale ? broker.marks[series]! : rules.finalization(bars[series]!);
      broker.liquidate(series, price, EXIT_REASONS.final);
    }
    const equity = broker.portfolio.equity(broker.marks);
    this.recorder.equity[this.clock.bar - this.recorder.first] = equity;
    if (rules.finalizesByOrders && equity <= 0) this.#ruin();
  }
}

interface MutableBar {
  open: number;
  high: number;
  low: number;
  close: number;
  next: number;
  volume: number;
}
