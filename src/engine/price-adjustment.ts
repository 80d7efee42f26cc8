import type { SlippageTerms } from '../core/costs.ts';
import type { Side } from '../core/order.ts';

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
