import type { SlippageTerms } from '../core/costs.ts';
import type { Side } from '../core/order.ts';
import type { PendingOrder } from './order-queue.ts';

/**
 * `price` as an order of `side` gets it with slippage: higher for a buy, lower for a sell. `share` is the order's part of the bar's volume,
 * of which only `volume-share` wants to know.
 */
export function slipped(
  price: number,
  side: Side,
  terms: SlippageTerms | undefined,
  share = Number.NaN,
): number {
  if (terms === undefined) return price;
  if (terms.type === 'fixed') return price + side * terms.amount;
  if (terms.type === 'ticks') return price + side * terms.ticks * terms.tickSize;
  if (terms.type === 'bps') return price * (1 + (side * terms.bps) / 10_000);
  return price * (1 + side * terms.coefficient * share ** 2);
}

/** Part of a bar's volume that `units` are, at most 1; 1 where the bar has no volume or it is not known. */
export function volumeShare(units: number, volume: number): number {
  return volume > 0 ? Math.min(1, units / volume) : 1;
}

/** `price` as an entry of `side` pays it with a spread (0.001 = 0.1%): price * (1 + spread) for a buy, price * (1 - spread) for a sell. */
export function spreadPrice(price: number, side: Side, spread: number): number {
  return price * (1 + side * spread);
}

/** `value` rounded to a whole number, halves to the even one. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Price of an order with trade on close: market orders fill at the close before, and a stop that was reached (`stop`) at no better than that. */
export function priceOnClose(
  { trade, limit, side }: PendingOrder,
  price: number,
  market: boolean,
  stop: number,
  close: number,
): number {
  if (market) return close;
  if (Number.isNaN(stop) || trade !== null || !Number.isNaN(limit)) return price;
  return side > 0 ? Math.max(close, stop) : Math.min(close, stop);
}

/** Price of a stop that is reached in a finer bar that opens at `from` (NaN: not known): no better than that. Of a limit behind it: as it is. */
export function stoppedFrom({ limit, side }: PendingOrder, price: number, from: number): number {
  if (Number.isNaN(from) || !Number.isNaN(limit)) return price;
  return side > 0 ? Math.max(price, from) : Math.min(price, from);
}
