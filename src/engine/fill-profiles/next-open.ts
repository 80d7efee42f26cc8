import type { FillRules } from './fill-rules.ts';
import { intrabarPrice } from './intrabar-price.ts';

/**
 * Decided at the close of bar i, executed from bar i+1 on; market orders fill at its open, and what the account can pay for is judged at
 * that open. The first decision falls on the first bar with enough history. An order the account cannot pay for is rejected as a whole.
 */
export const nextOpen: FillRules = {
  profile: 'next-open',
  unaffordable: 'rejected',
  checksFunds: true,
  wholeEquity: 1,
  allOrNothing: true,
  feeByFraction: false,
  reprocessesAll: false,
  fillsAtDecision: false,
  finalizesByOrders: false,
  exclusiveSkips: false,
  refusesStale: true,
  takesTerms: true,
  waitsForAll: true,
  firstDecision: (warmUp) => warmUp,
  refuseQuantity: () => undefined,
  valuation: (bar) => bar.open,
  finalization: (bar) => bar.close,
  price: intrabarPrice,
};

/** As `next-open`, but market orders fill at the close of the bar that decides them. */
export const atClose: FillRules = { ...nextOpen, profile: 'close', fillsAtDecision: true };

/** As Lumibot: an order sent at t fills at the open of the bar stamped t, whether or not the account can pay for it. */
export const lumibot: FillRules = {
  ...nextOpen,
  profile: 'lumibot',
  checksFunds: false,
  refusesStale: false,
};
