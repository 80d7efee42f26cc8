/** Annual rates (0.05 = 5%) that accrue by elapsed time, a year being 365 days. Absent: 0. */
export interface FinancingTerms {
  /** Paid on the market value of shorts. */
  readonly borrowRate?: number;
  /** Paid on borrowed money: what longs are worth beyond the equity. */
  readonly marginRate?: number;
  /** Received on money that is not invested: what the equity is beyond the longs. */
  readonly cashRate?: number;
}

/** Money paid in (positive) or taken out (negative), booked at the open of the first bar of the run at or after `time` (epoch ms UTC). */
export interface CashFlow {
  readonly time: number;
  readonly amount: number;
}

/** What one contract is. */
export interface ContractTerms {
  /** Money that one unit is worth for each 1 of its price. Default 1. */
  readonly multiplier?: number;
  /** Smallest step of its price. Default: none. */
  readonly tickSize?: number;
  /** Money that binds one unit when it is opened, instead of a share of its value; nothing is paid for the unit itself. */
  readonly initialMargin?: number;
  /** Money of equity that one open unit needs at a close; less is a margin call. Default: `initialMargin`. */
  readonly maintenanceMargin?: number;
}

/** Whether dividends and splits of the bars are applied: `raw` prices have neither in them, `adjusted` ones have both. */
export const PRICE_ADJUSTMENTS = ['adjusted', 'raw'] as const;

/** Name of a kind of price. */
export type PriceAdjustment = (typeof PRICE_ADJUSTMENTS)[number];
