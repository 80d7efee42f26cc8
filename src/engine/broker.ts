import { BacktabError } from '../core/error.ts';
import type { OrderRequest } from '../core/order.ts';

import { BarClock } from './bar-clock.ts';
import { closingOrder, guardingOrder } from './closing-orders.ts';
import type { Contracts } from './contracts.ts';
import { EXIT_REASONS } from './exit-reasons.ts';
import type { ClosingBars, ExecutingBar } from './fill-profiles/fill-rules.ts';
import type { OpenTrade } from './open-trade.ts';
import { OrderBook } from './order-book.ts';
import { amendOrder, type OrderChanges } from './order-changes.ts';
import { OrderExecution } from './order-execution.ts';
import { isAuction, readOrder, refuseSize } from './order-intake.ts';
import { isContingent } from './order-queue.ts';
import { Portfolio } from './portfolio.ts';
import { roundHalfEven } from './price-adjustment.ts';
import { roundToTick } from './price-tick.ts';
import { placeInStrategy } from './strategy-place.ts';
import { type BrokerTerms, TradingTerms } from './trading-terms.ts';
import { trailedStop } from './trailing-stop.ts';

/** Takes orders at the close of a bar and executes them in later ones. */
export class Broker {
  readonly book: OrderBook;
  readonly portfolio: Portfolio;
  readonly execution: OrderExecution;
  /** Price of each series at the last close. */
  readonly marks: Float64Array;
  readonly #terms: BrokerTerms;
  readonly #clock: BarClock;
  /** Where the strategy placed the first order that was refused when it was placed, in words; undefined while none was. */
  refusedAt: string | undefined;
  #groups = 0;

  constructor(given: BrokerTerms, clock: BarClock) {
    const terms = new TradingTerms(given);
    const moment = new BarClock();
    const { cash, seriesCount, commission, leverage, lotSize, rules } = terms;
    this.#terms = terms;
    this.#clock = clock;
    this.marks = new Float64Array(terms.seriesCount);
    this.book = new OrderBook(clock, moment);
    this.book.listsTrails = given.trailHistory ?? false;
    this.portfolio = new Portfolio(
      {
        cash,
        seriesCount,
        commission,
        leverage,
        lotSize,
        contracts: terms.contracts,
        restatesEntryCommission: rules.feeByFraction,
      },
      moment,
    );
    this.execution = new OrderExecution(terms, {
      book: this.book,
      portfolio: this.portfolio,
      clock,
      moment,
      marks: this.marks,
      submit: (request, activeFrom, price) => this.#take(request, activeFrom, price, 0),
    });
  }

  /** Number of orders that wait for their execution. */
  get pending(): number {
    return this.book.queue.length;
  }

  /** Takes an order; returns its id. An order with an impossible size is recorded as rejected. */
  submit(request: OrderRequest): number {
    return this.#take(request, this.#firstBar(request), this.marks[request.series ?? 0]!, 0);
  }

  /** Takes a market order that leaves other orders and trades of its series alone and is cut to what the account can pay for when it fills. */
  adjust(request: OrderRequest): number {
    const { series = 0 } = request;
    return this.#take(request, this.#firstBar(request), this.marks[series]!, 0, true);
  }

  /** Smallest tradable step in units. */
  get lotSize(): number {
    return this.#terms.lotSize;
  }

  /** What a unit of each series is. */
  get contracts(): Contracts {
    return this.#terms.contracts;
  }

  /** Times the equity that may be held. */
  get leverage(): number {
    return this.#terms.leverage;
  }

  /** Takes orders of which one that fills cancels the others; returns their ids. */
  submitGroup(requests: readonly OrderRequest[]): number[] {
    const group = ++this.#groups;
    return requests.map((request) =>
      this.#take(request, this.#firstBar(request), this.marks[request.series ?? 0]!, group),
    );
  }

  /** Queues, in front, an order that closes a portion of each open trade of a series. */
  closePosition(series: number, portion = 1, reason: string = EXIT_REASONS.closed): void {
    for (const trade of this.portfolio.open) {
      if (trade.series === series) this.closeTrade(trade, portion, reason);
    }
  }

  /** Queues, in front, an order that closes a portion of a trade: at least one lot, halves rounded to the even lot. */
  closeTrade(trade: OpenTrade, portion = 1, reason: string = EXIT_REASONS.closed): number {
    if (!(portion > 0 && portion <= 1)) {
      throw new BacktabError(
        'bad-argument',
        `\`portion\` of a trade must be above 0 and at most 1, got ${String(portion)}`,
      );
    }
    const units = portion === 1 ? Math.abs(trade.size) : this.#partOf(trade.size, portion);
    const from = this.#clock.bar + (this.#terms.rules.fillsAtDecision ? 0 : 1);
    const order = closingOrder(this.book.pool, trade, units, from, reason);
    return this.book.place(order, order.side * units, true).id;
  }

