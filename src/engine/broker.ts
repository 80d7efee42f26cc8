import type { OrderRequest, Side } from '../core/order.ts';
import type { BarClock } from './bar-clock.ts';
import { type Commission, percentCommission } from './commission.ts';
import { FillLog } from './fill-log.ts';
import type { ExecutingBar, FillRules } from './fill-profiles/fill-rules.ts';
import { readOrder } from './order-intake.ts';
import { OrderLog } from './order-log.ts';
import { OrderQueue, type PendingOrder } from './order-queue.ts';
import { type OpenTrade, Portfolio } from './portfolio.ts';

/** What a broker is set up with. */
export interface BrokerTerms {
  readonly rules: FillRules;
  readonly cash: number;
  /** Share of notional per execution. */
  readonly commission: number;
  readonly exclusiveOrders: boolean;
  readonly seriesCount: number;
}

/** Why a trade was closed by an order that the strategy did not tag. */
export const EXIT_REASONS = {
  closed: 'position closed',
  opposite: 'opposite order',
  exclusive: 'replaced by a new order',
  final: 'end of the run',
  ruin: 'equity used up',
} as const;

/** Takes orders at the close of a bar and executes them in the next one. */
export class Broker {
  readonly orders: OrderLog;
  readonly fills: FillLog;
  readonly portfolio: Portfolio;
  /** Price of each series at the last close. */
  readonly marks: Float64Array;
  /** Orders whose fate was settled since this list was last emptied. */
  readonly settledOrders: number[] = [];
  readonly #queue = new OrderQueue();
  readonly #terms: BrokerTerms;
  readonly #rules: FillRules;
  readonly #commission: Commission;

  constructor(terms: BrokerTerms, clock: BarClock) {
    this.#terms = terms;
    this.#rules = terms.rules;
    this.#commission = percentCommission(terms.commission);
    this.orders = new OrderLog(clock);
    this.fills = new FillLog(clock);
    this.portfolio = new Portfolio(terms.cash, this.#commission, clock);
    this.marks = new Float64Array(terms.seriesCount);
  }

  /** Number of orders that wait for their execution. */
  get pending(): number {
    return this.#queue.length;
  }

  pendingIds(): number[] {
    return this.#queue.snapshot().map((order) => order.id);
  }

  /** Takes an order; returns its id. An order with an impossible size is recorded as rejected. */
  submit(request: OrderRequest): number {
    const { series, side, quantity, fraction, tag, refusal } = readOrder(
      request,
      this.#terms.seriesCount,
      this.#rules,
    );
    if (refusal === undefined && this.#terms.exclusiveOrders) this.#makeExclusive(series);
    const size = quantity !== null && Number.isFinite(quantity) ? side * quantity : 0;
    const id = this.orders.submit(side, series, size, tag);
    if (refusal === undefined) {
      this.#queue.append({ id, series, side, quantity, fraction, trade: null, reason: tag });
    } else {
      this.orders.refuse(id, 'rejected', refusal);
      this.settledOrders.push(id);
    }
    return id;
  }

  /** Queues, in front, an order that closes each open trade of a series. */
  closePosition(series: number, reason: string = EXIT_REASONS.closed): void {
    for (const trade of this.portfolio.open) if (trade.series === series) this.#queueClose(trade, reason);
  }

  /** Cancels a pending order; false when there is none with this id. */
  cancel(id: number, reason = 'cancelled by the strategy'): boolean {
    const order = this.#queue.find(id);
    if (!order) return false;
    this.#refuse(order, 'cancelled', reason);
    return true;
  }

  /** Executes what is pending against the bar that the clock shows, then marks the series at its close. */
  execute(series: number, bar: ExecutingBar): void {
    if (this.#queue.length > 0) {
      this.marks[series] = this.#rules.valuation(bar);
      for (const order of this.#queue.snapshot())
        if (order.series === series) this.#executeOrder(order, bar.open);
    }
    this.marks[series] = bar.close;
  }

  /** Closes every open trade in the current bar at `price`. */
  liquidate(series: number, price: number, reason: string): void {
    for (const trade of [...this.portfolio.open]) {
      if (trade.series === series) this.#fillClose(this.#recordClose(trade, reason), trade, price, reason);
    }
    for (const order of this.#queue.snapshot()) {
      if (order.trade?.series === series) this.#refuse(order, 'cancelled', 'its trade is closed');
    }
  }

  #makeExclusive(series: number): void {
    for (const order of this.#queue.snapshot()) {
      if (order.series === series) this.#refuse(order, 'cancelled', EXIT_REASONS.exclusive);
    }
    this.closePosition(series, EXIT_REASONS.exclusive);
  }

  #recordClose(trade: OpenTrade, reason: string): number {
    return this.orders.submit(trade.size > 0 ? -1 : 1, trade.series, -trade.size, reason);
  }

  #queueClose(trade: OpenTrade, reason: string): void {
    const id = this.#recordClose(trade, reason);
    const side: Side = trade.size > 0 ? -1 : 1;
    const quantity = Math.abs(trade.size);
    this.#queue.pushFront({ id, series: trade.series, side, quantity, fraction: null, trade, reason });
  }

