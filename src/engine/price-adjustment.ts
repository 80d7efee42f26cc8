import type { SlippageTerms } from '../core/costs.ts';
import type { Side } from '../core/order.ts';

/** `price` as an order of `side` gets it with slippage: higher for a buy, lower for a sell. */
export function slipped(price: number, side: Side, terms: SlippageTerms | undefined): number {
  if (terms === undefined) return price;
  if (terms.type === 'fixed') return price + side * terms.amount;
  if (terms.type === 'ticks') return price + side * terms.ticks * terms.tickSize;
  return price * (1 + (side * terms.bps) / 10_000);
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
