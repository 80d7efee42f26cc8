import type { EnteredTrade } from './trade-log.ts';

/**
 * A trade that is not closed yet. `size` is signed and shrinks when a part is closed; a split changes size and entry price. Every number is a
 * float64 from the start, so that all trades have one shape.
 */
export class OpenTrade implements EnteredTrade {
  readonly id: number;
  readonly series: number;
  size = Number.NaN;
  /** Money for each 1 of price and unit. */
  readonly multiplier: number = Number.NaN;
  readonly entryBar: number;
  readonly entryTime: number = Number.NaN;
  entryPrice = Number.NaN;
  readonly entryReason: string;
  /** Order that opened it. */
  readonly entryOrder: number;
  risk = Number.NaN;
  highest = Number.NaN;
  lowest = Number.NaN;
  /** What was paid at entry for the units that are still open. */
  entryCommission = Number.NaN;

  constructor(entry: {
    readonly id: number;
    readonly series: number;
    readonly size: number;
    readonly multiplier: number;
    readonly bar: number;
    readonly time: number;
    readonly price: number;
    readonly reason: string;
    readonly order: number;
    readonly commission: number;
  }) {
    this.id = entry.id;
    this.series = entry.series;
    this.size = entry.size;
    this.multiplier = entry.multiplier;
    this.entryBar = entry.bar;
    this.entryTime = entry.time;
    this.entryPrice = entry.price;
    this.entryReason = entry.reason;
    this.entryOrder = entry.order;
    this.highest = entry.price;
    this.lowest = entry.price;
    this.entryCommission = entry.commission;
  }
}
