import { type FillRules, floorDivide } from './fill-rules.ts';

/**
 * Decided at the close of bar i, filled at the open of bar i+1, valued at that open: nothing of the executing bar but its open is
 * used. The first decision falls on the first bar with enough history. An order the account cannot pay for is rejected as a whole.
 */
export const nextOpen: FillRules = {
  profile: 'next-open',
  unaffordable: 'rejected',
  wholeEquity: 1,
  allOrNothing: true,
  firstDecision: (warmUp) => warmUp,
  refuseQuantity: () => undefined,
  valuation: (bar) => bar.open,
  finalization: (bar) => bar.close,
  lots: (available, fraction, unitCost) => {
    const lots = floorDivide(available * fraction, unitCost);
    return lots * unitCost > available ? lots - 1 : lots;
  },
};
