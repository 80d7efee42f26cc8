import type { Commission } from './commission.ts';
import { type FillRules, floorDivide } from './fill-profiles/fill-rules.ts';
import type { PendingOrder } from './order-queue.ts';
import type { Portfolio } from './portfolio.ts';

/** How an order that may open a trade is carried out, in units. */
export interface EntryTerms {
  readonly units: number;
  /** Part that closes trades of the other side, and part that opens a trade. */
  readonly closing: number;
  readonly opening: number;
  /** Cost of an opened unit, commission included. */
  readonly unitCost: number;
}

/** What sizing depends on beside the account. */
export interface SizingTerms {
  readonly rules: FillRules;
  readonly commission: Commission;
  readonly leverage: number;
  readonly hedging: boolean;
  readonly lotSize: number;
}

/** Sizes entries and judges whether the account can pay for them. */
export class OrderSizing {
  readonly #terms: SizingTerms;
  readonly #portfolio: Portfolio;
  readonly #marks: Float64Array;

  constructor(terms: SizingTerms, portfolio: Portfolio, marks: Float64Array) {
    this.#terms = terms;
    this.#portfolio = portfolio;
    this.#marks = marks;
  }

  /** Units of an order at a price (and at the price with spread that an entry pays); or why there are none. */
  size(order: PendingOrder, price: number, entryPrice: number, maker: boolean): EntryTerms | string {
    const { rules, commission, leverage, hedging } = this.#terms;
    const { series, side } = order;
    if (!(price > 0)) return `the bar has no price to fill at (${price})`;
    const opposing = hedging && !order.reduceOnly ? 0 : this.#portfolio.opposing(series, side);
    if (order.reduceOnly && opposing === 0) return 'it may only reduce, and there is nothing to reduce';
    const purchasing = this.#portfolio.available(this.#marks) * leverage;
    const sized =
      order.quantity ?? this.#lots(side * (order.fraction ?? 0), purchasing, price, entryPrice, maker);
    const units = order.reduceOnly ? Math.min(sized, opposing) : sized;
    const asked = rules.feeByFraction ? (order.quantity ?? order.fraction ?? 0) : units;
    const unitCost = entryPrice + (asked > 0 ? commission(side * asked, price, maker) / asked : 0);
    if (units <= 0) return `${money(purchasing)} available do not pay for one unit at ${money(unitCost)}`;
    const closing = Math.min(units, opposing);
    const terms = { units, closing, opening: units - closing, unitCost };
    if (!rules.allOrNothing || !rules.checksFunds) return terms;
    return this.#shortfall(terms, this.#availableAfter(closing, price, series, maker)) ?? terms;
  }

  /** Why the rest of an order cannot be paid for once it has closed the other side; undefined when it can. */
  refusalAfterClosing(terms: EntryTerms): string | undefined {
    const { rules } = this.#terms;
    if (rules.allOrNothing || !rules.checksFunds) return undefined;
    return this.#shortfall(terms, this.#portfolio.available(this.#marks));
  }

  #shortfall({ opening, unitCost, units }: EntryTerms, available: number): string | undefined {
    const purchasing = available * this.#terms.leverage;
    const cost = opening * unitCost;
    // A size that was made to fit must not fail by the rounding of its own cost.
    const slack = this.#terms.rules.feeByFraction || opening < units ? 0 : 1e-12 * cost;
    if (cost <= purchasing + slack) return undefined;
    return `${opening} units cost ${money(cost)}, ${money(purchasing)} are available`;
  }

  #lots(
    signedFraction: number,
    purchasing: number,
    price: number,
    entryPrice: number,
    maker: boolean,
  ): number {
    const { rules, commission, lotSize } = this.#terms;
    const side = Math.sign(signedFraction);
    const fraction = Math.abs(signedFraction);
    if (rules.feeByFraction) {
      const fee = commission(side * fraction, price * lotSize, maker) / fraction;
      return floorDivide(purchasing * fraction, entryPrice * lotSize + fee) * lotSize;
    }
    const budget = purchasing * fraction;
    let lots = floorDivide(budget, entryPrice * lotSize);
    for (;;) {
      const units = lots * lotSize;
      const cost = units * entryPrice + (lots > 0 ? commission(side * units, price, maker) : 0);
      if (lots <= 0 || cost <= budget) return Math.max(0, units);
      lots = Math.min(lots - 1, Math.floor(lots * (budget / cost)));
    }
  }

  /** Money for new trades once `closing` units of the other side are closed at `price`. */
  #availableAfter(closing: number, price: number, series: number, maker: boolean): number {
    const { leverage, commission } = this.#terms;
    const fee = closing > 0 ? commission(closing, price, maker) : 0;
    const bound = this.#portfolio.committed(this.#marks) - (closing * this.#marks[series]!) / leverage;
    return Math.max(0, this.#portfolio.equity(this.#marks) - fee - bound);
  }
}

function money(amount: number): string {
  return amount.toFixed(2);
}
