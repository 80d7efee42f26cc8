import { BacktabError } from '../../core/error.ts';
import type { OrderRequest } from '../../core/order.ts';
import type { Contracts } from '../contracts.ts';
import type { OrderBook } from '../order-book.ts';
import type { PendingOrder } from '../order-queue.ts';
import type { Portfolio } from '../portfolio.ts';
import type { CashLedger } from './cash-ledger.ts';

/**
 * Applies splits and dividends of raw prices at the open of the bar that carries them, the split first: a dividend is money for each unit
 * after it. Fractions of a unit that a split leaves stay as they are.
 */
export class CorporateActions {
  readonly #portfolio: Portfolio;
  readonly #book: OrderBook;
  readonly #contracts: Contracts;
  readonly #marks: Float64Array;
  readonly #ledger: CashLedger;

  constructor(parts: {
    readonly portfolio: Portfolio;
    readonly book: OrderBook;
    readonly contracts: Contracts;
    readonly marks: Float64Array;
    readonly ledger: CashLedger;
  }) {
    this.#portfolio = parts.portfolio;
    this.#book = parts.book;
    this.#contracts = parts.contracts;
    this.#marks = parts.marks;
    this.#ledger = parts.ledger;
  }

  /**
   * Works off what one bar of a series carries; NaN and 0 are nothing.
   * @throws BacktabError `bad-argument` for a negative or infinite dividend or ratio.
   */
  apply(series: number, dividend: number, splitRatio: number): void {
    if (splitRatio !== 0 && !Number.isNaN(splitRatio)) {
      this.#split(series, known('splitRatio', splitRatio));
    }
    if (dividend !== 0 && !Number.isNaN(dividend)) this.#pay(series, known('dividend', dividend));
  }

  /** The holder of a long receives, the holder of a short pays: units held at the previous close, times the dividend and multiplier. */
  #pay(series: number, dividend: number): void {
    const size = this.#portfolio.sizeOf(series);
    if (size === 0) return;
    this.#ledger.book('dividend', size * dividend * this.#contracts.multiplier[series]!, series);
  }

  /** Units and quantities times the ratio, prices divided by it. */
  #split(series: number, ratio: number): void {
    this.#marks[series] = this.#marks[series]! / ratio;
    const { open, ranges } = this.#portfolio;
    const range = ranges[series]!;
    range.advance(open, series, range.row);
    for (const trade of open) {
      if (trade.series !== series) continue;
      trade.highest /= ratio;
      trade.lowest /= ratio;
      trade.risk /= ratio;
      trade.size *= ratio;
      trade.entryPrice /= ratio;
    }
    for (const order of this.#book.queue.snapshot()) {
      if (order.next.length > 0)
        order.next = order.next.map((request) => splitRequest(request, series, ratio));
      if (order.series === series) this.#splitOrder(order, ratio);
    }
  }

  #splitOrder(order: PendingOrder, ratio: number): void {
    const { orders } = this.#book;
    order.limit /= ratio;
    order.stop /= ratio;
    order.stopLoss /= ratio;
    order.takeProfit /= ratio;
    order.trailAmount /= ratio;
    if (order.quantity !== null) order.quantity *= ratio;
    orders.reprice(order.id, order.limit, order.stop);
    orders.resize(order.id, orders.record(order.id).size * ratio);
  }
}

/** A request that waits for another order, in the units and prices after a split of `series`. */
function splitRequest(request: OrderRequest, series: number, ratio: number): OrderRequest {
  const triggers = request.triggers?.map((each) => splitRequest(each, series, ratio));
  const waiting = triggers ? { ...request, triggers } : request;
  if ((request.series ?? 0) !== series) return waiting;
  const { limit, stop, touch, trail, stopLoss, takeProfit, quantity } = request;
  const changed: Record<string, unknown> = {};
  for (const [field, price] of Object.entries({ limit, stop, touch, stopLoss, takeProfit })) {
    if (price !== undefined) changed[field] = price / ratio;
  }
  if (quantity !== undefined) changed.quantity = quantity * ratio;
  if (trail?.amount !== undefined) changed.trail = { amount: trail.amount / ratio };
  return { ...waiting, ...changed } as OrderRequest;
}

function known(column: string, value: number): number {
  if (value > 0 && Number.isFinite(value)) return value;
  throw new BacktabError(
    'bad-argument',
    `The \`${column}\` of a bar must be a positive number, 0 or absent, got ${value}: run with \`adjustments: 'adjusted'\` to leave it out`,
  );
}
