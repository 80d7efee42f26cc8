import type { CommissionTerms } from '../core/costs.ts';

/**
 * Cost of an execution in money, from its size (units, negative when it opens or closes a short; ignored by all but a strategy's own
 * function) and price. Charged at entry and at exit. `maker` is true for an order that rested with a limit.
 */
export type Commission = (size: number, price: number, maker: boolean) => number;

/** A share of notional: |size| * |price| * rate. */
export function percentCommission(rate: number): Commission {
  return (size, price) => Math.abs(size) * Math.abs(price) * rate;
}

/** The commission that `terms` describe; `own` is the strategy's function. */
export function commissionOf(terms: CommissionTerms, own: Commission | undefined): Commission {
  switch (terms.type) {
    case 'percent':
      return percentCommission(terms.rate);
    case 'flat':
      return () => terms.amount;
    case 'flat-percent':
      return (size, price) => terms.amount + Math.abs(size) * Math.abs(price) * terms.rate;
    case 'per-unit': {
      const { amount, min = 0, max = Number.POSITIVE_INFINITY } = terms;
      return (size) => Math.min(max, Math.max(min, Math.abs(size) * amount));
    }
    case 'maker-taker': {
      const { maker, taker } = terms;
      return (size, price, resting) => Math.abs(size) * Math.abs(price) * (resting ? maker : taker);
    }
    case 'strategy':
      return own ?? percentCommission(0);
  }
}
