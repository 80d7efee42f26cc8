import { BacktabError } from '../core/error.ts';
import type { OrderRecord, OrderRequest, OrderSize } from '../core/order.ts';
import { type SeriesName, seriesName } from '../core/series.ts';
import { barCloseTime } from '../core/timeframe.ts';
import type { BarClock } from './bar-clock.ts';
import type { Broker } from './broker.ts';
import type { OpenTrade } from './open-trade.ts';
import { type OpenTradeView, viewOf } from './open-trade-view.ts';
import type { OrderChanges } from './order-changes.ts';
import { Position } from './position.ts';
import type { PriceHistory } from './price-history.ts';
import type { PriceWindow } from './price-window.ts';
import { type RebalanceOptions, Rebalancing } from './rebalancing.ts';
import type { Revealing } from './revealing.ts';

/** What a context is made of. */
interface ContextParts {
  readonly broker: Broker;
  readonly clock: BarClock;
  readonly histories: readonly PriceHistory[];
  readonly rebalancing: Rebalancing;
}

/** What a strategy can see and do at the close of a bar. `series` counts the run's series from 0. */
export class TradingContext {
  readonly #parts: ContextParts;
  readonly #late: Revealing | null;
  readonly #positions: readonly Position[];
  /** The series of the run, the main one first. */
  readonly series: readonly SeriesName[];

  /** `late` has to reveal the current bar before anything is read; null where everything is up to date when the strategy is called. */
  constructor(
    broker: Broker,
    clock: BarClock,
    histories: readonly PriceHistory[],
    series: readonly SeriesName[],
    late: Revealing | null,
  ) {
    this.#parts = { broker, clock, histories, rebalancing: new Rebalancing(broker) };
    this.#late = late;
    this.series = series.map(seriesName);
    this.#positions = series.map((_, index) => new Position(broker, index, late));
  }

  /** All that a method may read, as it stands at the current bar. */
  get #run(): ContextParts {
    if (this.#late !== null) this.#late.reveal();
    return this.#parts;
  }

  /** The bar that has just closed, counted from the first bar of the run. */
  get bar(): number {
    return this.#run.clock.bar;
  }

  /** Open time of that bar, epoch ms UTC. */
  get barTime(): number {
    return this.#run.clock.time;
  }

  /** The moment of this decision, epoch ms UTC: that bar's close. */
  getDatetime(): number {
    const { time, close } = this.#run.clock;
    return Number.isNaN(close) ? barCloseTime(time, this.series[0]!.timeframe) : close;
  }

  /** Cash + positions at the last close, in money. */
  get portfolioValue(): number {
    const { portfolio, marks } = this.#run.broker;
    return portfolio.equity(marks);
  }

  /** Cash on the account, in money: proceeds of short sales included, units with a margin of their own not paid for. */
  get cash(): number {
    const { portfolio, marks } = this.#run.broker;
    return portfolio.cash(marks);
  }

  /** Number of orders that wait for their execution. */
  get pendingOrders(): number {
    return this.#run.broker.pending;
  }

  /** Close of the last closed bar; NaN before the first one of a series. */
  getLastPrice(series = 0): number {
    this.#check(series);
    return this.#run.broker.marks[series]!;
  }

  /**
   * The last `length` CLOSED bars, oldest first, without the latest `timeshift`; fewer when the series does not have as many.
   * @throws BacktabError `bad-argument` for a negative shift, a length below 1, or more than `keepHistory` declares.
   */
  getHistoricalPrices(series: number, length: number, timeshift = 0): PriceWindow {
    this.#check(series);
    return this.#run.histories[series]!.window(length, timeshift);
  }

  /** The position of a series; always the same object, never null. */
  getPosition(series = 0): Position {
    this.#check(series);
    return this.#positions[series]!;
  }

  /** Orders that wait for their execution, first to execute first. */
  getOrders(): OrderRecord[] {
    const { queue, orders } = this.#run.broker.book;
    return queue.snapshot().map((order) => orders.record(order.id));
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
    return this.#run.broker.submit(order);
  }

