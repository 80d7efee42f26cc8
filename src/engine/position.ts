import type { Broker } from './broker.ts';

/** What is held of a series, as it stands when a property is read. */
export class Position {
  readonly #broker: Broker;
  readonly #series: number;

  constructor(broker: Broker, series: number) {
    this.#broker = broker;
    this.#series = series;
  }

  /** Units, signed: negative is short, 0 is flat. */
  get size(): number {
    return this.#broker.portfolio.sizeOf(this.#series);
  }

  get isFlat(): boolean {
    return this.size === 0;
  }

  get isLong(): boolean {
    return this.size > 0;
  }

  get isShort(): boolean {
    return this.size < 0;
  }

  /** Mean entry price by units; NaN when flat. */
  get averagePrice(): number {
    let notional = 0;
    for (const trade of this.#broker.portfolio.open) {
      if (trade.series === this.#series) notional += trade.size * trade.entryPrice;
    }
    return notional / this.size;
  }

  /** Profit at the last close in money, before commissions. */
  get profit(): number {
    let profit = 0;
    for (const trade of this.#broker.portfolio.open) {
      if (trade.series !== this.#series) continue;
      profit += trade.size * (this.#broker.marks[trade.series]! - trade.entryPrice) * trade.multiplier;
    }
    return profit;
  }
}
