import type { PartialBarColumns } from '../core/bar.ts';
import type { BarClock } from './bar-clock.ts';
import type { Broker } from './broker.ts';
import type { EquityRecorder } from './equity-recorder.ts';
import type { SliceCursor } from './indicator-line.ts';
import type { RestingBounds } from './order-queue.ts';
import type { PriceHistory } from './price-history.ts';
import type { Revealing } from './revealing.ts';
import type { Strategy } from './strategy.ts';
import { refusePromise } from './strategy-call.ts';
import type { TradingContext } from './trading-context.ts';

/** Bars whose equity is taken ahead of their decisions: an order ends them after some tens of bars as a rule. */
const AHEAD = 32;

/** What bars between two orders work on. */
export interface QuietParts {
  readonly strategy: Strategy;
  readonly cursor: SliceCursor;
  readonly broker: Broker;
  readonly clock: BarClock;
  readonly history: PriceHistory;
}

class Bounds implements RestingBounds {
  lower = Number.NEGATIVE_INFINITY;
  upper = Number.POSITIVE_INFINITY;
}

/**
 * The bars of a run on one series between two executions: pending orders rest beyond the bar's range and at most one trade is open, so that
 * nothing happens but the equity and the strategy's decision. Most bars of most runs are such bars. Clock, marks and history are brought up to a bar when its decision asks
 * for them, see {@link reveal}; indicators are at hand.
 */
export class QuietBars implements Revealing {
  readonly #parts: QuietParts;
  readonly #cursor: SliceCursor;
  /** Row of the slice up to which everything is revealed; -1 outside of quiet bars. */
  #revealed = -1;
  #quiet = false;
  #bars: PartialBarColumns = {};
  #sliceStart = 0;
  #toBar = 0;
  readonly #bounds = new Bounds();

  constructor(parts: QuietParts) {
    this.#parts = parts;
    this.#cursor = parts.cursor;
  }

  reveal(): void {
    if (this.#quiet && this.#cursor.row !== this.#revealed) this.#reveal(this.#cursor.row);
  }

  /**
   * Works on rows `from`..`to` (exclusive) until the decision of one has changed the orders, or until one would execute an order or use up the
   * equity, which is not done. Returns the row after the last one done. Row `row` is bar `row + toBar` of the run and row `row - sliceStart` of the slice.
   */
  run(
    bars: PartialBarColumns,
    from: number,
    to: number,
    sliceStart: number,
    toBar: number,
    recorder: EquityRecorder,
    context: TradingContext,
  ): number {
    const { strategy, broker } = this.#parts;
    const { book } = broker;
    if (!book.queue.findBounds(this.#bounds)) return from;
    const cursor = this.#cursor;
    const { version } = book;
    this.#bars = bars;
    this.#sliceStart = sliceStart;
    this.#toBar = toBar;
    this.#revealed = -1;
    this.#quiet = true;
    let row = from;
    let solvent = from;
    while (row < to && book.version === version) {
      if (row === solvent) {
        solvent = this.#record(row, Math.min(to, row + AHEAD), recorder);
        if (row === solvent) break;
      }
      while (row < solvent) {
        cursor.row = row - sliceStart;
        row++;
        const returned: unknown = strategy.onTradingIteration(context);
        if (returned !== undefined) refusePromise(returned, 'onTradingIteration');
        if (book.version !== version) break;
      }
    }
    if (row > from) this.#reveal(row - 1 - sliceStart);
    this.#quiet = false;
    return row;
  }

  /** Records the equity of rows [from, to) up to the first one that uses it up or executes an order; returns that row, or `to`. */
  #record(from: number, to: number, recorder: EquityRecorder): number {
    const close = this.#bars.close!;
    const { high = close, low = close } = this.#bars;
    const { lower, upper } = this.#bounds;
    const { equity } = recorder;
    const shift = this.#toBar - recorder.first;
    const { settled, open } = this.#parts.broker.portfolio;
    const trade = open[0];
    const size = trade ? trade.size : 0;
    const entryPrice = trade ? trade.entryPrice : 0;
    const multiplier = trade ? trade.multiplier : 0;
    for (let row = from; row < to; row++) {
      const value = settled + size * (close[row]! - entryPrice) * multiplier;
      if (!(value > 0 && low[row]! > lower && high[row]! < upper)) return row;
      equity[row + shift] = value;
    }
    return to;
  }

  #reveal(sliceRow: number): void {
    const { clock, broker, history } = this.#parts;
    const row = sliceRow + this.#sliceStart;
    clock.bar = row + this.#toBar;
    clock.time = this.#bars.timestamp![row]!;
    broker.marks[0] = this.#bars.close![row]!;
    history.closed = row + 1;
    this.#revealed = sliceRow;
  }
}
