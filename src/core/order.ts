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

/** An order a strategy may submit. Further kinds extend this union by `type`. */
export type OrderRequest = {
  readonly type: 'market';
  readonly side: 'buy' | 'sell';
  /** Index of the series in the run. Default 0. */
  readonly series?: number;
  readonly tag?: string;
} & (OrderSize | WholeEquity);

/** Where an order stands. */
export const ORDER_STATUSES = ['submitted', 'filled', 'rejected', 'cancelled'] as const;

/** Status of an order. */
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** One order on the record. Bars are counted from the first bar of the run. */
export interface OrderRecord {
  readonly id: number;
  readonly type: 'market';
  readonly side: 'buy' | 'sell';
  readonly series: number;
  /** Bar at whose close the order was placed, and that bar's open time (epoch ms UTC). */
  readonly submittedBar: number;
  readonly submittedTime: number;
  /** Units, signed; 0 while unknown (a fraction is sized at its fill). */
  readonly size: number;
  readonly status: OrderStatus;
  /** Bar and price of the fill; null unless filled. */
  readonly filledBar: number | null;
  readonly filledTime: number | null;
  readonly filledPrice: number | null;
  /** Why it was rejected or cancelled; `` otherwise. */
  readonly reason: string;
  readonly tag: string;
}
