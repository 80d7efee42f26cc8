/** How commission is charged, at every execution. Rates are shares of notional (0.002 = 0.2%), the rest is money. */
export type CommissionTerms =
  | { readonly type: 'percent'; readonly rate: number }
  | { readonly type: 'flat'; readonly amount: number }
  | { readonly type: 'flat-percent'; readonly amount: number; readonly rate: number }
  /** `amount` a unit, at least `min` and at most `max` an execution. */
  | { readonly type: 'per-unit'; readonly amount: number; readonly min?: number; readonly max?: number }
  /** Resting limit orders pay `maker`, all others `taker`. */
  | { readonly type: 'maker-taker'; readonly maker: number; readonly taker: number }
  /** The function `commission` of the strategy's definition. */
  | { readonly type: 'strategy' };

/** How much worse than its rule says an order fills that is no limit order. Absent: not at all. */
export type SlippageTerms =
  | { readonly type: 'fixed'; readonly amount: number }
  /** Hundredths of a percent of the price. */
  | { readonly type: 'bps'; readonly bps: number }
  | { readonly type: 'ticks'; readonly ticks: number; readonly tickSize: number }
  /** Impact on the price: price * coefficient * share^2, share = units / volume of the bar, at most 1 (also where there is no volume). */
  | { readonly type: 'volume-share'; readonly coefficient: number };

/** Fields that each type of {@link CommissionTerms} must have. */
export const COMMISSION_FIELDS: Readonly<Record<CommissionTerms['type'], readonly string[]>> = {
  percent: ['rate'],
  flat: ['amount'],
  'flat-percent': ['amount', 'rate'],
  'per-unit': ['amount'],
  'maker-taker': ['maker', 'taker'],
  strategy: [],
};

/** Fields that each type of {@link SlippageTerms} must have. */
export const SLIPPAGE_FIELDS: Readonly<Record<SlippageTerms['type'], readonly string[]>> = {
  fixed: ['amount'],
  bps: ['bps'],
  ticks: ['ticks', 'tickSize'],
  'volume-share': ['coefficient'],
};
