import type { SlippageTerms } from '../core/costs.ts';
import type { OrderRequest } from '../core/order.ts';
import { AmbiguityLog } from './ambiguity-log.ts';
import type { BarClock } from './bar-clock.ts';
import { guardingOrder } from './closing-orders.ts';
import type { Commission } from './commission.ts';
import type { Contracts } from './contracts.ts';
import type { ExecutingBar, FillRules } from './fill-profiles/fill-rules.ts';
import { END_REASONS, type OrderBook } from './order-book.ts';
import type { PendingOrder } from './order-queue.ts';
import { type EntryTerms, OrderSizing } from './order-sizing.ts';
import { validityOf } from './order-validity.ts';
import type { OpenTrade, Portfolio } from './portfolio.ts';
import { slipped, spreadPrice, volumeShare } from './price-adjustment.ts';
import { onTick } from './price-tick.ts';
import { ratchet } from './trailing-stop.ts';

/** What executes orders is set up with. */
export interface ExecutionTerms {
  readonly rules: FillRules;
  readonly commission: Commission;
  readonly leverage: number;
  readonly hedging: boolean;
  /** Market orders fill at the close before the executing bar. */
  readonly tradeOnClose: boolean;
  readonly spread: number;
  readonly slippage: SlippageTerms | undefined;
  readonly lotSize: number;
  readonly contracts: Contracts;
}

