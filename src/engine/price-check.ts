import type { PartialBarColumns } from '../core/bar.ts';
import { BacktabError } from '../core/error.ts';
import type { SeriesInfo } from '../core/series.ts';

const PRICES = ['open', 'high', 'low', 'close'] as const;

/**
 * Refuses rows [from, to) in which a price is no number. `before` is the number of bars of the series before these columns.
 * @throws BacktabError `bad-argument` naming the bar, its time and the price.
 */
export function checkPrices(
  bars: PartialBarColumns,
  from: number,
  to: number,
  info: SeriesInfo,
  before: number,
): void {
  for (const name of PRICES) {
    const prices = bars[name];
    if (prices && !Number.isFinite(sumOf(prices, from, to))) refuse(bars, from, to, info, before);
  }
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

function refuse(bars: PartialBarColumns, from: number, to: number, info: SeriesInfo, before: number): void {
  for (let row = from; row < to; row++) {
    const price = PRICES.find((name) => !Number.isFinite(bars[name]?.[row] ?? 0));
    if (!price) continue;
    const time = new Date(bars.timestamp![row]!).toISOString();
    throw new BacktabError(
      'bad-argument',
      `Bar ${before + row} of ${info.symbol} ${info.timeframe} (${time}) has ${bars[price]![row]} as its ${price}: a run needs numbers. Import the series again without that bar`,
    );
  }
}
