import { BacktabError } from '../core/error.ts';
import type { Broker } from './broker.ts';

/** How a portfolio is brought to its weights. */
export interface RebalanceOptions {
  /** A share of the equity less than this many percent points away from its weight is left as it is. Default 0. */
  readonly tolerance?: number;
  /** Tag of the orders. Default `rebalance`. */
  readonly tag?: string;
}

/** Rounding of shares that add up to the whole. */
const SLACK = 1e-9;

/** Brings series to their shares of the equity, and remembers what it has sent for that. */
export class Rebalancing {
  readonly #broker: Broker;
  #sent: number[] = [];

  constructor(broker: Broker) {
    this.#broker = broker;
  }

  /** See `TradingContext.rebalance`. */
  rebalance(
    weights: readonly (number | null)[],
    { tolerance = 0, tag = 'rebalance' }: RebalanceOptions,
  ): number[] {
    const { portfolio, marks, lotSize, contracts } = this.#broker;
    this.#check(weights, tolerance);
    for (const id of this.#sent) this.#broker.cancel(id, 'replaced by a new rebalancing');
    this.#sent = [];
    const equity = portfolio.equity(marks);
    const held = Array.from(marks, (_, series) => portfolio.sizeOf(series));
    const targets = held.map((units, series) => {
      const weight = weights[series] ?? null;
      const price = marks[series]! * contracts.multiplier[series]!;
      if (weight === null || Number.isNaN(price)) return units;
      const away = Math.abs(weight - (units * price) / equity) * 100;
      if (weight !== 0 && away < tolerance) return units;
      return Math.sign(weight) * Math.floor((Math.abs(weight) * equity) / price / lotSize + SLACK) * lotSize;
    });
    for (const [series, target] of targets.entries()) {
      const units = held[series]!;
      const kept = Math.sign(target) === Math.sign(units) ? Math.min(Math.abs(target), Math.abs(units)) : 0;
      this.#send(series, Math.sign(units) * kept - units, true, tag);
    }
    for (const [series, target] of targets.entries()) {
      const units = held[series]!;
      const kept = Math.sign(target) === Math.sign(units) ? Math.min(Math.abs(target), Math.abs(units)) : 0;
      this.#send(series, target - Math.sign(target) * kept, false, tag);
    }
    return this.#sent.slice();
  }

  #send(series: number, change: number, reduceOnly: boolean, tag: string): void {
    if (change === 0) return;
    const side = change > 0 ? 'buy' : 'sell';
    const order = { type: 'market', side, series, quantity: Math.abs(change), reduceOnly, tag } as const;
    this.#sent.push(this.#broker.adjust(order));
  }

  #check(weights: readonly (number | null)[], tolerance: number): void {
    const { marks, leverage, contracts } = this.#broker;
    if (!Array.isArray(weights) || weights.length > marks.length) {
      throw new BacktabError(
        'bad-argument',
        `\`weights\` must be a list of at most ${marks.length} numbers, one a series, got ${JSON.stringify(weights)}`,
      );
    }
    let sum = 0;
    for (const [series, weight] of weights.entries()) {
      if (weight === null || weight === undefined) continue;
      if (!Number.isFinite(weight)) {
        throw new BacktabError(
          'bad-argument',
          `The weight of series ${series} must be a number or null, got ${weight}`,
        );
      }
      if (Number.isNaN(contracts.initialMargin[series]!)) sum += Math.abs(weight);
    }
    if (sum > leverage + SLACK) {
      throw new BacktabError(
        'bad-argument',
        `The weights add up to ${sum}, and at most ${leverage} times the equity may be held: lower them`,
      );
    }
    if (!(tolerance >= 0 && tolerance <= 100)) {
      throw new BacktabError(
        'bad-argument',
        `\`tolerance\` must be percent points from 0 to 100, got ${tolerance}`,
      );
    }
  }
}
