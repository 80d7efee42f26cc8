import { BacktabError } from '../core/error.ts';
import type { OrderRecord, OrderRequest, OrderSize } from '../core/order.ts';
import type { SeriesInfo } from '../core/series.ts';
import { barCloseTime } from '../core/timeframe.ts';
import type { BarClock } from './bar-clock.ts';
import type { Broker } from './broker.ts';
import { Position } from './position.ts';
import type { PriceHistory } from './price-history.ts';
import type { PriceWindow } from './price-window.ts';

/** What a strategy can see and do at the close of a bar. `series` counts the run's series from 0. */
export class TradingContext {
  readonly #broker: Broker;
  readonly #clock: BarClock;
  readonly #histories: readonly PriceHistory[];
  readonly #series: readonly SeriesInfo[];
  readonly #positions: readonly Position[];

  constructor(
    broker: Broker,
    clock: BarClock,
    histories: readonly PriceHistory[],
    series: readonly SeriesInfo[],
  ) {
    this.#broker = broker;
    this.#clock = clock;
    this.#histories = histories;
    this.#series = series;
    this.#positions = series.map((_, index) => new Position(broker, index));
  }

  /** The bar that has just closed, counted from the first bar of the run. */
  get bar(): number {
    return this.#clock.bar;
  }

  /** Open time of that bar, epoch ms UTC. */
  get barTime(): number {
    return this.#clock.time;
  }

  /** The moment of this decision, epoch ms UTC: that bar's close. */
  getDatetime(): number {
    return barCloseTime(this.#clock.time, this.#series[0]!.timeframe);
  }

  /** Cash + positions at the last close, in money. */
  get portfolioValue(): number {
    return this.#broker.portfolio.equity(this.#broker.marks);
  }

  /** Cash on the account, in money; proceeds of short sales included. */
  get cash(): number {
    return this.#broker.portfolio.cash;
  }

  /** Number of orders that wait for their execution. */
  get pendingOrders(): number {
    return this.#broker.pending;
  }

  /** Close of the last closed bar. */
  getLastPrice(series = 0): number {
    this.#check(series);
    return this.#broker.marks[series]!;
  }

  /**
   * The last `length` CLOSED bars, oldest first, without the latest `timeshift`; fewer when the series does not have as many.
   * @throws BacktabError `bad-argument` for a negative shift, a length below 1, or more than `keepHistory` declares.
   */
  getHistoricalPrices(series: number, length: number, timeshift = 0): PriceWindow {
    this.#check(series);
    return this.#histories[series]!.window(length, timeshift);
  }

  /** The position of a series; always the same object, never null. */
  getPosition(series = 0): Position {
    this.#check(series);
    return this.#positions[series]!;
  }

  /** Orders that wait for their execution, first to execute first. */
  getOrders(): OrderRecord[] {
    return this.#broker.pendingIds().map((id) => this.#broker.orders.record(id));
  }

  /** A market order; without a size, for all available equity. Nothing happens before it is submitted. */
  createOrder(
    side: 'buy' | 'sell',
    size?: OrderSize,
    options: { readonly series?: number; readonly tag?: string } = {},
  ): OrderRequest {
    return { type: 'market', side, ...size, ...options };
  }

  /** Sends an order, which executes from the next bar on. Returns its id. */
  submitOrder(order: OrderRequest): number {
    return this.#broker.submit(order);
  }

  /** Cancels a pending order; false when it is no longer pending. */
  cancelOrder(id: number): boolean {
    return this.#broker.cancel(id);
  }

  /** Closes all that is held of a series, in the next bar and before any other order. */
  closePosition(series = 0): void {
    this.#check(series);
    this.#broker.closePosition(series);
  }

  #check(series: number): void {
    if (series >= 0 && series < this.#series.length && Number.isInteger(series)) return;
    throw new BacktabError(
      'bad-argument',
      `\`series\` must be the index of a series of the run (0 to ${this.#series.length - 1}), got ${String(series)}`,
    );
  }
}
