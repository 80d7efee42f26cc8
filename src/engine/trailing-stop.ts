import type { PendingOrder } from './order-queue.ts';

/** Stop price of a trailing stop whose best price so far is `price`. */
export function trailedStop(
  order: Pick<PendingOrder, 'side' | 'trailAmount' | 'trailPercent'>,
  price: number,
): number {
  const { side, trailAmount, trailPercent } = order;
  if (Number.isNaN(trailPercent)) return price + side * trailAmount;
  return price * (1 + (side * trailPercent) / 100);
}

/**
 * Moves a trailing stop after a bar whose best price is `extreme`: the high for a sell, the low for a buy. It only ever tightens.
 * Returns whether it moved.
 */
export function ratchet(order: PendingOrder, extreme: number): boolean {
  const stop = trailedStop(order, extreme);
  const tighter = order.side < 0 ? stop > order.stop : stop < order.stop;
  if (tighter) order.stop = stop;
  return tighter;
}