  #executeOrder(order: PendingOrder, price: number): void {
    if (order.trade) {
      if (this.portfolio.open.includes(order.trade)) {
        this.#queue.remove(order);
        this.#fillClose(order.id, order.trade, price, order.reason, order.quantity ?? 0);
      } else this.#refuse(order, 'cancelled', 'its trade is closed');
    } else this.#executeEntry(order, price);
  }

  #fillClose(
    id: number,
    trade: OpenTrade,
    price: number,
    reason: string,
    quantity = Math.abs(trade.size),
  ): void {
    const units = Math.min(quantity, Math.abs(trade.size));
    const size = -Math.sign(trade.size) * units;
    const commission = this.portfolio.exit(trade, units, price, reason);
    this.#settle(id, trade.series, size, price, commission);
  }

  #executeEntry(order: PendingOrder, price: number): void {
    const refusal = this.#refusal(order, price);
    if (refusal !== undefined) this.#refuse(order, this.#rules.unaffordable, refusal);
  }

  /** Executes an order that is no mere close; or says why it cannot be, which may leave the opposite side closed. */
  #refusal(order: PendingOrder, price: number): string | undefined {
    const { series, side } = order;
    const { portfolio, marks } = this;
    if (!(price > 0)) return `the bar has no price to fill at (${price})`;
    const asked = order.quantity ?? order.fraction ?? 0;
    const unitCost = price + this.#commission(asked, price) / asked;
    const available = portfolio.available(marks);
    const units = order.quantity ?? this.#rules.lots(available, asked, unitCost);
    if (units <= 0) return `${money(available)} available do not pay for one unit at ${money(unitCost)}`;
    const closing = Math.min(units, portfolio.opposing(series, side));
    const opening = units - closing;
    if (this.#rules.allOrNothing) {
      const left = this.#availableAfter(closing, price, series);
      if (opening * unitCost > left) return shortfall(opening, unitCost, left);
    }
    let commission = this.#closeOpposing(order, closing, price);
    if (!this.#rules.allOrNothing) {
      const left = portfolio.available(marks);
      if (opening * unitCost > left) {
        if (closing > 0) this.fills.add(order.id, series, side * closing, price, commission);
        return shortfall(opening, unitCost, left);
      }
    }
    if (opening > 0) commission += portfolio.enter(series, side * opening, price, order.reason);
    this.#queue.remove(order);
    this.#settle(order.id, series, side * units, price, commission);
    return undefined;
  }

  /** Money for new trades once `closing` units of the opposite side are closed at `price`. */
  #availableAfter(closing: number, price: number, series: number): number {
    const { portfolio, marks } = this;
    const bound = portfolio.committed(marks) - closing * marks[series]!;
    return Math.max(0, portfolio.equity(marks) - this.#commission(closing, price) - bound);
  }

  #closeOpposing(order: PendingOrder, closing: number, price: number): number {
    let left = closing;
    let commission = 0;
    for (const trade of [...this.portfolio.open]) {
      if (left <= 0) break;
      if (trade.series !== order.series || trade.size * order.side > 0) continue;
      const units = Math.min(left, Math.abs(trade.size));
      commission += this.portfolio.exit(trade, units, price, order.reason || EXIT_REASONS.opposite);
      left -= units;
    }
    return commission;
  }

  #settle(id: number, series: number, size: number, price: number, commission: number): void {
    this.orders.fill(id, size, price);
    this.fills.add(id, series, size, price, commission);
    this.settledOrders.push(id);
  }

  #refuse(order: PendingOrder, status: 'rejected' | 'cancelled', reason: string): void {
    this.#queue.remove(order);
    this.orders.refuse(order.id, status, reason);
    this.settledOrders.push(order.id);
  }
}

function shortfall(units: number, unitCost: number, available: number): string {
  return `${units} units cost ${money(units * unitCost)}, ${money(available)} are available`;
}

function money(amount: number): string {
  return amount.toFixed(2);
}
