import { allocateBars, type BarColumns } from '../../src/core/bar.ts';
import type { SeriesKey } from '../../src/core/series.ts';

/** First bar of every bench series. */
export const FIRST = Date.UTC(2000, 0, 3);
/** One-minute bars, day and night. */
export const STEP = 60_000;

/** Key of a bench series. */
export function benchKey(symbol: string): SeriesKey {
  return { symbol, assetType: 'stock', exchange: '', quote: '', timeframe: '1m', source: 'synthetic' };
}

/** A random walk of one-minute bars that goes on from call to call; prices with two decimals, or with all their digits. */
export class PriceWalk {
  #row: number;
  #price = 100;
  #state = 0x2545f491;
  readonly #exact: boolean;

  constructor(firstRow = 0, exact = false) {
    this.#row = firstRow;
    this.#exact = exact;
  }

  next(rows: number): BarColumns {
    const bars = allocateBars(rows);
    for (let row = 0; row < rows; row++) {
      const open = this.#price;
      const close = Math.max(1, this.#round(open + (this.#random() - 0.5) * 0.2));
      bars.timestamp[row] = FIRST + (this.#row + row) * STEP;
      bars.open[row] = open;
      bars.close[row] = close;
      bars.high[row] = this.#round(Math.max(open, close) + this.#random() * 0.05);
      bars.low[row] = this.#round(Math.min(open, close) - this.#random() * 0.05);
      bars.volume[row] = Math.floor(this.#random() ** 3 * 20_000);
      this.#price = close;
    }
    this.#row += rows;
    return bars;
  }

  #round(price: number): number {
    return this.#exact ? price : Math.round(price * 100) / 100;
  }

  #random(): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) / 4_294_967_296;
  }
}

/** Bytes of `bars` as a CSV file with ISO timestamps. */
export function csvBytes(bars: BarColumns): number {
  let bytes = 0;
  for (let row = 0; row < bars.timestamp.length; row++) {
    const { open, high, low, close, volume } = bars;
    const prices = [open[row], high[row], low[row], close[row]].map((price) => String(price));
    bytes += `2000-01-03T00:00:00Z,${prices.join(',')},${volume[row]}\n`.length;
  }
  return bytes;
}
