import { AmbiguityLog } from './ambiguity-log.ts';
import type { BarClock } from './bar-clock.ts';
import { guardingOrder } from './closing-orders.ts';
import { closeOpposing, ratchetStops, recordFills } from './execution-booking.ts';
import type { ExecutionParts } from './execution-parts.ts';
import type { ExecutionTerms } from './execution-terms.ts';
import type { ClosingBars, ExecutingBar } from './fill-profiles/fill-rules.ts';
import { OpenOnly } from './fill-profiles/open-only.ts';
import { touchedPrice } from './fill-profiles/touched-price.ts';
import { GroupRivals } from './group-rivals.ts';
import { isWithin } from './intrabar-policy.ts';
import type { OpenTrade } from './open-trade.ts';
import { END_REASONS, type OrderBook } from './order-book.ts';
import { OrderPricing } from './order-pricing.ts';
import type { PendingOrder } from './order-queue.ts';
import { OrderSizing } from './order-sizing.ts';
import { validityOf } from './order-validity.ts';
import type { Portfolio } from './portfolio.ts';
import { priceOnClose, spreadPrice, stoppedFrom } from './price-adjustment.ts';
import { onTick } from './price-tick.ts';
import { isForNextBar, isRepeated, type StaleBars, TOO_LATE } from './stale-bars.ts';
import { endsSession, startsSession } from './trading-day.ts';
import { partOf } from './volume-limit.ts';

/** Executes pending orders against bars. */
export class OrderExecution {
  readonly ambiguities: AmbiguityLog;
  readonly #terms: ExecutionTerms;
  readonly #book: OrderBook;
  readonly #portfolio: Portfolio;
  readonly #clock: BarClock;
  readonly #moment: BarClock;
  readonly #marks: Float64Array;
  readonly #sizing: OrderSizing;
  readonly #pricing: OrderPricing;
  readonly #rivals: GroupRivals;
  readonly #submit: ExecutionParts['submit'];
  readonly #openOnly = new OpenOnly();
  /** Close and open time of each series' bar before the one that is executed. */
  readonly #closeBefore: Float64Array;
  readonly #timeBefore: Float64Array;
  /** 1 for each series whose orders may execute at the moment. */
  readonly #live: Uint8Array;
  #again = false;

