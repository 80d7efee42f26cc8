import type { PendingOrder } from './order-queue.ts';

/**
 * `price` on the grid of a tick: itself when it lies there (to 1e-9 of a tick), else the next step above (`up`) or below, at least one
 * tick. A tick of NaN is no grid.
 */
export function onTick(price: number, tick: number, up: boolean): number {
  if (Number.isNaN(tick)) return price;
  const steps = price / tick;
  const nearest = Math.round(steps);
  if (Math.abs(steps - nearest) <= 1e-9 * Math.max(1, Math.abs(steps))) return price;
  const whole = Math.max(1, up ? Math.ceil(steps) : Math.floor(steps));
  // 10013 * 0.01 is not 100.13, but 10013 / 100 is.
  const perUnit = Math.round(1 / tick);
  return Math.abs(perUnit * tick - 1) < 1e-12 ? whole / perUnit : whole * tick;
}

/**
 * Puts the prices of an order on the grid of a tick, each away from the trader's favour: a limit is harder to reach (a buy lower, a sell
 * higher), a stop is reached later and fills worse (a buy higher, a sell lower); so too the guards of the trade that it opens.
 */
export function roundToTick(order: PendingOrder, tick: number): void {
  if (Number.isNaN(tick)) return;
  const buy = order.side > 0;
  order.limit = onTick(order.limit, tick, !buy);
  order.stop = onTick(order.stop, tick, buy);
  order.stopLoss = onTick(order.stopLoss, tick, !buy);
  order.takeProfit = onTick(order.takeProfit, tick, buy);
}
