import type { Broker } from './broker.ts';
import type { Revealing } from './revealing.ts';

/** What is held of a series, as it stands when a property is read. */
export class Position {
  readonly #current: Broker;
  readonly #series: number;
  readonly #late: Revealing | null;

  /** `late` has to reveal the current bar before anything is read. */
  constructor(broker: Broker, series: number, late: Revealing | null) {
    this.#current = broker;
    this.#series = series;
    this.#late = late;
  }

  get #broker(): Broker {
    if (this.#late !== null) this.#late.reveal();
    return this.#current;
  }

  /** Units, signed: negative is short, 0 is flat. */
  get size(): number {
    return this.#current.portfolio.sizeOf(this.#series);
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
    for (const trade of this.#current.portfolio.open) {
      if (trade.series === this.#series) notional += trade.size * trade.entryPrice;
    }
    return notional / this.size;
  }

  /** Profit at the last close in money, before commissions. */
  get profit(): number {
    let profit = 0;
    const { portfolio, marks } = this.#broker;
    for (const trade of portfolio.open) {
      if (trade.series !== this.#series) continue;
      profit += trade.size * (marks[trade.series]! - trade.entryPrice) * trade.multiplier;
    }
    return profit;
  }
}
