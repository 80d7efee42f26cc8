import type { FinancingTerms } from '../../core/account-terms.ts';
import type { Contracts } from '../contracts.ts';
import type { Portfolio } from '../portfolio.ts';
import type { CashLedger } from './cash-ledger.ts';

/** Length of a year for interest and fees, milliseconds: Actual/365 Fixed. */
export const FINANCING_YEAR = 365 * 86_400_000;

/**
 * Interest and borrow fees. For the time between two moments, on what was held in between at the prices of the first one:
 * fee = sum over shorts of |size| * price * multiplier * borrowRate * years; free = equity - value of longs; interest =
 * free * (free < 0 ? marginRate : cashRate) * years. Units with a fixed margin are neither borrowed nor paid for: they count in the
 * equity only.
 */
export class Financing {
  readonly #borrowRate: number;
  readonly #marginRate: number;
  readonly #cashRate: number;
  readonly #portfolio: Portfolio;
  readonly #contracts: Contracts;
  readonly #marks: Float64Array;
  readonly #ledger: CashLedger;

  constructor(
    terms: FinancingTerms,
    parts: {
      readonly portfolio: Portfolio;
      readonly contracts: Contracts;
      readonly marks: Float64Array;
      readonly ledger: CashLedger;
    },
  ) {
    this.#borrowRate = terms.borrowRate ?? 0;
    this.#marginRate = terms.marginRate ?? 0;
    this.#cashRate = terms.cashRate ?? 0;
    this.#portfolio = parts.portfolio;
    this.#contracts = parts.contracts;
    this.#marks = parts.marks;
    this.#ledger = parts.ledger;
  }

  /** Books what has accrued in `elapsed` milliseconds. */
  accrue(elapsed: number): void {
    const years = elapsed / FINANCING_YEAR;
    const marks = this.#marks;
    const { open } = this.#portfolio;
    const { multiplier, initialMargin } = this.#contracts;
    let free = this.#portfolio.equity(marks);
    for (let i = 0; i < open.length; i++) {
      const { series, size } = open[i]!;
      if (!Number.isNaN(initialMargin[series]!)) continue;
      const value = size * marks[series]! * multiplier[series]!;
      if (size > 0) free -= value;
      else this.#ledger.accrue('borrow fee', value * this.#borrowRate * years, series);
    }
    if (free < 0) this.#ledger.accrue('margin interest', free * this.#marginRate * years);
    else this.#ledger.accrue('cash interest', free * this.#cashRate * years);
  }
}
