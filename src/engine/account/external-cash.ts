import type { CashFlow } from '../../core/account-terms.ts';
import type { Portfolio } from '../portfolio.ts';
import type { CashLedger } from './cash-ledger.ts';

/**
 * Deposits and withdrawals of a run, by time. A withdrawal takes at most what open trades do not bind, at the prices of the close before;
 * what it lacks is counted.
 */
export class ExternalCash {
  readonly #flows: readonly CashFlow[];
  readonly #portfolio: Portfolio;
  readonly #marks: Float64Array;
  readonly #ledger: CashLedger;
  #next = 0;
  #booked: { readonly bar: number; readonly amount: number }[] = [];
  /** Money of withdrawals that was not there to be taken. */
  refused = 0;
  /** Bar and time at which that happened first. */
  refusedAt: { readonly bar: number; readonly time: number } | null = null;

  constructor(flows: readonly CashFlow[], portfolio: Portfolio, marks: Float64Array, ledger: CashLedger) {
    this.#flows = flows.toSorted((a, b) => a.time - b.time);
    this.#portfolio = portfolio;
    this.#marks = marks;
    this.#ledger = ledger;
  }

  /** Books what is due in `bar`, which opens at `time`. */
  book(bar: number, time: number): void {
    for (; this.#next < this.#flows.length && this.#flows[this.#next]!.time <= time; this.#next++) {
      const { amount } = this.#flows[this.#next]!;
      if (amount >= 0) {
        this.#book('deposit', bar, amount);
        continue;
      }
      const taken = Math.min(-amount, this.#portfolio.available(this.#marks));
      if (taken > 0) this.#book('withdrawal', bar, -taken);
      if (taken === -amount) continue;
      this.refused += -amount - taken;
      this.refusedAt ??= { bar, time };
    }
  }

  /** What was booked since the last time this was asked, in order of the bars. */
  take(): readonly { readonly bar: number; readonly amount: number }[] {
    const booked = this.#booked;
    if (booked.length > 0) this.#booked = [];
    return booked;
  }

  #book(kind: 'deposit' | 'withdrawal', bar: number, amount: number): void {
    this.#ledger.book(kind, amount);
    this.#booked.push({ bar, amount });
  }
}
