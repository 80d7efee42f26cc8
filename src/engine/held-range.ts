/** What a trade has seen of its series since its entry. */
export interface PriceExtremes {
  readonly series: number;
  highest: number;
  lowest: number;
}

/**
 * Highs and lows of one series, for the excursions of its open trades. They are read when a trade opens or closes and at the end of a
 * piece of bars, never bar by bar, and once for all open trades.
 */
export class HeldRange {
  /** Row that is being executed. */
  row = 0;
  #high: Float64Array | undefined;
  #low: Float64Array | undefined;
  #next = 0;

  /** Goes on with rows from `row` on of these columns; without them nothing is known. */
  enter(high: Float64Array | undefined, low: Float64Array | undefined, row: number): void {
    this.#high = high;
    this.#low = low;
    this.#next = row;
    this.row = row;
  }

  /** Whether there are highs and lows. */
  get isKnown(): boolean {
    return this.#high !== undefined && this.#low !== undefined;
  }

  /** Shows the rows before `end` to the trades of a series among `open`. */
  advance(open: readonly PriceExtremes[], series: number, end: number): void {
    const from = this.#next;
    this.#next = end;
    if (open.length > 0) this.#show(open, series, from, end);
  }

  /** Shows a price, and the row that is being executed, to one trade. */
  visit(trade: PriceExtremes, price: number): void {
    if (!this.#high || !this.#low) return;
    widen(trade, price, price);
    widen(trade, this.#high[this.row]!, this.#low[this.row]!);
  }

  #show(open: readonly PriceExtremes[], series: number, from: number, end: number): void {
    const high = this.#high;
    const low = this.#low;
    if (!high || !low) return;
    let highest = Number.NEGATIVE_INFINITY;
    let lowest = Number.POSITIVE_INFINITY;
    for (let row = from; row < end; row++) {
      if (high[row]! > highest) highest = high[row]!;
      if (low[row]! < lowest) lowest = low[row]!;
    }
    for (const trade of open) if (trade.series === series) widen(trade, highest, lowest);
  }
}

function widen(trade: PriceExtremes, high: number, low: number): void {
  if (high > trade.highest) trade.highest = high;
  if (low < trade.lowest) trade.lowest = low;
}
