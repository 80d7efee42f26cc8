import type { PendingOrder } from './order-queue.ts';

const DAY = 86_400_000;

/**
 * What an order with a time in force may do in the bar that opens at `time`: all of it, its open only (IOC, FOK), or nothing any more.
 * A DAY order lives for the UTC day of the first bar it meets, a GTD order in bars that open before its date.
 */
export function validityOf(order: PendingOrder, time: number): 'whole' | 'open-only' | 'over' {
  switch (order.timeInForce) {
    case 'GTC':
      return 'whole';
    case 'GTD':
      return time < order.goodTill ? 'whole' : 'over';
    case 'DAY': {
      const day = Math.floor(time / DAY);
      if (Number.isNaN(order.day)) order.day = day;
      return order.day === day ? 'whole' : 'over';
    }
    case 'IOC':
    case 'FOK':
      return 'open-only';
  }
}
