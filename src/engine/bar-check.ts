import type { PartialBarColumns } from '../core/bar.ts';
import { BacktabError } from '../core/error.ts';
import type { SeriesInfo } from '../core/series.ts';

const PRICES = ['open', 'high', 'low', 'close'] as const;

/** Refuses bars that no run can work with, as they come, piece by piece. */
export class BarCheck {
  readonly #info: SeriesInfo;
  #lastTime = Number.NEGATIVE_INFINITY;

  constructor(info: SeriesInfo) {
    this.#info = info;
  }

  /**
   * Checks rows [from, to), which follow those of the last call. `before` is the number of bars of the series before these columns.
   * @throws BacktabError `bad-argument` naming the bar, its time and a price that is no number, `internal` for times out of order.
   */
  check(bars: PartialBarColumns, from: number, to: number, before: number): void {
    if (to <= from) return;
    const timestamp = bars.timestamp!;
    const wrong = firstOutOfOrder(timestamp, from, to, this.#lastTime);
    if (wrong < to) {
      const last = wrong > from ? timestamp[wrong - 1]! : this.#lastTime;
      throw new BacktabError(
        'internal',
        `Bars of ${this.#info.symbol} are out of order: ${timestamp[wrong]!} follows ${last}`,
      );
    }
    this.#lastTime = timestamp[to - 1]!;
    for (const name of PRICES) {
      const prices = bars[name];
      if (prices && !Number.isFinite(sumOf(prices, from, to))) this.#refuse(bars, from, to, before);
    }
  }

  #refuse(bars: PartialBarColumns, from: number, to: number, before: number): void {
    const { symbol, timeframe } = this.#info;
    for (let row = from; row < to; row++) {
      const price = PRICES.find((name) => !Number.isFinite(bars[name]?.[row] ?? 0));
      if (!price) continue;
      const time = new Date(bars.timestamp![row]!).toISOString();
      throw new BacktabError(
        'bad-argument',
        `Bar ${before + row} of ${symbol} ${timeframe} (${time}) has ${bars[price]![row]} as its ${price}: a run needs numbers. Import the series again without that bar`,
      );
    }
  }
}

/** First row of [from, to) whose time is not after the one before it, `last` before all of them; `to` when there is none. */
function firstOutOfOrder(timestamp: Float64Array, from: number, to: number, last: number): number {
  let before = last;
  for (let row = from; row < to; row++) {
    const time = timestamp[row]!;
    if (!(time > before)) return row;
    before = time;
  }
  return to;
}

/** A sum that is no finite number when one of the values is none; in two halves, whose additions need not wait for each other. */
function sumOf(values: Float64Array, from: number, to: number): number {
  let even = 0;
  let odd = 0;
  let row = from;
  for (; row + 1 < to; row += 2) {
    even += values[row]!;
    odd += values[row + 1]!;
  }
  return row < to ? even + odd + values[row]! : even + odd;
}
