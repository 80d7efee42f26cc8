import { CASH_KINDS, type CashEntry, type CashKind } from '../../core/cash-entry.ts';
import { FloatColumn } from '../../core/float-column.ts';
import type { BarClock } from '../bar-clock.ts';
import type { Portfolio } from '../portfolio.ts';

const DAY = 86_400_000;
/** Stands for the account as a whole where a series would stand. */
const ACCOUNT = -1;

/** Books cash that no trade moves, and keeps the record of it, as columns. */
export class CashLedger {
  readonly #portfolio: Portfolio;
  readonly #clock: BarClock;
  readonly #bar = new FloatColumn();
  readonly #time = new FloatColumn();
  readonly #kind = new FloatColumn();
  readonly #amount = new FloatColumn();
  readonly #series = new FloatColumn();
  /** Row of the last sum of each kind and series, or -1. */
  readonly #sums: Int32Array;
  readonly #width: number;

  constructor(portfolio: Portfolio, clock: BarClock, seriesCount: number) {
    this.#portfolio = portfolio;
    this.#clock = clock;
    this.#width = seriesCount + 1;
    this.#sums = new Int32Array(CASH_KINDS.length * this.#width).fill(-1);
  }

  /** Books `amount` (signed) to the current bar as an entry of its own. */
  book(kind: CashKind, amount: number, series = ACCOUNT): void {
    this.#portfolio.settled += amount;
    this.#append(CASH_KINDS.indexOf(kind), amount, series);
  }

  /** Books `amount` (signed) to the current bar and adds it to the entry of its kind, series and UTC day. Nothing is recorded of a 0. */
  accrue(kind: CashKind, amount: number, series = ACCOUNT): void {
    if (amount === 0) return;
    this.#portfolio.settled += amount;
    const code = CASH_KINDS.indexOf(kind);
    const slot = code * this.#width + series + 1;
    const row = this.#sums[slot]!;
    const { bar, time } = this.#clock;
    if (row >= 0 && Math.floor(this.#time.at(row) / DAY) === Math.floor(time / DAY)) {
      this.#amount.set(row, this.#amount.at(row) + amount);
      this.#bar.set(row, bar);
      this.#time.set(row, time);
      return;
    }
    this.#sums[slot] = this.#kind.length;
    this.#append(code, amount, series);
  }

  /** All entries, by the bar in which each was first booked. */
  entries(): CashEntry[] {
    const entries: CashEntry[] = [];
    for (let row = 0; row < this.#kind.length; row++) {
      const series = this.#series.at(row);
      entries.push({
        bar: this.#bar.at(row),
        time: this.#time.at(row),
        kind: CASH_KINDS[this.#kind.at(row)]!,
        amount: this.#amount.at(row),
        series: series === ACCOUNT ? null : series,
      });
    }
    return entries;
  }

  #append(code: number, amount: number, series: number): void {
    this.#bar.push(this.#clock.bar);
    this.#time.push(this.#clock.time);
    this.#kind.push(code);
    this.#amount.push(amount);
    this.#series.push(series);
  }
}
