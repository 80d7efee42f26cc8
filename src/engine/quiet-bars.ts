import type { PartialBarColumns } from '../core/bar.ts';
import type { BarClock } from './bar-clock.ts';
import type { Broker } from './broker.ts';
import type { EquityRecorder } from './equity-recorder.ts';
import type { PriceHistory } from './price-history.ts';
import { refusePromise } from './strategy-call.ts';
import type { PreparedStrategy } from './strategy-preparation.ts';
import type { TradingContext } from './trading-context.ts';

/**
 * The bars of a run on one series between two orders: no order waits and at most one trade is open, so that nothing happens but the equity
 * and the strategy's decision. Most bars of most runs are such bars.
 */
export class QuietBars {
  readonly #prepared: PreparedStrategy;
  readonly #broker: Broker;
  readonly #clock: BarClock;
  readonly #history: PriceHistory;
  readonly #context: TradingContext;

  constructor(
    prepared: PreparedStrategy,
    broker: Broker,
    clock: BarClock,
    history: PriceHistory,
    context: TradingContext,
  ) {
    this.#prepared = prepared;
    this.#broker = broker;
    this.#clock = clock;
    this.#history = history;
    this.#context = context;
  }

  /**
   * Works on rows `from`..`to` (exclusive) until one has left an order or news of one, which is the last that is done, or until one would use
   * up the equity, which is not done. Returns the row after the last one done. Row `row` is bar `row + toBar` of the run.
   */
  run(
    bars: PartialBarColumns,
    from: number,
    to: number,
    sliceStart: number,
    toBar: number,
    recorder: EquityRecorder,
  ): number {
    const timestamp = bars.timestamp!;
    const close = bars.close!;
    const { equity } = recorder;
    const toRecord = toBar - recorder.first;
    const { marks, portfolio, book } = this.#broker;
    const { queue, settled: news } = book;
    const { strategy, indicators } = this.#prepared;
    const { cursor } = indicators;
    const clock = this.#clock;
    const history = this.#history;
    const context = this.#context;
    const { settled } = portfolio;
    const trade = portfolio.open[0];
    const size = trade ? trade.size : 0;
    const entryPrice = trade ? trade.entryPrice : 0;
    const multiplier = trade ? trade.multiplier : 0;
    for (let row = from; row < to; row++) {
      const price = close[row]!;
      const value = settled + size * (price - entryPrice) * multiplier;
      if (!(value > 0) || news.length > 0) return row;
      equity[row + toRecord] = value;
      marks[0] = price;
      clock.bar = row + toBar;
      clock.time = timestamp[row]!;
      cursor.row = row - sliceStart;
      history.closed = row + 1;
      const returned: unknown = strategy.onTradingIteration(context);
      if (returned !== undefined) refusePromise(returned, 'onTradingIteration');
      if (queue.length > 0) return row + 1;
    }
    return to;
  }
}
