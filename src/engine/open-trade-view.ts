import type { OpenTrade } from './open-trade.ts';
import type { OrderQueue } from './order-queue.ts';

/** An open trade as a strategy sees it: a copy of how it stands. */
export interface OpenTradeView {
  readonly id: number;
  readonly series: number;
  /** Units, signed: negative is short. */
  readonly size: number;
  /** Bar counted from the first bar of the run, and its open time (epoch ms UTC). */
  readonly entryBar: number;
  readonly entryTime: number;
  readonly entryPrice: number;
  /** Prices of the orders that guard it; null without one. */
  readonly stopLoss: number | null;
  readonly takeProfit: number | null;
}

/** The view of a trade and of what guards it in `queue`. */
export function viewOf(trade: OpenTrade, queue: OrderQueue): OpenTradeView {
  const { id, series, size, entryBar, entryTime, entryPrice } = trade;
  return {
    id,
    series,
    size,
    entryBar,
    entryTime,
    entryPrice,
    stopLoss: queue.guardOf(trade, 'stop-loss')?.stop ?? null,
    takeProfit: queue.guardOf(trade, 'take-profit')?.limit ?? null,
  };
}
