import type { OrderRequest } from '../core/order.ts';
import type { BarClock } from './bar-clock.ts';
import type { OrderBook } from './order-book.ts';
import type { Portfolio } from './portfolio.ts';

/** What executes orders works on. */
export interface ExecutionParts {
  readonly book: OrderBook;
  readonly portfolio: Portfolio;
  readonly clock: BarClock;
  /** Bar to which fills are booked. */
  readonly moment: BarClock;
  /** Price of each series at the last close. */
  readonly marks: Float64Array;
  /** Takes an order that another one triggers at `price`. */
  readonly submit: (request: OrderRequest, activeFrom: number, price: number) => void;
}
