import type { MarginCallRecord } from '../../core/margin-call.ts';
import type { BarClock } from '../bar-clock.ts';
import { closingOrder } from '../closing-orders.ts';
import type { Contracts } from '../contracts.ts';
import type { OpenTrade } from '../open-trade.ts';
import type { OrderBook } from '../order-book.ts';
import type { Portfolio } from '../portfolio.ts';

/** Tag of the orders that a margin call places, and exit reason of the trades that they close. */
export const MARGIN_CALL = 'margin call';

/**
 * Maintenance margin. A call is due when at a close equity < sum of units * requirement, a unit requiring its fixed maintenance margin, or else
 * `share` * price * multiplier. Then trades are closed at the open of the next bar, the largest by market value first and the older of two
 * equal ones, each by as many whole lots as the sum exceeds the equity by, or all of it.
 */
export class MarginCall {
  /** Every close at which a call was due. */
  readonly calls: MarginCallRecord[] = [];
  readonly #share: number;
  readonly #lotSize: number;
  readonly #portfolio: Portfolio;
  readonly #book: OrderBook;
  readonly #contracts: Contracts;
  readonly #marks: Float64Array;
  readonly #clock: BarClock;

  /** `share` is 0 when only units with a margin of their own have a requirement. */
  constructor(
    terms: { readonly share: number; readonly lotSize: number },
    parts: {
      readonly portfolio: Portfolio;
      readonly book: OrderBook;
      readonly contracts: Contracts;
      readonly marks: Float64Array;
      readonly clock: BarClock;
    },
  ) {
    this.#share = terms.share;
    this.#lotSize = terms.lotSize;
    this.#portfolio = parts.portfolio;
    this.#book = parts.book;
    this.#contracts = parts.contracts;
    this.#marks = parts.marks;
    this.#clock = parts.clock;
  }

  /** Checks the account at the close that the clock shows, after all that happens in it; places the orders of a call. */
  check(): void {
    const { open } = this.#portfolio;
    if (open.length === 0) return;
    const equity = this.#portfolio.equity(this.#marks);
    let required = 0;
    for (let i = 0; i < open.length; i++) {
      const { series, size } = open[i]!;
      required += Math.abs(size) * this.#requirement(series);
    }
    if (equity < required) this.#call(equity, required);
  }

  #call(equity: number, required: number): void {
    const { bar, time } = this.#clock;
    const holdings = this.#holdings();
    const closings: { readonly series: number; units: number }[] = [];
    this.calls.push({ bar, time, equity, required, closed: closings });
    let left = required - equity;
    for (const { trade, waiting } of holdings) left -= waiting * this.#requirement(trade.series);
    for (const { trade, units } of holdings) {
      if (left <= 0) return;
      const perUnit = this.#requirement(trade.series);
      if (units <= 0 || perUnit <= 0) continue;
      // What exceeds a whole number of lots by rounding alone is not worth another one.
      const lots = Math.max(1, Math.ceil(left / (perUnit * this.#lotSize) - 1e-9));
      const closed = Math.min(units, lots * this.#lotSize);
      const order = closingOrder(this.#book.pool, trade, closed, bar + 1, MARGIN_CALL);
      this.#book.place(order, order.side * closed, true);
      const { series } = trade;
      const listed = closings.find((each) => each.series === series);
      if (listed) listed.units += closed;
      else closings.push({ series, units: closed });
      left -= closed * perUnit;
    }
  }

  /** Open trades, the largest first, with the units that no earlier call is about to close. */
  #holdings(): { readonly trade: OpenTrade; readonly units: number; readonly waiting: number }[] {
    const value = (trade: OpenTrade) =>
      Math.abs(trade.size) * this.#marks[trade.series]! * this.#contracts.multiplier[trade.series]!;
    return [...this.#portfolio.open]
      .sort((a, b) => value(b) - value(a) || a.id - b.id)
      .map((trade) => {
        const held = Math.abs(trade.size);
        const waiting = Math.min(held, this.#waiting(trade));
        return { trade, units: held - waiting, waiting };
      });
  }

  #waiting(trade: OpenTrade): number {
    let units = 0;
    for (const order of this.#book.queue.snapshot()) {
      if (order.trade === trade && order.reason === MARGIN_CALL) units += order.quantity ?? 0;
    }
    return units;
  }

  #requirement(series: number): number {
    const fixed = this.#contracts.maintenanceMargin[series]!;
    if (!Number.isNaN(fixed)) return fixed;
    return this.#share * this.#marks[series]! * this.#contracts.multiplier[series]!;
  }
}
