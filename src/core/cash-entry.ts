/** What moves cash beside trades and their commissions. A new kind is appended. */
export const CASH_KINDS = [
  'deposit',
  'withdrawal',
  'dividend',
  'borrow fee',
  'margin interest',
  'cash interest',
] as const;

/** Kind of a {@link CashEntry}. */
export type CashKind = (typeof CASH_KINDS)[number];

/** One movement of cash that is no trade. Interest and fees are summed up: one entry for each kind, series and UTC day. */
export interface CashEntry {
  /** Bar to which it is booked, of a sum the last one, counted from the first bar of the run; and that bar's open time (epoch ms UTC). */
  readonly bar: number;
  readonly time: number;
  readonly kind: CashKind;
  /** Money, signed: positive is received. */
  readonly amount: number;
  /** Index of the series that it is about; null for the account as a whole. */
  readonly series: number | null;
}

/** Money that entered (positive) or left the account from outside, at the open of a bar. Both columns have one value a flow, bars ascend. */
export interface ExternalFlows {
  readonly bar: Float64Array;
  readonly amount: Float64Array;
}

/** The deposits and withdrawals among `entries`. */
export function externalFlows(entries: readonly CashEntry[]): ExternalFlows {
  const flows = entries.filter(({ kind }) => kind === 'deposit' || kind === 'withdrawal');
  return {
    bar: Float64Array.from(flows, ({ bar }) => bar),
    amount: Float64Array.from(flows, ({ amount }) => amount),
  };
}
