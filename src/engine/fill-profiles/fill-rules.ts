import type { FillProfile } from '../backtest-specification.ts';

/** Prices of the bar that executes an order. */
export interface ExecutingBar {
  readonly open: number;
  readonly close: number;
}

/** What distinguishes one fill profile from another. All share one broker. */
export interface FillRules {
  readonly profile: FillProfile;
  /** Status of an order that the account cannot pay for. */
  readonly unaffordable: 'rejected' | 'cancelled';
  /** Fraction of available equity that an order without a size asks for. */
  readonly wholeEquity: number;
  /** Judge an order as a whole, before it closes anything; else what it closes is closed and only the rest refused. */
  readonly allOrNothing: boolean;
  /** First bar at which the strategy is called when indicators are defined from bar `warmUp` of the run on. */
  firstDecision(warmUp: number): number;
  /** Why a quantity (units, positive) is not accepted; undefined when it is. */
  refuseQuantity(quantity: number): string | undefined;
  /** Price at which open trades are valued while orders execute. */
  valuation(bar: ExecutingBar): number;
  /** Price at which open trades are closed when a run is finalized at its last bar. */
  finalization(bar: ExecutingBar): number;
  /** Whole lots that `available * fraction` buys at `unitCost`. */
  lots(available: number, fraction: number, unitCost: number): number;
}

/** Exact floor of `dividend / divisor` for positive numbers, where the rounded quotient may be one too many. */
export function floorDivide(dividend: number, divisor: number): number {
  return Math.round((dividend - (dividend % divisor)) / divisor);
}