  constructor(terms: ExecutionTerms, parts: ExecutionParts) {
    this.#terms = terms;
    this.#book = parts.book;
    this.#portfolio = parts.portfolio;
    this.#clock = parts.clock;
    this.#moment = parts.moment;
    this.#marks = parts.marks;
    this.#live = new Uint8Array(parts.marks.length);
    this.#submit = parts.submit;
    this.#sizing = new OrderSizing(terms, parts.portfolio, parts.marks);
    this.#pricing = new OrderPricing(terms, this.#sizing);
    this.ambiguities = new AmbiguityLog(parts.clock);
    this.#rivals = new GroupRivals(terms.course, {
      ...parts,
      ambiguities: this.ambiguities,
      price: (order, bar) => this.#price(order, bar),
    });
    this.#closeBefore = new Float64Array(parts.marks.length).fill(Number.NaN);
    this.#timeBefore = new Float64Array(parts.marks.length).fill(Number.NaN);
  }

  /** Executes what is pending for a series against the bar that the clock shows; `previousTime` is the open time of the bar before. */
  execute(series: number, bar: ExecutingBar, previousTime: number): void {
    const { queue } = this.#book;
    const { rules } = this.#terms;
    if (!this.#begin(series, bar, previousTime)) return;
    let from = 0;
    do {
      this.#again = false;
      const first = this.#book.orders.length;
      const { only } = queue;
      if (only) {
        if (only.series === series && only.id >= from) this.#executeOrder(only, bar);
      } else {
        for (const order of queue.snapshot()) {
          if (order.series === series && order.pending && order.id >= from) this.#executeOrder(order, bar);
        }
      }
      from = rules.reprocessesAll ? 0 : first;
    } while (this.#again);
    this.#finish(series, bar);
  }

  /** Begins the bar of a series that the clock shows; false when nothing may execute in it. */
  #begin(series: number, bar: ExecutingBar, previousTime: number): boolean {
    const { rules, stale, volumeLimit } = this.#terms;
    this.#timeBefore[series] = previousTime;
    this.#closeBefore[series] = this.#marks[series]!;
    if (stale !== undefined && this.#isStale(stale, series, bar)) return false;
    volumeLimit?.begin(series, this.#clock.bar, bar.volume);
    this.#marks[series] = rules.valuation(bar);
    return true;
  }

  /** Ends the bar of a series: trailing stops follow it, and what is for the close of the session executes. */
  #finish(series: number, bar: ExecutingBar): void {
    if (this.#book.trailing > 0) {
      const tick = this.#terms.contracts.tickSize[series]!;
      ratchetStops(this.#book, series, this.#clock, bar, tick);
    }
    if (this.#book.onClose > 0 && endsSession(this.#clock.time, bar.next)) this.#executeOnClose(series, bar);
  }

  /**
   * Executes what is pending for several series against the bars that close at one moment, in the order of the queue whatever the series:
   * what frees money first. The clock shows the open time of the bar that an order meets.
   */
  executeTogether({ bars, opens, timesBefore }: ClosingBars): void {
    const { queue } = this.#book;
    const { rules } = this.#terms;
    const live = this.#live;
    for (let series = 0; series < bars.length; series++) {
      const open = opens[series]!;
      this.#clock.time = open;
      live[series] = !Number.isNaN(open) && this.#begin(series, bars[series]!, timesBefore[series]!) ? 1 : 0;
    }
    let from = 0;
    do {
      this.#again = false;
      const first = this.#book.orders.length;
      for (const order of queue.snapshot()) {
        const { series } = order;
        const open = opens[series]!;
        // Not in a bar that was open already when the order was sent.
        if (live[series] === 0 || !(open >= order.notBefore) || !order.pending || order.id < from) continue;
        this.#clock.time = open;
        this.#clock.earliest = open;
        this.#executeOrder(order, bars[series]!);
      }
      from = rules.reprocessesAll ? 0 : first;
    } while (this.#again);
    if (this.#book.trailing === 0 && this.#book.onClose === 0) return;
    for (let series = 0; series < bars.length; series++) {
      if (live[series] === 0) continue;
      this.#clock.time = opens[series]!;
      this.#finish(series, bars[series]!);
    }
  }

  /** Executes the market orders of the current bar's decision at its close. `closeBefore` is the close of the bar before. */
  executeAtDecision(series: number, bar: ExecutingBar, closeBefore: number): void {
    const { stale, volumeLimit } = this.#terms;
    if (stale !== undefined && isRepeated(bar, closeBefore)) return;
    volumeLimit?.begin(series, this.#clock.bar, bar.volume);
    const { close } = bar;
    const last = { ...bar, open: close, high: close, low: close };
    for (const order of this.#book.queue.snapshot()) {
      if (order.series === series && order.pending && order.type === 'market')
        this.#executeOrder(order, last);
    }
  }

  /** Closes all of a trade at `price` in the bar that the clock shows, by an order that is recorded with it. */
  closeAt(trade: OpenTrade, order: PendingOrder, price: number): void {
    this.#moment.bar = this.#clock.bar;
    this.#moment.time = this.#clock.time;
    this.#closeTrade(order, trade, price, false, true);
  }

  /** `chosen`: it comes first in its group, reached where a finer bar opened at `from` (NaN: not known). */
  #executeOrder(order: PendingOrder, bar: ExecutingBar, chosen = false, from = Number.NaN): void {
    if (order.activeFrom > this.#clock.bar) return;
    if (order.group !== 0 && !chosen && this.#terms.rules.takesTerms) {
      const first = this.#rivals.first(order, bar);
      if (first) this.#executeOrder(first.order, bar, true, first.from);
      if (!order.pending || first?.order === order) return;
    }
    let seen = bar;
    if (order.timeInForce !== 'GTC') {
      const validity = validityOf(order, this.#clock.time);
      if (validity === 'over') {
        this.#book.refuse(order, 'expired', END_REASONS.expired);
        return;
      }
      if (validity === 'open-only') seen = this.#openOnly.of(bar);
    }
    const { stop } = order;
    let price = this.#price(order, seen);
    const triggered = order.stop !== stop && !Number.isNaN(stop);
    if (triggered) this.#book.orders.trigger(order.id);
    if (Number.isNaN(price)) {
      if (triggered && isWithin(bar, order.limit)) price = this.#limitAfterTrigger(order, stop, bar);
      if (Number.isNaN(price)) {
        if (seen !== bar) this.#book.refuse(order, 'expired', END_REASONS.expired);
        return;
      }
    }
    if (order.role === 'stop-loss') price = this.#stopLossPrice(order, stop, price, bar);
    if (Number.isNaN(price)) return;
    if (triggered && !order.special) price = stoppedFrom(order, price, from);
    const market = Number.isNaN(order.limit) && !triggered;
    this.#fill(order, price, bar, market, triggered && !order.special ? stop : Number.NaN);
    if (seen !== bar && order.pending) this.#book.refuse(order, 'expired', END_REASONS.expired);
  }

  #price(order: PendingOrder, bar: ExecutingBar): number {
    if (!order.special) return this.#terms.rules.price(order, bar);
    if (order.type === 'market-on-close') return Number.NaN;
    if (order.type !== 'market-on-open') return touchedPrice(order, bar);
    const first = startsSession(this.#clock.time, this.#timeBefore[order.series]!);
    return first || order.done !== 0 ? bar.open : Number.NaN;
  }

  #executeOnClose(series: number, bar: ExecutingBar): void {
    this.#marks[series] = bar.close;
    for (const order of this.#book.queue.snapshot()) {
      if (order.type !== 'market-on-close' || order.series !== series || !order.pending) continue;
      if (order.activeFrom <= this.#clock.bar) this.#fill(order, bar.close, bar, false, Number.NaN);
    }
  }

  /** Whether nothing may execute in a bar. What was meant for the next bar ends when that comes too late. */
  #isStale(stale: StaleBars, series: number, bar: ExecutingBar): boolean {
    if (isRepeated(bar, this.#closeBefore[series]!)) return true;
    if (!stale.followsHole(series, this.#timeBefore[series]!, this.#clock.time)) return false;
    for (const order of this.#book.queue.snapshot()) {
      if (order.series === series && isForNextBar(order)) this.#book.refuse(order, 'expired', TOO_LATE);
    }
    return false;
  }

  #fill(order: PendingOrder, price: number, bar: ExecutingBar, market: boolean, stop: number): void {
    const { tradeOnClose } = this.#terms;
    const early = market && tradeOnClose && !order.special;
    this.#moment.bar = this.#clock.bar - (early ? 1 : 0);
    this.#moment.time = early ? this.#timeBefore[order.series]! : this.#clock.time;
    const maker = !Number.isNaN(order.limit);
    const due =
      tradeOnClose && !order.special
        ? priceOnClose(order, price, market, stop, this.#closeBefore[order.series]!)
        : price;
    const paid = this.#pricing.paid(order, due, maker, bar);
    if (order.trade) this.#closeTrade(order, order.trade, paid, maker);
    else {
      const refusal = this.#enter(order, paid, maker, bar, market, stop);
      if (refusal === undefined) return;
      this.#book.sites.rejected(order.id);
      this.#book.refuse(order, this.#terms.rules.unaffordable, refusal);
    }
  }

  #closeTrade(order: PendingOrder, trade: OpenTrade, price: number, maker: boolean, forced = false): void {
    const held = Math.abs(trade.size);
    const wanted = Math.min(order.quantity ?? held, held);
    const units = forced ? wanted : this.#granted(order, wanted);
    if (units === 0) return;
    const size = -Math.sign(trade.size) * units;
    const commission = this.#portfolio.exit(trade, units, price, order.reason, maker, order.id);
    this.#book.execute(order, size, price, wanted - units);
    this.#book.fills.add(order.id, trade.series, size, price, commission);
    this.#book.follow(trade, this.#portfolio.left(held, units) === 0);
  }

  /** Executes an order that is no mere close; or says why it cannot be, which may leave the opposite side closed. */
  #enter(
    order: PendingOrder,
    price: number,
    maker: boolean,
    bar: ExecutingBar,
    market: boolean,
    stop: number,
  ): string | undefined {
    const { series, side } = order;
    const { spread, contracts } = this.#terms;
    const entryPrice = onTick(spreadPrice(price, side, spread), contracts.tickSize[series]!, side > 0);
    const sized = this.#sizing.size(order, price, entryPrice, maker);
    if (typeof sized === 'string') return sized;
    const terms = partOf(sized, this.#granted(order, sized.units));
    const { units, closing, opening } = terms;
    if (units === 0) return undefined;
    let commission = closeOpposing(this.#portfolio, this.#book, order, closing, price, maker);
    const refusal = this.#sizing.refusalAfterClosing(terms);
    if (refusal !== undefined) {
      if (closing > 0) this.#book.fills.add(order.id, series, side * closing, price, commission);
      return refusal;
    }
    let trade: OpenTrade | undefined;
    if (opening > 0) {
      trade = this.#portfolio.enter(series, side * opening, entryPrice, order.reason, maker, order.id);
      commission += trade.entryCommission;
    }
    this.#book.execute(order, side * units, opening > 0 ? entryPrice : price, sized.units - units);
    const entryCommission = trade?.entryCommission ?? 0;
    recordFills(this.#book, order, terms, price, entryPrice, commission, entryCommission);
    if (trade) this.#guard(order, trade, bar, market, stop, price);
    if (order.pending) return undefined;
    for (const request of order.next) this.#submit(request, this.#childrenFrom(market), price);
    if (order.next.length > 0 && market) this.#again = true;
    return undefined;
  }

  /** Places stop-loss and take-profit of a new trade. */
  #guard(
    order: PendingOrder,
    trade: OpenTrade,
    bar: ExecutingBar,
    market: boolean,
    stop: number,
    price: number,
  ): void {
    const { stopLoss, takeProfit, side } = order;
    const { pool } = this.#book;
    trade.risk = Math.abs(trade.entryPrice - stopLoss);
    if (Number.isNaN(stopLoss) && Number.isNaN(takeProfit)) return;
    const from = this.#childrenFrom(market);
    if (!Number.isNaN(takeProfit)) {
      this.#book.place(guardingOrder(pool, trade, 'take-profit', takeProfit, from), -trade.size, false);
    }
    if (!Number.isNaN(stopLoss)) {
      this.#book.place(guardingOrder(pool, trade, 'stop-loss', stopLoss, from), -trade.size, true);
    }
    const targetOnly =
      this.#terms.rules.reprocessesAll &&
      !Number.isNaN(stop) &&
      Number.isNaN(order.limit) &&
      (side > 0
        ? takeProfit <= bar.high && !(stopLoss >= bar.low)
        : takeProfit >= bar.low && !(stopLoss <= bar.high));
    if (market || targetOnly) this.#again = true;
    else if (order.type === 'market-on-close') return;
    else if (isWithin(bar, stopLoss) || isWithin(bar, takeProfit)) {
      this.#exitInEntryBar(order, trade, bar, price, price === stop ? side > 0 : side < 0);
    }
  }

  /** Closes a trade in the bar of its entry by the guard that comes first, where that can be told or is taken for granted. */
  #exitInEntryBar(
    order: PendingOrder,
    trade: OpenTrade,
    bar: ExecutingBar,
    entry: number,
    rising: boolean,
  ): void {
    const { series, side, stopLoss, takeProfit } = order;
    const guards = { sell: side > 0, stop: stopLoss, target: takeProfit };
    const found = this.#terms.course?.guardAfterEntry(series, this.#clock.time, bar, guards, entry, rising);
    if (!found?.sure) this.ambiguities.add(order.series, order.id, 'entry-and-exit');
    if (found === undefined || found.reached === 'none') return;
    const target = found.reached === 'target';
    const guard = this.#book.queue.guardOf(trade, target ? 'take-profit' : 'stop-loss');
    if (!guard) return;
    if (!target) {
      guard.stop = Number.NaN;
      this.#book.orders.trigger(guard.id);
    }
    this.#closeTrade(guard, trade, this.#pricing.paid(guard, found.price, target, bar), target);
  }

  #childrenFrom(market: boolean): number {
    const { reprocessesAll, fillsAtDecision } = this.#terms.rules;
    return this.#clock.bar + ((market && !fillsAtDecision) || reprocessesAll ? 0 : 1);
  }

  /**
   * Price of a stop-loss that is reached; NaN where it leaves the bar to the take-profit: when the bar opens beyond that one, before it can
   * reach the stop, or when the course of the bar is taken to come to that one first.
   */
  #stopLossPrice(order: PendingOrder, stop: number, price: number, bar: ExecutingBar): number {
    const target = order.trade ? this.#book.queue.guardOf(order.trade, 'take-profit') : undefined;
    if (!target || !isWithin(bar, target.limit) || price === bar.open) return price;
    const { series, side } = order;
    const sell = side < 0;
    if (!this.#terms.rules.reprocessesAll && (sell ? bar.open >= target.limit : bar.open <= target.limit)) {
      order.stop = stop;
      return Number.NaN;
    }
    const guards = { sell, stop, target: target.limit };
    const found = this.#terms.course?.guardReached(series, this.#clock.time, bar, guards);
    if (!found?.sure) this.ambiguities.add(order.series, order.id, 'stop-and-target');
    if (found === undefined) return price;
    if (found.reached === 'stop') return found.price;
    order.stop = stop;
    return Number.NaN;
  }

  /** Price of a limit behind the stop that was reached in this bar; NaN where it is taken to wait. */
  #limitAfterTrigger(order: PendingOrder, stop: number, bar: ExecutingBar): number {
    const { series, side, limit } = order;
    const { course } = this.#terms;
    const rising = side > 0;
    const trigger = rising ? Math.max(bar.open, stop) : Math.min(bar.open, stop);
    const found = course?.limitAfterTrigger(series, this.#clock.time, bar, limit, trigger, rising);
    if (!found?.sure) this.ambiguities.add(order.series, order.id, 'stop-limit');
    return found?.price ?? Number.NaN;
  }

  /** Units of an order that the bar's volume allows. */
  #granted({ series, timeInForce }: PendingOrder, wanted: number): number {
    return this.#terms.volumeLimit?.take(series, wanted, timeInForce) ?? wanted;
  }
}
