import type { OrderRequest, OrderType, Side, TimeInForce } from '../core/order.ts';
import type { OpenTrade } from './open-trade.ts';

/** What a pending order is there for: to trade, to close a trade at the market, or to guard a trade. */
export type OrderRole = 'trade' | 'close' | 'stop-loss' | 'take-profit';

const NONE: readonly OrderRequest[] = [];

const SPECIAL_TYPES: ReadonlySet<OrderType> = new Set([
  'market-on-open',
  'market-on-close',
  'market-if-touched',
  'limit-if-touched',
]);

/**
 * An order that waits for its execution. NaN stands for a price that it does not have. A class with every field from the start: all orders
 * have one shape, which keeps the loop over them fast.
 */
export class PendingOrder {
  /** Row on the record; -1 before it is there. */
  id = -1;
  series = 0;
  side: Side = 1;
  type: OrderType = 'market';
  role: OrderRole = 'trade';
  reason = '';
  /** Units, or null for a fraction or all of a trade. */
  quantity: number | null = null;
  /** Fraction of available equity, or null. */
  fraction: number | null = null;
  limit = Number.NaN;
  /** Stop price, or touch price of an if-touched order; NaN once it was reached. */
  stop = Number.NaN;
  trailAmount = Number.NaN;
  trailPercent = Number.NaN;
  stopLoss = Number.NaN;
  takeProfit = Number.NaN;
  reduceOnly = false;
  timeInForce: TimeInForce = 'GTC';
  /** Epoch ms UTC; infinite unless good till a date. */
  goodTill = Number.POSITIVE_INFINITY;
  /** UTC day of the first bar it met; NaN before. */
  day = Number.NaN;
  /** Of a type that no fill profile prices: on open, on close, if touched. */
  special = false;
  /** First bar that may execute it. */
  activeFrom = 0;
  /** It executes in bars that open at or after this moment (epoch ms UTC); NaN in a run on one series. */
  notBefore = Number.NaN;
  /** Cut to what the account can pay for when it fills. */
  fits = false;
  /** Units, signed, that it has traded while more are to come, and the money they make up. */
  done = Number.NaN;
  paid = Number.NaN;
  /** Orders of one group cancel each other; 0 for none. */
  group = 0;
  /** False once it is filled or refused. */
  pending = true;
  /** Orders that are submitted when it fills. */
  next = NONE;
  /** Set for an order that closes that trade and nothing else. */
  trade: OpenTrade | null = null;

  /** Makes it a new order without prices and without a size. */
  begin(series: number, side: Side, type: OrderType, role: OrderRole, reason: string): void {
    this.id = -1;
    this.series = series;
    this.side = side;
    this.type = type;
    this.role = role;
    this.reason = reason;
    this.quantity = null;
    this.fraction = null;
    this.limit = Number.NaN;
    this.stop = Number.NaN;
    this.trailAmount = Number.NaN;
    this.trailPercent = Number.NaN;
    this.stopLoss = Number.NaN;
    this.takeProfit = Number.NaN;
    this.reduceOnly = false;
    this.timeInForce = 'GTC';
    this.goodTill = Number.POSITIVE_INFINITY;
    this.day = Number.NaN;
    this.special = type !== 'market' && SPECIAL_TYPES.has(type);
    this.activeFrom = 0;
    this.notBefore = Number.NaN;
    this.fits = false;
    this.done = 0;
    this.paid = 0;
    this.group = 0;
    this.pending = true;
    this.next = NONE;
    this.trade = null;
  }
}

/** Most orders that a pool keeps for later. */
const POOLED = 256;

/**
 * Orders that are over and serve again as new ones. What is over stays untouched until {@link recycle}: whoever works through a list of orders
 * may still look at it.
 */
export class OrderPool {
  readonly #free: PendingOrder[] = [];
  readonly #over: PendingOrder[] = [];
  #freed = 0;
  #ended = 0;

  /** A new order without prices and without a size. */
  take(series: number, side: Side, type: OrderType, role: OrderRole, reason: string): PendingOrder {
    const order = this.#freed > 0 ? this.#free[--this.#freed]! : new PendingOrder();
    order.begin(series, side, type, role, reason);
    return order;
  }

  /** An order is over: filled or refused. */
  end(order: PendingOrder): void {
    if (this.#ended < POOLED) this.#over[this.#ended++] = order;
  }

  /** What is over may serve again: nobody works through a list of orders at this moment. */
  recycle(): void {
    while (this.#ended > 0 && this.#freed < POOLED) this.#free[this.#freed++] = this.#over[--this.#ended]!;
    this.#ended = 0;
  }
}

/** True for the stop-loss and the take-profit of a trade. */
export function isContingent(order: PendingOrder): boolean {
  return order.role === 'stop-loss' || order.role === 'take-profit';
}

const VACANT = new PendingOrder();

/** Prices between which pending orders rest; infinite where nothing waits. */
export interface RestingBounds {
  lower: number;
  upper: number;
}

/** Pending orders in the order of their execution: normal ones appended, closing ones in front. */
export class OrderQueue {
  /** An array that never shrinks: one that falls empty and fills again would be allocated anew each time. */
  readonly #orders: PendingOrder[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The order when there is one and no other. */
  get only(): PendingOrder | null {
    return this.#length === 1 ? this.#orders[0]! : null;
  }

  append(order: PendingOrder): void {
    this.#orders[this.#length++] = order;
  }

  pushFront(order: PendingOrder): void {
    for (let place = this.#length++; place > 0; place--) this.#orders[place] = this.#orders[place - 1]!;
    this.#orders[0] = order;
  }

  find(id: number): PendingOrder | undefined {
    return this.snapshot().find((order) => order.id === id);
  }

  /** The stop-loss or take-profit of a trade. */
  guardOf(trade: OpenTrade, role: OrderRole): PendingOrder | undefined {
    for (let place = 0; place < this.#length; place++) {
      const order = this.#orders[place]!;
      if (order.trade === trade && order.role === role) return order;
    }
    return undefined;
  }

  remove(order: PendingOrder): void {
    let place = 0;
    while (place < this.#length && this.#orders[place] !== order) place++;
    if (place === this.#length) return;
    this.#length--;
    for (; place < this.#length; place++) this.#orders[place] = this.#orders[place + 1]!;
    this.#orders[place] = VACANT;
  }

  /**
   * Writes into `bounds` between which prices no order executes and none ends: not in a bar whose low is above `lower` and whose high is below
   * `upper`. False when some order may execute in any bar.
   */
  findBounds(bounds: RestingBounds): boolean {
    bounds.lower = Number.NEGATIVE_INFINITY;
    bounds.upper = Number.POSITIVE_INFINITY;
    for (let place = 0; place < this.#length; place++) {
      const { type, timeInForce, side, stop, limit } = this.#orders[place]!;
      if ((type !== 'stop' && type !== 'limit' && type !== 'stop-limit') || timeInForce !== 'GTC')
        return false;
      const stops = !Number.isNaN(stop);
      const price = stops ? stop : limit;
      if (Number.isNaN(price)) return false;
      if (stops === side > 0) bounds.upper = Math.min(bounds.upper, price);
      else bounds.lower = Math.max(bounds.lower, price);
    }
    return true;
  }

  /** The orders as they stand now: the queue may change while the snapshot is worked through. */
  snapshot(): readonly PendingOrder[] {
    return this.#orders.slice(0, this.#length);
  }
}