  /** Cancels a pending order; false when it is no longer pending. */
  cancelOrder(id: number): boolean {
    return this.#run.broker.cancel(id);
  }

  /** Cancels every pending order, stop-losses and take-profits included. */
  cancelOrders(): void {
    for (const order of this.#run.broker.book.queue.snapshot()) this.#run.broker.cancel(order.id);
  }

  /** Sends orders of which the one that fills first cancels the others (OCO). Returns their ids. */
  submitOneCancelsOther(orders: readonly OrderRequest[]): number[] {
    return this.#run.broker.submitGroup(orders);
  }

  /**
   * Changes prices or quantity of a pending order, which keeps its place in the queue; false when it is no longer pending.
   * @throws BacktabError `bad-argument` naming a field that the order does not have or that is not positive.
   */
  modifyOrder(id: number, changes: OrderChanges): boolean {
    return this.#run.broker.modify(id, changes);
  }

  /** Closes all that is held of a series, or a `portion` (0, 1] of each trade, in the next bar and before any other order. */
  closePosition(series = 0, portion = 1): void {
    this.#check(series);
    this.#run.broker.closePosition(series, portion);
  }

  /**
   * Sends market orders that bring each series to its share of the equity: `weights[series]`, 0.25 = 25%, negative = short; null leaves a
   * series as it is, and so do a missing weight and a series without a price yet. Units are whole lots towards zero at the last closes.
   * All that reduces comes first, then all that opens, cut to what the account can pay for when it fills. A share less than
   * `tolerance` percent points away is left, but for a weight of 0. What is still pending of an earlier call is cancelled. Returns the
   * ids of the orders.
   * @throws BacktabError `bad-argument` for more weights than series, one that is no number, or shares above what may be held in all.
   */
  rebalance(weights: readonly (number | null)[], options: RebalanceOptions = {}): number[] {
    return this.#run.rebalancing.rebalance(weights, options);
  }

  /** {@link rebalance} of one series; the others stay as they are. */
  setTargetWeight(series: number, weight: number, options: RebalanceOptions = {}): number[] {
    this.#check(series);
    return this.#run.rebalancing.rebalance(
      this.series.map((_, index) => (index === series ? weight : null)),
      options,
    );
  }

  /** The open trades of a series, oldest first, as they stand now. */
  getOpenTrades(series = 0): OpenTradeView[] {
    this.#check(series);
    return this.#run.broker.portfolio.open
      .filter((trade) => trade.series === series)
      .map((trade) => viewOf(trade, this.#run.broker.book.queue));
  }

  /** Closes an open trade, or a `portion` (0, 1] of it: at least one lot, halves rounded to the even lot. False when it is closed already. */
  closeTrade(id: number, portion = 1): boolean {
    const trade = this.#trade(id);
    if (trade) this.#run.broker.closeTrade(trade, portion);
    return trade !== undefined;
  }

  /** Sets the stop-loss of an open trade in place of the one before; null removes it. False when the trade is closed already. */
  setStopLoss(id: number, price: number | null): boolean {
    const trade = this.#trade(id);
    if (trade) this.#run.broker.guard(trade, 'stop-loss', price);
    return trade !== undefined;
  }

  /** Sets the take-profit of an open trade in place of the one before; null removes it. False when the trade is closed already. */
  setTakeProfit(id: number, price: number | null): boolean {
    const trade = this.#trade(id);
    if (trade) this.#run.broker.guard(trade, 'take-profit', price);
    return trade !== undefined;
  }

  #trade(id: number): OpenTrade | undefined {
    return this.#run.broker.portfolio.open.find((trade) => trade.id === id);
  }

  #check(series: number): void {
    if (series >= 0 && series < this.series.length && Number.isInteger(series)) return;
    throw new BacktabError(
      'bad-argument',
      `\`series\` must be the index of a series of the run (0 to ${this.series.length - 1}), got ${String(series)}`,
    );
  }
}
