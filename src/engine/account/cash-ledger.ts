import { CASH_KINDS, type CashEntry, type CashKind } from '../../core/cash-entry.ts';
import { allocateColumns, growColumns } from '../../core/column-set.ts';
import type { Portfolio } from '../portfolio.ts';

const FIELDS = ['bar', 'time', 'kind', 'amount', 'series'] as const;
const DAY = 86_400_000;
/** Stands for the account as a whole where a series would stand. */
const ACCOUNT = -1;

/** Books cash that no trade moves, and keeps the record of it, as columns. */
export class CashLedger {
  /** Bar to which bookings go, and its open time (epoch ms UTC). */
  bar = 0;
  time = 0;
  readonly #portfolio: Portfolio;
  readonly #columns = allocateColumns(FIELDS, 64);
  #length = 0;
  /** Row of the last sum of each kind and series, or -1. */
  readonly #sums: Int32Array;
  readonly #width: number;

  constructor(portfolio: Portfolio, seriesCount: number) {
    this.#portfolio = portfolio;
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
    const { bar, time } = this;
    const columns = this.#columns;
    if (row >= 0 && Math.floor(columns.time[row]! / DAY) === Math.floor(time / DAY)) {
      columns.amount[row]! += amount;
      columns.bar[row] = bar;
      columns.time[row] = time;
      return;
    }
    this.#sums[slot] = this.#length;
    this.#append(code, amount, series);
  }

  /** All entries, by the bar in which each was first booked. */
  entries(): CashEntry[] {
    const entries: CashEntry[] = [];
    const { bar, time, kind, amount, series } = this.#columns;
    for (let row = 0; row < this.#length; row++) {
      entries.push({
        bar: bar[row]!,
        time: time[row]!,
        kind: CASH_KINDS[kind[row]!]!,
        amount: amount[row]!,
        series: series[row] === ACCOUNT ? null : series[row]!,
      });
    }
    return entries;
  }

  #append(code: number, amount: number, series: number): void {
    const columns = this.#columns;
    const row = this.#length++;
    if (row === columns.bar.length) growColumns(columns, FIELDS);
    columns.bar[row] = this.bar;
    columns.time[row] = this.time;
    columns.kind[row] = code;
    columns.amount[row] = amount;
    columns.series[row] = series;
  }
}
