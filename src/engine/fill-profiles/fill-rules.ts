import type { FillProfile } from '../backtest-specification.ts';
import type { PendingOrder } from '../order-queue.ts';

/** Prices of the bar that executes an order. */
export interface ExecutingBar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Open time of the bar after it (epoch ms UTC); NaN after the last one of the data. */
  readonly next: number;
  /** Volume; NaN where it is not loaded. */
  readonly volume: number;
}

/** The bars of a run's series that close at one moment. */
export interface ClosingBars {
  readonly bars: readonly ExecutingBar[];
  /** Open time of each one's bar, epoch ms UTC; NaN for a series that closes none. */
  readonly opens: Float64Array;
  /** Open time of the bar before, by series; NaN before the first one. */
  readonly timesBefore: Float64Array;
}

/** What distinguishes one fill profile from another. All share one broker. */
export interface FillRules {
  readonly profile: FillProfile;
  /** Status of an order that the account cannot pay for. */
  readonly unaffordable: 'rejected' | 'cancelled';
  /** Refuse what the account cannot pay for. */
  readonly checksFunds: boolean;
  /** Fraction of available equity that an order without a size asks for. */
  readonly wholeEquity: number;
  /** Judge an order as a whole, before it closes anything; else what it closes is closed and only the rest refused. */
  readonly allOrNothing: boolean;
  /**
   * Size a fraction s with a fee of commission(s, price) / s a unit, and restate the entry commission of each closed part; else fees are
   * those of the units.
   */
  readonly feeByFraction: boolean;
  /**
   * After a market entry with a stop-loss or take-profit, work through all pending orders once more; else through the new ones only.
   * Where this is false, what guards a stop or limit entry is live from the next bar on.
   */
  readonly reprocessesAll: boolean;
  /** Market orders placed at a close fill at that close. */
  readonly fillsAtDecision: boolean;
  /** An indicator that is longer than the data keeps the first decision from ever coming; else it is NaN and not waited for. */
  readonly waitsForAll: boolean;
  /** First bar at which the strategy is called when indicators are defined from bar `warmUp` of the run on. */
  firstDecision(warmUp: number): number;
  /** Why a quantity (units, positive) is not accepted; undefined when it is. */
  refuseQuantity(quantity: number, lotSize: number): string | undefined;
  /** Price at which open trades are valued while orders execute. */
  valuation(bar: ExecutingBar): number;
  /**
   * A run is finalized by closing orders and by working through all pending orders once more in its last bar, those of its last decision
   * included; else open trades are closed at {@link finalization} and nothing else happens.
   */
  readonly finalizesByOrders: boolean;
  /** Orders are kept from bars that are made up, and those for the next bar from one beyond a hole in the data. */
  readonly refusesStale: boolean;
  /** The specification's `intrabar`, `finerBars` and `volumeLimit` apply; else the profile has rules of its own. */
  readonly takesTerms: boolean;
  /** A new exclusive order leaves every pending order that stands right behind a cancelled one. */
  readonly exclusiveSkips: boolean;
  /** Price at which open trades are closed when a run is finalized at its last bar. */
  finalization(bar: ExecutingBar): number;
  /** Price at which an order fills in a bar before slippage and spread; NaN when it does not. A stop that is reached is set to NaN. */
  price(order: PendingOrder, bar: ExecutingBar): number;
}

/** Exact floor of `dividend / divisor` for positive numbers, where the rounded quotient may be one too many. */
export function floorDivide(dividend: number, divisor: number): number {
  return Math.round((dividend - (dividend % divisor)) / divisor);
}