/** Reason of a trade's exit through an order of the opposite side. */
const OPPOSITE = 'opposite order';

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
  readonly #submit: (request: OrderRequest, activeFrom: number, price: number) => void;
  readonly #openOnly = { open: 0, high: 0, low: 0, close: 0, volume: 0 };
  readonly #previous = new PreviousBar();
  #again = false;

  constructor(
    terms: ExecutionTerms,
    parts: {
      readonly book: OrderBook;
      readonly portfolio: Portfolio;
      readonly clock: BarClock;
      readonly moment: BarClock;
      readonly marks: Float64Array;
      readonly submit: (request: OrderRequest, activeFrom: number, price: number) => void;
    },
  ) {
    this.#terms = terms;
    this.#book = parts.book;
    this.#portfolio = parts.portfolio;
    this.#clock = parts.clock;
    this.#moment = parts.moment;
    this.#marks = parts.marks;
    this.#submit = parts.submit;
    this.#sizing = new OrderSizing(terms, parts.portfolio, parts.marks);
    this.ambiguities = new AmbiguityLog(parts.clock);
  }

  /** Executes what is pending for a series against the bar that the clock shows; `previousTime` is the open time of the bar before. */
  execute(series: number, bar: ExecutingBar, previousTime: number): void {
    const { queue } = this.#book;
    const { rules } = this.#terms;
    this.#previous.time = previousTime;
    this.#previous.close = this.#marks[series]!;
    this.#marks[series] = rules.valuation(bar);
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
    if (this.#book.trailing > 0) this.#ratchet(series, bar);
  }

  /** Executes the market orders of the current bar's decision at its close. */
  executeAtDecision(series: number, price: number, volume = Number.NaN): void {
    const bar = { open: price, high: price, low: price, close: price, volume };
    for (const order of this.#book.queue.snapshot()) {
      if (order.series === series && order.pending && order.type === 'market') this.#executeOrder(order, bar);
    }
  }

  /** Closes all of a trade at `price` in the bar that the clock shows, by an order that is recorded with it. */
  closeAt(trade: OpenTrade, order: PendingOrder, price: number): void {
    this.#moment.bar = this.#clock.bar;
    this.#moment.time = this.#clock.time;
    this.#closeTrade(order, trade, price, false);
  }

  #executeOrder(order: PendingOrder, bar: ExecutingBar): void {
    if (order.activeFrom > this.#clock.bar) return;
    let seen = bar;
    if (order.timeInForce !== 'GTC') {
      const validity = validityOf(order, this.#clock.time);
      if (validity === 'over') {
        this.#book.refuse(order, 'expired', END_REASONS.expired);
        return;
      }
      if (validity === 'open-only') seen = this.#openOf(bar);
    }
    const { stop } = order;
    const price = this.#terms.rules.price(order, seen);
    const triggered = order.stop !== stop && !Number.isNaN(stop);
    if (triggered) this.#book.orders.trigger(order.id);
    if (Number.isNaN(price)) {
      if (triggered && this.#reaches(bar, order.limit)) this.#doubt(order, 'stop-limit');
      if (seen !== bar) this.#book.refuse(order, 'expired', END_REASONS.expired);
      return;
    }
    if (order.role === 'stop-loss' && this.#yields(order, stop, price, bar)) return;
    const market = Number.isNaN(order.limit) && !triggered;
    this.#fill(order, price, bar, market, triggered ? stop : Number.NaN);
  }

  #fill(order: PendingOrder, price: number, bar: ExecutingBar, market: boolean, stop: number): void {
    const { tradeOnClose, slippage } = this.#terms;
    const early = market && tradeOnClose;
    this.#moment.bar = this.#clock.bar - (early ? 1 : 0);
    this.#moment.time = early ? this.#previous.time : this.#clock.time;
    const maker = !Number.isNaN(order.limit);
    const due = tradeOnClose ? this.#onClose(order, price, market, stop) : price;
    const share = slippage?.type === 'volume-share' && !maker ? this.#volumeShare(order, due, bar) : 1;
    const tick = this.#terms.contracts.tickSize[order.series]!;
    const paid = onTick(maker ? due : slipped(due, order.side, slippage, share), tick, order.side > 0);
    if (order.trade) this.#closeTrade(order, order.trade, paid, maker);
    else {
      const refusal = this.#enter(order, paid, maker, bar, market, stop);
      if (refusal !== undefined) this.#book.refuse(order, this.#terms.rules.unaffordable, refusal);
    }
  }

  /** Part of the bar's volume that an order asks for; one that is sized by money counts with its size at the price without impact. */
  #volumeShare(order: PendingOrder, price: number, bar: ExecutingBar): number {
    const held = order.trade === null ? null : Math.abs(order.trade.size);
    const { quantity } = order;
    if (held !== null || quantity !== null) {
      return volumeShare(
        Math.min(quantity ?? Number.POSITIVE_INFINITY, held ?? Number.POSITIVE_INFINITY),
        bar.volume,
      );
    }
    const terms = this.#sizing.size(order, price, spreadPrice(price, order.side, this.#terms.spread), false);
    return typeof terms === 'string' ? 0 : volumeShare(terms.units, bar.volume);
  }

  /** With trade on close, market orders fill at the previous close, and a stop that was reached at no better than that. */
  #onClose(order: PendingOrder, price: number, market: boolean, stop: number): number {
    const { close } = this.#previous;
    if (market) return close;
    if (Number.isNaN(stop) || order.trade !== null || !Number.isNaN(order.limit)) return price;
    return order.side > 0 ? Math.max(close, stop) : Math.min(close, stop);
  }

  #closeTrade(order: PendingOrder, trade: OpenTrade, price: number, maker: boolean): void {
    const held = Math.abs(trade.size);
    const units = Math.min(order.quantity ?? held, held);
    const size = -Math.sign(trade.size) * units;
    const commission = this.#portfolio.exit(trade, units, price, order.reason, maker, order.id);
    this.#book.fill(order, size, price);
    this.#book.fills.add(order.id, trade.series, size, price, commission);
    this.#book.follow(trade, units === held);
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
    const terms = this.#sizing.size(order, price, entryPrice, maker);
    if (typeof terms === 'string') return terms;
    const { units, closing, opening } = terms;
    let commission = this.#closeOpposing(order, closing, price, maker);
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
    this.#book.fill(order, side * units, opening > 0 ? entryPrice : price);
    this.#recordFills(order, terms, price, entryPrice, commission, trade?.entryCommission ?? 0);
    if (trade) this.#guard(order, trade, bar, market, stop);
    for (const request of order.next) this.#submit(request, this.#childrenFrom(market), price);
    if (order.next.length > 0 && market) this.#again = true;
    return undefined;
  }

  #recordFills(
    { id, series, side }: PendingOrder,
    { units, closing, opening }: EntryTerms,
    price: number,
    entryPrice: number,
    commission: number,
    entryCommission: number,
  ): void {
    const { fills } = this.#book;
    if (closing === 0 || opening === 0 || price === entryPrice) {
      fills.add(id, series, side * units, opening > 0 ? entryPrice : price, commission);
    } else {
      fills.add(id, series, side * closing, price, commission - entryCommission);
      fills.add(id, series, side * opening, entryPrice, entryCommission);
    }
  }

  #closeOpposing(order: PendingOrder, closing: number, price: number, maker: boolean): number {
    let left = closing;
    let commission = 0;
    for (const trade of this.#portfolio.open.slice()) {
      if (left <= 0) break;
      if (trade.series !== order.series || trade.size * order.side > 0) continue;
      const units = Math.min(left, Math.abs(trade.size));
      const whole = units === Math.abs(trade.size);
      commission += this.#portfolio.exit(trade, units, price, order.reason || OPPOSITE, maker, order.id);
      this.#book.follow(trade, whole);
      left -= units;
    }
    return commission;
  }

  /** Places stop-loss and take-profit of a new trade. */
  #guard(order: PendingOrder, trade: OpenTrade, bar: ExecutingBar, market: boolean, stop: number): void {
    const { stopLoss, takeProfit, side } = order;
    trade.risk = Math.abs(trade.entryPrice - stopLoss);
    const guarded = !(Number.isNaN(stopLoss) && Number.isNaN(takeProfit));
    if (!guarded) return;
    const from = this.#childrenFrom(market);
    if (!Number.isNaN(takeProfit)) {
      this.#book.place(guardingOrder(trade, 'take-profit', takeProfit, from), -trade.size, false);
    }
    if (!Number.isNaN(stopLoss)) {
      this.#book.place(guardingOrder(trade, 'stop-loss', stopLoss, from), -trade.size, true);
    }
    const targetOnly =
      this.#terms.rules.reprocessesAll &&
      !Number.isNaN(stop) &&
      Number.isNaN(order.limit) &&
      (side > 0
        ? takeProfit <= bar.high && !(stopLoss >= bar.low)
        : takeProfit >= bar.low && !(stopLoss <= bar.high));
    if (market || targetOnly) this.#again = true;
    else if (this.#reaches(bar, stopLoss) || this.#reaches(bar, takeProfit)) {
      this.#doubt(order, 'entry-and-exit');
    }
  }

  #childrenFrom(market: boolean): number {
    const { reprocessesAll, fillsAtDecision } = this.#terms.rules;
    return this.#clock.bar + ((market && !fillsAtDecision) || reprocessesAll ? 0 : 1);
  }

  /** Whether a stop-loss leaves the bar to the take-profit: only when the bar opens beyond that one, before it can reach the stop. */
  #yields(order: PendingOrder, stop: number, price: number, bar: ExecutingBar): boolean {
    const target = order.trade ? this.#book.queue.guardOf(order.trade, 'take-profit') : undefined;
    if (!target || !this.#reaches(bar, target.limit) || price === bar.open) return false;
    const sell = order.side < 0;
    if (!this.#terms.rules.reprocessesAll && (sell ? bar.open >= target.limit : bar.open <= target.limit)) {
      order.stop = stop;
      return true;
    }
    this.#doubt(order, 'stop-and-target');
    return false;
  }

  #reaches(bar: ExecutingBar, price: number): boolean {
    return bar.low <= price && price <= bar.high;
  }

  #doubt(order: PendingOrder, kind: 'stop-and-target' | 'entry-and-exit' | 'stop-limit'): void {
    this.ambiguities.add(order.series, order.id, kind);
  }

  #openOf(bar: ExecutingBar): ExecutingBar {
    const only = this.#openOnly;
    only.open = only.high = only.low = only.close = bar.open;
    only.volume = bar.volume;
    return only;
  }

  #ratchet(series: number, bar: ExecutingBar): void {
    for (const order of this.#book.queue.snapshot()) {
      if (order.series !== series || order.type !== 'trailing-stop' || order.activeFrom > this.#clock.bar)
        continue;
      if (ratchet(order, order.side < 0 ? bar.high : bar.low, this.#terms.contracts.tickSize[series]!)) {
        this.#book.orders.reprice(order.id, order.limit, order.stop);
      }
    }
  }
}

class PreviousBar {
  close = Number.NaN;
  time = Number.NaN;
}