  #partOf(size: number, portion: number): number {
    const { lotSize } = this.#terms;
    const lots = Math.abs(size) / lotSize;
    const whole = Math.round(lots);
    const held = Math.abs(lots - whole) <= 1e-6 ? whole : lots;
    return Math.max(1, roundHalfEven(held * portion)) * lotSize;
  }

  /** Sets the stop-loss or take-profit of a trade, or removes it (null). It replaces the one before. */
  guard(trade: OpenTrade, role: 'stop-loss' | 'take-profit', price: number | null): void {
    const present = this.book.queue.guardOf(trade, role);
    if (present) this.book.refuse(present, 'cancelled', `${present.reason} changed`);
    if (price === null) return;
    if (!(price > 0 && Number.isFinite(price))) {
      throw new BacktabError('bad-argument', `The ${role} must be a positive price, got ${String(price)}`);
    }
    this.#needRange(role);
    const order = guardingOrder(this.book.pool, trade, role, price, this.#clock.bar + 1);
    roundToTick(order, this.#tickOf(trade.series));
    this.book.place(order, -trade.size, role === 'stop-loss');
  }

  /** Cancels a pending order; false when there is none with this id. */
  cancel(id: number, reason = 'cancelled by the strategy'): boolean {
    const order = this.book.queue.find(id);
    if (!order) return false;
    this.book.refuse(order, 'cancelled', reason);
    return true;
  }

  /** Changes prices or quantity of a pending order, which keeps its place; false when there is none with this id. */
  modify(id: number, changes: OrderChanges): boolean {
    const order = this.book.queue.find(id);
    if (!order) return false;
    this.book.version++;
    amendOrder(order, changes, this.book.orders);
    roundToTick(order, this.#tickOf(order.series));
    this.book.orders.reprice(order.id, order.limit, order.stop);
    const { bar, time } = this.#clock;
    const { limit = null, stop = changes.touch ?? null, quantity = null } = changes;
    this.book.changes.push({ orderId: id, bar, time, limit, stop, quantity });
    return true;
  }

  /** Executes what is pending against the bar that the clock shows, then marks the series at its close. */
  execute(series: number, bar: ExecutingBar, previousTime: number): void {
    this.book.pool.recycle();
    this.execution.execute(series, bar, previousTime);
    this.marks[series] = bar.close;
  }

  /** Executes what is pending against bars of several series that close at one moment, then marks them at their closes. */
  executeTogether(closing: ClosingBars): void {
    this.book.pool.recycle();
    this.execution.executeTogether(closing);
    for (let series = 0; series < closing.bars.length; series++) {
      if (!Number.isNaN(closing.opens[series]!)) this.marks[series] = closing.bars[series]!.close;
    }
  }

  /**
   * Closes the open trades of a series by orders in front of all others, and executes everything that is pending in the current bar once
   * more. `closeBefore` and `timeBefore` are those of the bar before.
   */
  closeByOrders(series: number, bar: ExecutingBar, closeBefore: number, timeBefore: number): void {
    for (const trade of this.portfolio.open.slice().reverse()) {
      if (trade.series !== series) continue;
      const order = closingOrder(this.book.pool, trade, null, this.#clock.bar, EXIT_REASONS.final);
      this.book.place(order, -trade.size, true);
    }
    for (const order of this.book.queue.snapshot()) {
      order.activeFrom = Math.min(order.activeFrom, this.#clock.bar);
    }
    this.marks[series] = closeBefore;
    this.execute(series, bar, timeBefore);
  }

  /** Closes every open trade in the current bar at `price`. */
  liquidate(series: number, price: number, reason: string): void {
    for (const trade of this.portfolio.open.slice()) {
      if (trade.series !== series) continue;
      const order = closingOrder(this.book.pool, trade, null, this.#clock.bar, reason);
      this.execution.closeAt(trade, this.book.record(order, -trade.size), price);
    }
  }

  #take(request: OrderRequest, activeFrom: number, price: number, group: number, adjusting = false): number {
    const order = readOrder(request, this.#terms, activeFrom, this.book.pool);
    const refusal = Number.isNaN(this.marks[order.series]!)
      ? `series ${order.series} has no price yet: none of its bars has closed`
      : refuseSize(order, this.#terms);
    order.fits = adjusting && !order.reduceOnly;
    const priced = order.type !== 'market' && !isAuction(order.type);
    if (priced || request.stopLoss !== undefined || request.takeProfit !== undefined) {
      this.#needRange(order.type);
    }
    order.group = group;
    const tick = this.#tickOf(order.series);
    roundToTick(order, tick);
    if (order.type === 'trailing-stop') order.stop = trailedStop(order, price, tick);
    if (refusal === undefined && this.#terms.exclusiveOrders && !adjusting) this.#makeExclusive(order.series);
    const { quantity } = order;
    const size = quantity !== null && Number.isFinite(quantity) ? order.side * quantity : 0;
    if (refusal === undefined) {
      const { id } = this.book.place(order, size, false);
      if (this.book.sites.left > 0) this.book.sites.note(id);
      return id;
    }
    this.refusedAt ??= placeInStrategy(new Error().stack);
    const refused = this.book.record(order, size);
    this.book.refuse(refused, 'rejected', refusal);
    return refused.id;
  }

  #makeExclusive(series: number): void {
    const skips = this.#terms.rules.exclusiveSkips;
    let skipped = false;
    for (const order of this.book.queue.snapshot()) {
      if (skipped || order.series !== series || isContingent(order)) {
        skipped = false;
        continue;
      }
      this.book.refuse(order, 'cancelled', EXIT_REASONS.exclusive);
      skipped = skips;
    }
    this.closePosition(series, 1, EXIT_REASONS.exclusive);
  }

  #firstBar(request: OrderRequest): number {
    return this.#clock.bar + (this.#terms.rules.fillsAtDecision && request.type === 'market' ? 0 : 1);
  }

  #tickOf(series: number): number {
    return this.#terms.contracts.tickSize[series]!;
  }

  #needRange(what: string): void {
    if (this.#terms.hasRange) return;
    throw new BacktabError(
      'bad-argument',
      `A ${what} order needs highs and lows, which are not loaded: name 'high' and 'low' in \`columns\` of the strategy`,
    );
  }
}
