import type { Trade } from '../core/trade.ts';
import type { BarClock } from './bar-clock.ts';
import type { Commission } from './commission.ts';

/** A trade that is not closed yet. `size` is signed and shrinks when a part is closed; a split changes size and entry price. */
export interface OpenTrade {
  readonly id: number;
  readonly series: number;
  size: number;
  readonly entryBar: number;
  readonly entryTime: number;
  entryPrice: number;
  readonly entryReason: string;
  /** What was paid at entry for the units that are still open. */
  entryCommission: number;
}

/** What a portfolio is set up with. */
export interface PortfolioTerms {
  readonly cash: number;
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
  readonly closed: Trade[] = [];
  settled: number;
  readonly #moment: BarClock;
  readonly #terms: PortfolioTerms;
  #entered = 0;

  /** `moment` is the bar to which entries and exits are booked. */
  constructor(terms: PortfolioTerms, moment: BarClock) {
    this.settled = terms.cash;
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

  /** Opens a trade at the current moment and pays its entry commission. */
  enter(series: number, size: number, price: number, reason: string, maker: boolean): OpenTrade {
    const { bar, time } = this.#moment;
    const entryCommission = this.#terms.commission(size, price, maker);
    const trade: OpenTrade = {
      id: this.#entered++,
      series,
      size,
      entryBar: bar,
      entryTime: time,
      entryPrice: price,
      entryReason: reason,
      entryCommission,
    };
    this.open.push(trade);
    this.settled -= entryCommission;
    return trade;
  }

  /** Closes `units` (unsigned, at most the trade's) of a trade at the current moment. Returns the exit commission. */
  exit(trade: OpenTrade, units: number, price: number, reason: string, maker: boolean): number {
    const whole = units >= Math.abs(trade.size);
    const size = whole ? trade.size : Math.sign(trade.size) * units;
    const exitCommission = this.#terms.commission(size, price, maker);
    this.settled += size * (price - trade.entryPrice) - exitCommission;
    const entryCommission = this.#entryCommission(trade, size);
    trade.entryCommission -= entryCommission;
    this.closed.push(this.#record(trade, size, price, exitCommission + entryCommission, reason));
    if (whole) this.open.splice(this.open.indexOf(trade), 1);
    else trade.size -= size;
    return exitCommission;
  }

  /** Closed trades in order of exit, then the open ones marked at `marks`. */
  trades(marks: Float64Array): Trade[] {
    const open = this.open.map((trade) => {
      const commission = this.#entryCommission(trade, trade.size);
      return this.#record(trade, trade.size, marks[trade.series]!, commission, null);
    });
    return [...this.closed, ...open];
  }

  #entryCommission(trade: OpenTrade, size: number): number {
    if (this.#terms.restatesEntryCommission) return this.#terms.commission(size, trade.entryPrice, false);
    return size === trade.size ? trade.entryCommission : trade.entryCommission * (size / trade.size);
  }

  #record(
    trade: OpenTrade,
    size: number,
    price: number,
    commission: number,
    exitReason: string | null,
  ): Trade {
    const closed = exitReason !== null;
    return {
      series: trade.series,
      size,
      entryBar: trade.entryBar,
      exitBar: closed ? this.#moment.bar : null,
      entryTime: trade.entryTime,
      exitTime: closed ? this.#moment.time : null,
      entryPrice: trade.entryPrice,
      exitPrice: price,
      commission,
      pnl: size * (price - trade.entryPrice) - commission,
      returnRatio:
        Math.sign(size) * (price / trade.entryPrice - 1) - commission / (Math.abs(size) * trade.entryPrice),
      open: !closed,
      entryReason: trade.entryReason,
      exitReason: exitReason ?? '',
    };
  }
}
