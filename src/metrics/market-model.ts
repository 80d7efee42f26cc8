import { logRatio } from './log-ratio.ts';

/**
 * Beta of an equity curve against its market from log returns per bar, fed in pieces: covariance / variance (ddof 1 cancels).
 * Constant memory; the result does not depend on how the bars are cut into pieces.
 */
export class MarketModel {
  #returns = -1;
  #equity = Number.NaN;
  #close = Number.NaN;
  #sumEquity = 0;
  #sumMarket = 0;
  #sumProduct = 0;
  #sumSquare = 0;

  /** True before the first bar. */
  get isEmpty(): boolean {
    return this.#returns < 0;
  }

  /** A deposit (positive) or withdrawal before the next bar: its return counts from what is on the account then. */
  flow(amount: number): void {
    if (amount !== 0) this.#equity += amount;
  }

  /** Appends `count` bars: equity from `equity[equityFrom]` on, closes from `close[closeFrom]` on. */
  append(
    equity: Float64Array,
    equityFrom: number,
    close: Float64Array,
    closeFrom: number,
    count: number,
  ): void {
    let previousEquity = this.#equity;
    let previousClose = this.#close;
    let sumEquity = this.#sumEquity;
    let sumMarket = this.#sumMarket;
    let sumProduct = this.#sumProduct;
    let sumSquare = this.#sumSquare;
    let i = 0;
    if (this.isEmpty && count > 0) {
      previousEquity = equity[equityFrom]!;
      previousClose = close[closeFrom]!;
      i = 1;
    }
    for (; i < count; i++) {
      const nextEquity = equity[equityFrom + i]!;
      const nextClose = close[closeFrom + i]!;
      const market = logRatio(nextClose, previousClose);
      if (nextEquity !== previousEquity || !(nextEquity > 0)) {
        const own = logRatio(nextEquity, previousEquity);
        sumEquity += own;
        sumProduct += own * market;
      }
      sumMarket += market;
      sumSquare += market * market;
      previousEquity = nextEquity;
      previousClose = nextClose;
    }
    this.#returns += count;
    this.#equity = previousEquity;
    this.#close = previousClose;
    this.#sumEquity = sumEquity;
    this.#sumMarket = sumMarket;
    this.#sumProduct = sumProduct;
    this.#sumSquare = sumSquare;
  }

  /** Beta; null with fewer than two returns, after a ruin, or when the market never moved. */
  get beta(): number | null {
    const n = this.#returns;
    if (n < 2) return null;
    const covariance = this.#sumProduct - (this.#sumEquity * this.#sumMarket) / n;
    const variance = this.#sumSquare - (this.#sumMarket * this.#sumMarket) / n;
    const beta = covariance / variance;
    return variance > 0 && Number.isFinite(beta) ? beta : null;
  }
}
