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
  const close = bars.close!;
  const open = bars.open ?? close;
  const high = bars.high ?? close;
  const low = bars.low ?? close;
  let sum = 0;
  for (let row = from; row < to; row++) sum += open[row]! + high[row]! + low[row]! + close[row]!;
  if (!Number.isFinite(sum)) refuse(bars, from, to, info, before);
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
