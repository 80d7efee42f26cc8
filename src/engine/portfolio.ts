import type { TradeColumns } from '../core/trade-columns.ts';
import type { BarClock } from './bar-clock.ts';
import type { Commission } from './commission.ts';
import { HeldRange } from './held-range.ts';
import { TradeLog } from './trade-log.ts';

/** A trade that is not closed yet. `size` is signed and shrinks when a part is closed. */
export interface OpenTrade {
  readonly id: number;
  readonly series: number;
  size: number;
  readonly entryBar: number;
  readonly entryTime: number;
  readonly entryPrice: number;
  readonly entryReason: string;
  /** Order that opened it. */
  readonly entryOrder: number;
  /** Distance of the stop-loss that it was entered with, in price units; NaN without one. */
  risk: number;
  /** Highest and lowest price since its entry, as far as {@link HeldRange} has shown them. */
  highest: number;
  lowest: number;
  /** What was paid at entry for the units that are still open. */
  entryCommission: number;
}

/** What a portfolio is set up with. */
export interface PortfolioTerms {
  readonly cash: number;
  readonly seriesCount: number;
  readonly commission: Commission;
  /** Times the equity that may be held: 1 / margin. */
  readonly leverage: number;
  /** Entry commission of a closed part: computed anew for its size, or else its share of what was paid. */
  readonly restatesEntryCommission: boolean;
}

/**
 * Money and trades of a run. `settled` is cash as if every open trade had been given back at its entry price: equity is
 * settled + sum of size * (price - entry). Closing is first in, first out.
 */
export class Portfolio {
  readonly open: OpenTrade[] = [];
  /** Highs and lows that the open trades of each series see. */
  readonly ranges: readonly HeldRange[];
  settled: number;
  readonly #log = new TradeLog();
  readonly #moment: BarClock;
  readonly #terms: PortfolioTerms;
  #entered = 0;

  /** `moment` is the bar to which entries and exits are booked. */
  constructor(terms: PortfolioTerms, moment: BarClock) {
    this.settled = terms.cash;
    this.ranges = Array.from({ length: terms.seriesCount }, () => new HeldRange());
    this.#terms = terms;
    this.#moment = moment;
  }

  /** Cash + positions in money, with each series at its price in `marks`. */
  equity(marks: Float64Array): number {
    let equity = this.settled;
    const { open } = this;
    for (let i = 0; i < open.length; i++) {
      const trade = open[i]!;
      equity += trade.size * (marks[trade.series]! - trade.entryPrice);
    }
    return equity;
  }

  /** Money bound by open trades: sum of |size| * price / leverage. */
  committed(marks: Float64Array): number {
    let committed = 0;
    for (const trade of this.open) {
      committed += Math.abs(trade.size * marks[trade.series]!) / this.#terms.leverage;
    }
    return committed;
  }

  /** Money for new trades: equity less what open trades bind, never below 0. */
  available(marks: Float64Array): number {
    return Math.max(0, this.equity(marks) - this.committed(marks));
  }

  /** Cash on the account: entries of longs paid, entries of shorts received. */
  get cash(): number {
    let cash = this.settled;
    for (const trade of this.open) cash -= trade.size * trade.entryPrice;
    return cash;
  }

  /** Units held of a series, signed. */
  sizeOf(series: number): number {
    let size = 0;
    for (let i = 0; i < this.open.length; i++) {
      const trade = this.open[i]!;
      if (trade.series === series) size += trade.size;
    }
    return size;
  }

  /** Units of a series held against `side`, unsigned: what an order of that side would close first. */
  opposing(series: number, side: number): number {
    let size = 0;
    for (const trade of this.open)
      if (trade.series === series && trade.size * side < 0) size += Math.abs(trade.size);
    return size;
  }

  /** Opens a trade at the current moment, by an order, and pays its entry commission. */
  enter(
    series: number,
    size: number,
    price: number,
    reason: string,
    maker: boolean,
    order: number,
  ): OpenTrade {
    const { bar, time } = this.#moment;
    const range = this.ranges[series]!;
    range.advance(this.open, series, range.row);
    const entryCommission = this.#terms.commission(size, price, maker);
    const trade: OpenTrade = {
      id: this.#entered++,
      series,
      size,
      entryBar: bar,
      entryTime: time,
      entryPrice: price,
      entryReason: reason,
      entryOrder: order,
      risk: Number.NaN,
      highest: price,
      lowest: price,
      entryCommission,
    };
    this.open.push(trade);
    this.settled -= entryCommission;
    return trade;
  }

  /** Closes `units` (unsigned, at most the trade's) of a trade at the current moment, by an order. Returns the exit commission. */
  exit(
    trade: OpenTrade,
    units: number,
    price: number,
    reason: string,
    maker: boolean,
    order: number,
  ): number {
    const { series } = trade;
    const whole = units >= Math.abs(trade.size);
    const size = whole ? trade.size : Math.sign(trade.size) * units;
    const exitCommission = this.#terms.commission(size, price, maker);
    this.settled += size * (price - trade.entryPrice) - exitCommission;
    const entryCommission = this.#entryCommission(trade, size);
    trade.entryCommission -= entryCommission;
    const range = this.ranges[series]!;
    range.advance(this.open, series, range.row);
    range.visit(trade, price);
    const { bar, time } = this.#moment;
    const commission = exitCommission + entryCommission;
    this.#log.close(trade, { size, price, commission, bar, time, order, reason, hasRange: range.isKnown });
    if (whole) this.open.splice(this.open.indexOf(trade), 1);
    else trade.size -= size;
    return exitCommission;
  }

  /** Closed trades in order of exit, then the open ones marked at `marks`, in the bar of `clock`. */
  trades(marks: Float64Array, clock: BarClock): TradeColumns {
    const { bar, time } = clock;
    return this.#log.columns(this.open, (trade) => ({
      size: trade.size,
      price: marks[trade.series]!,
      commission: this.#entryCommission(trade, trade.size),
      bar,
      time,
      order: Number.NaN,
      reason: '',
      hasRange: this.ranges[trade.series]!.isKnown,
    }));
  }

  #entryCommission(trade: OpenTrade, size: number): number {
    if (this.#terms.restatesEntryCommission) return this.#terms.commission(size, trade.entryPrice, false);
    return size === trade.size ? trade.entryCommission : trade.entryCommission * (size / trade.size);
  }
}
