import type { ExecutionTerms } from './execution-terms.ts';
import type { ExecutingBar } from './fill-profiles/fill-rules.ts';
import type { PendingOrder } from './order-queue.ts';
import type { OrderSizing } from './order-sizing.ts';
import { slipped, spreadPrice, volumeShare } from './price-adjustment.ts';
import { onTick } from './price-tick.ts';

/** What an order pays beside what its rule says: slippage, rounded to the tick. */
export class OrderPricing {
  readonly #terms: Pick<ExecutionTerms, 'slippage' | 'spread' | 'contracts'>;
  readonly #sizing: OrderSizing;

  constructor(terms: Pick<ExecutionTerms, 'slippage' | 'spread' | 'contracts'>, sizing: OrderSizing) {
    this.#terms = terms;
    this.#sizing = sizing;
  }

  /** Price of an order that is due at `due`; limit orders (`maker`) do not slip. */
  paid(order: PendingOrder, due: number, maker: boolean, bar: ExecutingBar): number {
    const { slippage, contracts } = this.#terms;
    const share = slippage?.type === 'volume-share' && !maker ? this.#volumeShare(order, due, bar) : 1;
    const tick = contracts.tickSize[order.series]!;
    return onTick(maker ? due : slipped(due, order.side, slippage, share), tick, order.side > 0);
  }

  /** Part of the bar's volume that an order asks for; one that is sized by money counts with its size at the price without impact. */
  #volumeShare(order: PendingOrder, price: number, bar: ExecutingBar): number {
    const held = order.trade === null ? null : Math.abs(order.trade.size);
    const { quantity } = order;
    if (held !== null || quantity !== null) {
      return volumeShare(
        Math.min(quantity ?? Number.POSITIVE_INFINITY, held ?? Number.POSITIVE_INFINITY),
        bar.volume,
      );
    }
    const terms = this.#sizing.size(order, price, spreadPrice(price, order.side, this.#terms.spread), false);
    return typeof terms === 'string' ? 0 : volumeShare(terms.units, bar.volume);
  }
}
