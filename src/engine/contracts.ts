import type { ContractTerms } from '../core/account-terms.ts';

/** What a unit of each series is, as columns with one value a series. */
export class Contracts {
  /** Money for each 1 of price. */
  readonly multiplier: Float64Array;
  /** Smallest step of the price; NaN for none. */
  readonly tickSize: Float64Array;
  /** Money that binds an open unit; NaN where it is a share of its value. */
  readonly initialMargin: Float64Array;
  /** Money of equity that an open unit needs at a close; NaN where it is a share of its value. */
  readonly maintenanceMargin: Float64Array;

  /** `terms`: one for all series, or one for each. */
  constructor(terms: ContractTerms | readonly ContractTerms[] | undefined, seriesCount: number) {
    const each = Array.from({ length: seriesCount }, (_, series): ContractTerms => {
      const own = isList(terms) ? terms[series] : terms;
      return own ?? {};
    });
    this.multiplier = Float64Array.from(each, ({ multiplier = 1 }) => multiplier);
    this.tickSize = Float64Array.from(each, ({ tickSize = Number.NaN }) => tickSize);
    this.initialMargin = Float64Array.from(each, ({ initialMargin = Number.NaN }) => initialMargin);
    this.maintenanceMargin = Float64Array.from(
      each,
      ({ initialMargin = Number.NaN, maintenanceMargin = initialMargin }) => maintenanceMargin,
    );
  }
}

/** True for terms that are given series by series. */
export function isList(
  terms: ContractTerms | readonly ContractTerms[] | undefined,
): terms is readonly ContractTerms[] {
  return Array.isArray(terms);
}
