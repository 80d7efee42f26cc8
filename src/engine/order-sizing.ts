import type { Commission } from './commission.ts';
import type { Contracts } from './contracts.ts';
import { type FillRules, floorDivide } from './fill-profiles/fill-rules.ts';
import type { PendingOrder } from './order-queue.ts';
import type { Portfolio } from './portfolio.ts';

/** How an order that may open a trade is carried out, in units. */
export interface EntryTerms {
  readonly series: number;
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
  readonly contracts: Contracts;
}

/** Sizes entries and judges whether the account can pay for them. */
export class OrderSizing {
  readonly #terms: SizingTerms;
  readonly #portfolio: Portfolio;
  readonly #marks: Float64Array;
  /** What {@link size} returns: written anew for each order. */
  readonly #sized = {
    series: 0,
    units: Number.NaN,
    closing: Number.NaN,
    opening: Number.NaN,
    unitCost: Number.NaN,
  };

  constructor(terms: SizingTerms, portfolio: Portfolio, marks: Float64Array) {
    this.#terms = terms;
    this.#portfolio = portfolio;
    this.#marks = marks;
  }

  /** Units of an order at a price (and at the price with spread that an entry pays); or why there are none. Valid until the next call. */
  size(order: PendingOrder, price: number, entryPrice: number, maker: boolean): EntryTerms | string {
    const { rules, commission, hedging, contracts } = this.#terms;
    const { series, side } = order;
    if (!(price > 0)) return `the bar has no price to fill at (${price})`;
    const opposing = hedging && !order.reduceOnly ? 0 : this.#portfolio.opposing(series, side);
    if (order.reduceOnly && opposing === 0) return 'it may only reduce, and there is nothing to reduce';
    const worth = price * contracts.multiplier[series]!;
    const outlay = this.#outlay(series, entryPrice);
    const purchasing = this.#portfolio.available(this.#marks) * this.#leverage(series);
    const asks = order.quantity ?? this.#lots(side * (order.fraction ?? 0), purchasing, worth, outlay, maker);
    const sized = order.fits
      ? Math.min(asks, this.#lots(side * rules.wholeEquity, purchasing, worth, outlay, maker))
      : asks;
    const units = order.reduceOnly ? Math.min(sized, opposing) : sized;
    const asked = rules.feeByFraction ? (order.quantity ?? order.fraction ?? 0) : units;
    const unitCost = outlay + (asked > 0 ? commission(side * asked, worth, maker) / asked : 0);
    if (units <= 0) return `${money(purchasing)} available do not pay for one unit at ${money(unitCost)}`;
    const closing = Math.min(units, opposing);
    const terms = this.#sized;
    terms.series = series;
    terms.units = units;
    terms.closing = closing;
    terms.opening = this.#portfolio.left(units, closing);
    terms.unitCost = unitCost;
    if (!rules.allOrNothing || !rules.checksFunds) return terms;
    return this.#shortfall(terms, this.#availableAfter(closing, price, series, maker)) ?? terms;
  }

  /** Why the rest of an order cannot be paid for once it has closed the other side; undefined when it can. */
  refusalAfterClosing(terms: EntryTerms): string | undefined {
    const { rules } = this.#terms;
    if (rules.allOrNothing || !rules.checksFunds) return undefined;
    return this.#shortfall(terms, this.#portfolio.available(this.#marks));
  }

  #shortfall({ series, opening, unitCost, units }: EntryTerms, available: number): string | undefined {
    const purchasing = available * this.#leverage(series);
    const cost = opening * unitCost;
    // A size that was made to fit must not fail by the rounding of its own cost.
    const slack = this.#terms.rules.feeByFraction || opening < units ? 0 : 1e-12 * cost;
    if (cost <= purchasing + slack) return undefined;
    return `${opening} units cost ${money(cost)}, ${money(purchasing)} are available`;
  }

  /** Money that a unit asks for when it is opened: its value, of which margin is a share, or its own margin. */
  #outlay(series: number, entryPrice: number): number {
    const { initialMargin, multiplier } = this.#terms.contracts;
    const fixed = initialMargin[series]!;
    return Number.isNaN(fixed) ? entryPrice * multiplier[series]! : fixed;
  }

  /** Outlay that each unit of available money pays for. */
  #leverage(series: number): number {
    return Number.isNaN(this.#terms.contracts.initialMargin[series]!) ? this.#terms.leverage : 1;
  }

  /** Units for a fraction of the money; `worth` is the value of a unit, `outlay` what it asks for. */
  #lots(signedFraction: number, purchasing: number, worth: number, outlay: number, maker: boolean): number {
    const { rules, commission, lotSize } = this.#terms;
    const side = Math.sign(signedFraction);
    const fraction = Math.abs(signedFraction);
    if (rules.feeByFraction) {
      const fee = commission(side * fraction, worth * lotSize, maker) / fraction;
      return floorDivide(purchasing * fraction, outlay * lotSize + fee) * lotSize;
    }
    const budget = purchasing * fraction;
    let lots = floorDivide(budget, outlay * lotSize);
    for (;;) {
      const units = lots * lotSize;
      const cost = units * outlay + (lots > 0 ? commission(side * units, worth, maker) : 0);
      if (lots <= 0 || cost <= budget) return Math.max(0, units);
      lots = Math.min(lots - 1, Math.floor(lots * (budget / cost)));
    }
  }

  /** Money for new trades once `closing` units of the other side are closed at `price`. */
  #availableAfter(closing: number, price: number, series: number, maker: boolean): number {
    const { commission, contracts } = this.#terms;
    const portfolio = this.#portfolio;
    const fee = closing > 0 ? commission(closing, price * contracts.multiplier[series]!, maker) : 0;
    const bound = portfolio.committed(this.#marks) - portfolio.bound(series, closing, this.#marks[series]!);
    return Math.max(0, portfolio.equity(this.#marks) - fee - bound);
  }
}

function money(amount: number): string {
  return amount.toFixed(2);
}
