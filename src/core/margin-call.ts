/** A close at which the equity did not cover the maintenance margin, and what was to be closed at the next open for it. */
export interface MarginCallRecord {
  /** Bar at whose close the call was due, and its open time (epoch ms UTC). */
  readonly bar: number;
  readonly time: number;
  /** Equity at that close and the maintenance margin of all that was open, in money. */
  readonly equity: number;
  readonly required: number;
  /** Units, unsigned, that the call closes of each series; none where orders of an earlier call still wait that cover it. */
  readonly closed: readonly { readonly series: number; readonly units: number }[];
}
