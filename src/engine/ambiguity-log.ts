import type { Ambiguity } from './backtest-result.ts';
import type { BarClock } from './bar-clock.ts';

/** Bars whose four prices do not tell what happened first, once a bar and kind. */
export class AmbiguityLog {
  readonly list: Ambiguity[] = [];
  readonly #clock: BarClock;

  constructor(clock: BarClock) {
    this.#clock = clock;
  }

  add(series: number, orderId: number, kind: Ambiguity['kind']): void {
    const { bar, time } = this.#clock;
    this.list.push({ bar, time, series, orderId, kind });
  }
}
