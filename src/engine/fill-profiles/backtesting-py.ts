import { type FillRules, floorDivide } from './fill-rules.ts';

/**
 * The rules of kernc/backtesting.py 0.6.6: first step at bar 1 + warm-up, whole units, available equity valued at the close of the
 * executing bar (also where that is peculiar), an unaffordable order cancelled, finalized at the open of the last bar.
 */
export const backtestingPy: FillRules = {
  profile: 'backtesting.py',
  unaffordable: 'cancelled',
  wholeEquity: 1 - Number.EPSILON,
  allOrNothing: false,
  firstDecision: (warmUp) => 1 + warmUp,
  refuseQuantity: (quantity) =>
    Number.isInteger(quantity)
      ? undefined
      : `The profile backtesting.py trades whole units, got a quantity of ${quantity}: use \`fraction\` for a share of equity`,
  valuation: (bar) => bar.close,
  finalization: (bar) => bar.open,
  lots: (available, fraction, unitCost) => floorDivide(available * fraction, unitCost),
};
