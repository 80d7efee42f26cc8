import type { CashFlow, FinancingTerms, PriceAdjustment } from '../../core/account-terms.ts';
import type { BarClock } from '../bar-clock.ts';
import type { Contracts } from '../contracts.ts';
import type { OrderBook } from '../order-book.ts';
import type { Portfolio } from '../portfolio.ts';
import { CashLedger } from './cash-ledger.ts';
import { CorporateActions } from './corporate-actions.ts';
import { ExternalCash } from './external-cash.ts';
import { Financing } from './financing.ts';
import { MarginCall } from './margin-call.ts';

/** What happens to an account beside trades; all absent: nothing. */
export interface AccountTerms {
  readonly financing?: FinancingTerms | undefined;
  /** Share of the market value that equity must cover at a close. */
  readonly maintenanceMargin?: number | undefined;
  readonly cashFlows?: readonly CashFlow[] | undefined;
  readonly adjustments?: PriceAdjustment | undefined;
}

/** What an account works on. */
export interface AccountParts {
  readonly portfolio: Portfolio;
  readonly book: OrderBook;
  readonly contracts: Contracts;
  /** Price of each series at the last close. */
  readonly marks: Float64Array;
  readonly clock: BarClock;
  readonly lotSize: number;
}

/**
 * What moves money beside trades. In a bar: {@link open} books interest and fees for the time since the bar before, then deposits and
 * withdrawals; {@link adjust} applies the series' split, then its dividend; then orders execute, equity is recorded and the strategy
 * decides; {@link close} looks for a margin call.
 */
export class Account {
  readonly ledger: CashLedger;
  readonly cash: ExternalCash | null;
  readonly marginCall: MarginCall | null;
  /** Open time of the bar before; NaN at the first one. */
  #last = Number.NaN;
  readonly #financing: Financing | null;
  readonly #actions: CorporateActions | null;

  constructor(terms: AccountTerms, parts: AccountParts) {
    const { portfolio, marks, lotSize, contracts } = parts;
    const { financing, cashFlows, maintenanceMargin = 0 } = terms;
    const ledger = new CashLedger(portfolio, marks.length);
    const calls =
      maintenanceMargin > 0 || contracts.maintenanceMargin.some((margin) => !Number.isNaN(margin));
    this.ledger = ledger;
    this.cash = cashFlows ? new ExternalCash(cashFlows, portfolio, marks, ledger) : null;
    this.marginCall = calls ? new MarginCall({ share: maintenanceMargin, lotSize }, parts) : null;
    this.#financing = financing ? new Financing(financing, { ...parts, ledger }) : null;
    this.#actions = terms.adjustments === 'raw' ? new CorporateActions({ ...parts, ledger }) : null;
  }

  /** Before anything executes in a bar of the run, which opens at `time` (epoch ms UTC). To be called for every bar. */
  open(bar: number, time: number): void {
    this.ledger.bar = bar;
    this.ledger.time = time;
    if (this.#financing !== null && !Number.isNaN(this.#last)) this.#financing.accrue(time - this.#last);
    this.#last = time;
    this.cash?.book(bar, time);
  }

  /** Before orders on a series execute in its bar, with what the bar carries; NaN is nothing. */
  adjust(series: number, dividend: number, splitRatio: number): void {
    this.#actions?.apply(series, dividend, splitRatio);
  }

  /** After all that happens at the close that the clock shows. */
  close(): void {
    this.marginCall?.check();
  }
}

/** The account of a run, or null when its terms ask for nothing but trades: a loop then has nothing to call. */
export function accountOf(terms: AccountTerms, parts: AccountParts): Account | null {
  const account = new Account(terms, parts);
  const idle = !(terms.financing || terms.cashFlows || terms.adjustments === 'raw' || account.marginCall);
  return idle ? null : account;
}
