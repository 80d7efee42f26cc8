import type { Trade } from '../core/trade.ts';
import type { BarClock } from './bar-clock.ts';
import type { Commission } from './commission.ts';

/** A trade that is not closed yet. `size` is signed and shrinks when a part is closed. */
export interface OpenTrade {
  readonly series: number;
  size: number;
  readonly entryBar: number;
  readonly entryTime: number;
  readonly entryPrice: number;
  readonly entryReason: string;
}

/**
 * Money and trades of a run. `settled` is cash as if every open trade had been given back at its entry price: equity is
 * settled + sum of size * (price - entry). Closing is first in, first out.
 */
export class Portfolio {
  readonly open: OpenTrade[] = [];
  readonly closed: Trade[] = [];
  settled: number;
  readonly #clock: BarClock;
  readonly #commission: Commission;

  constructor(cash: number, commission: Commission, clock: BarClock) {
    this.settled = cash;
    this.#commission = commission;
    this.#clock = clock;
  }

  /** Cash + positions in money, with each series at its price in `marks`. */
  equity(marks: Float64Array): number {
    let equity = this.settled;
    for (let i = 0; i < this.open.length; i++) {
      const trade = this.open[i]!;
      equity += trade.size * (marks[trade.series]! - trade.entryPrice);
    }
    return equity;
  }

  /** Money bound by open trades at full margin: sum of |size| * price. */
  committed(marks: Float64Array): number {
    let committed = 0;
    for (const trade of this.open) committed += Math.abs(trade.size) * marks[trade.series]!;
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

  /** Opens a trade in the current bar and pays its entry commission, which is returned. */
  enter(series: number, size: number, price: number, reason: string): number {
    const { bar, time } = this.#clock;
    this.open.push({ series, size, entryBar: bar, entryTime: time, entryPrice: price, entryReason: reason });
    const commission = this.#commission(size, price);
    this.settled -= commission;
    return commission;
  }

  /** Closes `units` (unsigned, at most the trade's) of a trade in the current bar. Returns the exit commission. */
  exit(trade: OpenTrade, units: number, price: number, reason: string): number {
    const size = units < Math.abs(trade.size) ? Math.sign(trade.size) * units : trade.size;
    const exitCommission = this.#commission(size, price);
    const profit = size * (price - trade.entryPrice);
    this.settled += profit - exitCommission;
    const commission = exitCommission + this.#commission(size, trade.entryPrice);
    this.closed.push(this.#record(trade, size, price, commission, reason));
    if (size === trade.size) this.open.splice(this.open.indexOf(trade), 1);
    else trade.size -= size;
    return exitCommission;
  }

  /** Closed trades in order of exit, then the open ones marked at `marks`. */
  trades(marks: Float64Array): Trade[] {
    const open = this.open.map((trade) => {
      const price = marks[trade.series]!;
      return this.#record(trade, trade.size, price, this.#commission(trade.size, trade.entryPrice), null);
    });
    return [...this.closed, ...open];
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
      exitBar: closed ? this.#clock.bar : null,
      entryTime: trade.entryTime,
      exitTime: closed ? this.#clock.time : null,
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
