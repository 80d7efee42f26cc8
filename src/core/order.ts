/** Direction of an order or trade: +1 long / buy, -1 short / sell. */
export type Side = 1 | -1;

/** Size of an order: `quantity` in units, or a `fraction` (0, 1] of available equity. Never both. */
export type OrderSize =
  | { readonly quantity: number; readonly fraction?: never }
  | { readonly fraction: number; readonly quantity?: never };

/** No size: all available equity. */
export interface WholeEquity {
  readonly quantity?: never;
  readonly fraction?: never;
}

/** Kinds of order. A new kind is appended: the result hash counts by position. */
export const ORDER_TYPES = [
  'market',
  'limit',
  'stop',
  'stop-limit',
  'trailing-stop',
  'market-on-open',
  'market-on-close',
  'market-if-touched',
  'limit-if-touched',
] as const;

/** Kind of an order. */
export type OrderType = (typeof ORDER_TYPES)[number];

/**
 * How long an order stays: until it is cancelled (`GTC`, the default), for the UTC day of the first bar it meets (`DAY`), for bars that open
 * before `goodTill` (`GTD`), or for the open of the first bar it meets (`IOC`, and `FOK`: a fill is never partial).
 */
export const TIMES_IN_FORCE = ['GTC', 'DAY', 'GTD', 'IOC', 'FOK'] as const;

/** How long an order stays. */
export type TimeInForce = (typeof TIMES_IN_FORCE)[number];

/** Validity of an order; `goodTill` is epoch ms UTC. */
export type OrderValidity =
  | { readonly timeInForce?: Exclude<TimeInForce, 'GTD'>; readonly goodTill?: never }
  | { readonly timeInForce: 'GTD'; readonly goodTill: number };

/** Distance of a trailing stop from the best price so far: an `amount` in price units, or a `percent` (5 = 5%) of that price. */
export type Trail =
  | { readonly amount: number; readonly percent?: never }
  | { readonly percent: number; readonly amount?: never };

/** The prices that an order of a type has, and those that it has not. */
type Prices<Needed extends object> = Needed & {
  readonly [Price in Exclude<'limit' | 'stop' | 'trail' | 'touch', keyof Needed>]?: never;
};

/**
 * Prices of an order by its type. A stop-limit order becomes a limit order once its stop is reached. An if-touched order becomes a market or
 * limit order once the price comes to `touch` from its better side: down to it for a buy, up to it for a sell. `market-on-open` fills at the
 * open of the first bar of the next session, `market-on-close` at the close of a session's last bar; neither can be IOC or FOK.
 */
export type OrderPrices =
  | Prices<{ readonly type: 'market' }>
  | Prices<{ readonly type: 'limit'; readonly limit: number }>
  | Prices<{ readonly type: 'stop'; readonly stop: number }>
  | Prices<{ readonly type: 'stop-limit'; readonly stop: number; readonly limit: number }>
  | Prices<{ readonly type: 'trailing-stop'; readonly trail: Trail }>
  | Prices<{
      readonly type: 'market-on-open' | 'market-on-close';
      readonly timeInForce?: Exclude<TimeInForce, 'IOC' | 'FOK'>;
    }>
  | Prices<{ readonly type: 'market-if-touched'; readonly touch: number }>
  | Prices<{ readonly type: 'limit-if-touched'; readonly touch: number; readonly limit: number }>;

/** An order a strategy may submit. Further kinds extend this union by `type`. */
export type OrderRequest = {
  readonly side: 'buy' | 'sell';
  /** Index of the series in the run. Default 0. */
  readonly series?: number;
  readonly tag?: string;
  /** Price of a stop order that closes the trade this order opens. */
  readonly stopLoss?: number;
  /** Price of a limit order that closes the trade this order opens. */
  readonly takeProfit?: number;
  /** Only closes or reduces what is held; never opens. */
  readonly reduceOnly?: boolean;
  /** Orders that are submitted when this one fills (one triggers other). */
  readonly triggers?: readonly OrderRequest[];
} & OrderPrices &
  OrderValidity &
  (OrderSize | WholeEquity);

/** Where an order stands. A new status is appended: the result hash counts by position. */
export const ORDER_STATUSES = ['submitted', 'filled', 'rejected', 'cancelled', 'expired'] as const;

/** Status of an order. */
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** Status of an order that will not be filled. */
export type RefusedStatus = Exclude<OrderStatus, 'submitted' | 'filled'>;

/** One order on the record. Bars are counted from the first bar of the run; times are their open times, epoch ms UTC. */
export interface OrderRecord {
  readonly id: number;
  readonly type: OrderType;
  readonly side: 'buy' | 'sell';
  readonly series: number;
  /** Bar at whose close the order was placed, and that bar's open time (epoch ms UTC). */
  readonly submittedBar: number;
  readonly submittedTime: number;
  /** Units, signed; 0 while unknown (a fraction is sized at its fill). */
  readonly size: number;
  /** Limit price; null for an order without one. */
  readonly limit: number | null;
  /** Stop price, of a trailing stop the last one, of an if-touched order its touch price; null for an order without one. */
  readonly stop: number | null;
  readonly timeInForce: TimeInForce;
  readonly status: OrderStatus;
  /** Bar in which the stop or touch price was reached; null unless it was. */
  readonly triggeredBar: number | null;
  readonly triggeredTime: number | null;
  /** Bar and price of the fill; null unless filled. */
  readonly filledBar: number | null;
  readonly filledTime: number | null;
  readonly filledPrice: number | null;
  /** Bar in which it was rejected, cancelled or expired; null otherwise. */
  readonly endedBar: number | null;
  readonly endedTime: number | null;
  /** Why it was rejected or cancelled or has expired; `` otherwise. */
  readonly reason: string;
  readonly tag: string;
}
