import type { TradeColumns } from '../core/trade-columns.ts';
import type { BarClock } from './bar-clock.ts';
import type { Commission } from './commission.ts';
import type { Contracts } from './contracts.ts';
import { HeldRange } from './held-range.ts';
import { OpenTrade } from './open-trade.ts';
import { MutableTradeEnd, TradeLog } from './trade-log.ts';

/** What a portfolio is set up with. */
export interface PortfolioTerms {
  readonly cash: number;
  readonly seriesCount: number;
  readonly commission: Commission;
  readonly contracts: Contracts;
  /** Times the equity that may be held: 1 / margin. */
  readonly leverage: number;
  /** Smallest tradable step in units. */
  readonly lotSize: number;
  /** Entry commission of a closed part: computed anew for its size, or else its share of what was paid. */
  readonly restatesEntryCommission: boolean;
}

/**
 * Money and trades of a run. `settled` is cash as if every open trade had been given back at its entry price: equity is
 * settled + sum of size * (price - entry) * multiplier. Closing is first in, first out.
 */
export class Portfolio {
  readonly open: OpenTrade[] = [];
  /** Highs and lows that the open trades of each series see. */
  readonly ranges: readonly HeldRange[];
  settled = Number.NaN;
  readonly #log = new TradeLog();
  readonly #moment: BarClock;
  /** How the trade ended that was closed last: written anew for each. */
  readonly #end = new MutableTradeEnd();
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
    let profit = 0;
    const { open } = this;
    for (let i = 0; i < open.length; i++) {
      const trade = open[i]!;
      profit += trade.size * (marks[trade.series]! - trade.entryPrice) * trade.multiplier;
    }
    return this.settled + profit;
  }

  /** Money bound by open trades: sum of |size| * price * multiplier / leverage, or of |size| * initial margin. */
  committed(marks: Float64Array): number {
    let committed = 0;
    for (const { series, size } of this.open) committed += this.bound(series, size, marks[series]!);
    return committed;
  }

  /** Money that `size` units of a series bind at a price. */
  bound(series: number, size: number, price: number): number {
    const { contracts, leverage } = this.#terms;
    const fixed = contracts.initialMargin[series]!;
    if (!Number.isNaN(fixed)) return Math.abs(size) * fixed;
    return Math.abs(size * price * contracts.multiplier[series]!) / leverage;
  }

  /** Money for new trades: equity less what open trades bind, never below 0. */
  available(marks: Float64Array): number {
    return Math.max(0, this.equity(marks) - this.committed(marks));
  }

  /**
   * Cash on the account with each series at its price in `marks`: entries of longs paid, entries of shorts received. Units with a margin of
   * their own are not paid for; their profit so far is in the cash.
   */
  cash(marks: Float64Array): number {
    const { initialMargin } = this.#terms.contracts;
    let cash = this.settled;
    for (const { series, size, entryPrice, multiplier } of this.open) {
      if (Number.isNaN(initialMargin[series]!)) cash -= size * entryPrice * multiplier;
      else cash += size * (marks[series]! - entryPrice) * multiplier;
    }
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

  /**
   * What is left of `held` units when `units` of them go, both unsigned. Lots such as 0.01 are no binary fractions: what their difference
   * is off a whole lot by, or off nothing, is no position.
   */
  left(held: number, units: number): number {
    const { lotSize } = this.#terms;
    const left = held - units;
    if (left <= 1e-12 * held) return 0;
    if (lotSize === 1) return left;
    const lots = Math.round(left / lotSize) * lotSize;
    return Math.abs(left - lots) <= 1e-6 * lotSize + 1e-15 * held ? lots : left;
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
    const multiplier = this.#terms.contracts.multiplier[series]!;
    const entryCommission = this.#terms.commission(size, price * multiplier, maker);
    const id = this.#entered++;
    const commission = entryCommission;
    const trade = new OpenTrade({
      id,
      series,
      size,
      multiplier,
      bar,
      time,
      price,
      reason,
      order,
      commission,
    });
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
    const { series, multiplier } = trade;
    const left = this.left(Math.abs(trade.size), units);
    const whole = left === 0;
    const size = whole ? trade.size : Math.sign(trade.size) * units;
    const exitCommission = this.#terms.commission(size, price * multiplier, maker);
    this.settled += size * (price - trade.entryPrice) * multiplier - exitCommission;
    const entryCommission = this.#entryCommission(trade, size);
    trade.entryCommission -= entryCommission;
    const range = this.ranges[series]!;
    range.advance(this.open, series, range.row);
    range.visit(trade, price);
    const { bar, time } = this.#moment;
    const commission = exitCommission + entryCommission;
    const end = this.#end;
    end.size = size;
    end.price = price;
    end.commission = commission;
    end.bar = bar;
    end.time = time;
    end.order = order;
    end.reason = reason;
    end.hasRange = range.isKnown;
    this.#log.close(trade, end);
    if (whole) this.#remove(trade);
    else trade.size = Math.sign(trade.size) * left;
    return exitCommission;
  }

  #remove(trade: OpenTrade): void {
    const { open } = this;
    if (open[open.length - 1] === trade) open.pop();
    else open.splice(open.indexOf(trade), 1);
  }

  /** Closed trades in order of exit, then the open ones marked at `marks`, in the bar of `clock`. */
  trades(marks: Float64Array, clock: BarClock): TradeColumns {
    const { bar, time } = clock;
    const end = this.#end;
    return this.#log.columns(this.open, (trade) => {
      end.size = trade.size;
      end.price = marks[trade.series]!;
      end.commission = this.#entryCommission(trade, trade.size);
      end.bar = bar;
      end.time = time;
      end.order = Number.NaN;
      end.reason = '';
      end.hasRange = this.ranges[trade.series]!.isKnown;
      return end;
    });
  }

  #entryCommission(trade: OpenTrade, size: number): number {
    if (this.#terms.restatesEntryCommission) {
      return this.#terms.commission(size, trade.entryPrice * trade.multiplier, false);
    }
    return size === trade.size ? trade.entryCommission : trade.entryCommission * (size / trade.size);
  }
}
