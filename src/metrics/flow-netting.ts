/**
 * Deposits (positive) and withdrawals (negative), ascending by bar. The money of `amount[i]` is on the account before bar `bar[i]` (counted
 * from the first bar of the run) trades, so the equity of that bar includes it.
 */
export interface FlowColumns {
  readonly bar: ArrayLike<number>;
  readonly amount: ArrayLike<number>;
}

/**
 * Turns equity into an index net of flows (time-weighted return): at a bar with the flow F the return is E(b) / (E(b-1) + F) - 1, at any other
 * E(b) / E(b-1) - 1, and the index chains them from E(0) on. Between flows the index is `equity * factor + offset`, which is
 * the equity itself, bit for bit, until the first flow that is not 0. A flow at bar 0 is part of the initial capital. While a withdrawal
 * leaves nothing on the account, the index stands still.
 */
export class FlowNetting {
  factor = 1;
  offset = 0;

  /** Books the flow of a bar; `equity` and `index` are those of the bar before. */
  book(flow: number, equity: number, index: number): void {
    if (flow === 0) return;
    const invested = equity + flow;
    this.factor = invested > 0 ? index / invested : 0;
    this.offset = invested > 0 ? 0 : index;
  }
}
