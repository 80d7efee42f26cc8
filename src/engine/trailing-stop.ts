import type { PendingOrder } from './order-queue.ts';
import { onTick } from './price-tick.ts';

/** Stop price of a trailing stop whose best price so far is `price`, on the grid of a tick (NaN: none): a sell lower, a buy higher. */
export function trailedStop(
  order: Pick<PendingOrder, 'side' | 'trailAmount' | 'trailPercent'>,
  price: number,
  tick: number,
): number {
  const { side, trailAmount, trailPercent } = order;
  const stop = Number.isNaN(trailPercent)
    ? price + side * trailAmount
    : price * (1 + (side * trailPercent) / 100);
  return onTick(stop, tick, side > 0);
}

/**
 * Moves a trailing stop after a bar whose best price is `extreme`: the high for a sell, the low for a buy. It only ever tightens.
 * Returns whether it moved.
 */
export function ratchet(order: PendingOrder, extreme: number, tick: number): boolean {
  const stop = trailedStop(order, extreme, tick);
  const tighter = order.side < 0 ? stop > order.stop : stop < order.stop;
  if (tighter) order.stop = stop;
  return tighter;
}
