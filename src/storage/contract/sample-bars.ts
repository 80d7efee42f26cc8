import { allocateBars, BAR_COLUMNS, type BarColumns } from '../../core/bar.ts';
import type { SeriesKey } from '../../core/series.ts';

/** One day in milliseconds. */
export const DAY = 86_400_000;

/** A daily series of a stock from a file; `fields` replace parts of its key. */
export function seriesKey(fields: Partial<SeriesKey> = {}): SeriesKey {
  return {
    symbol: 'TEST',
    assetType: 'stock',
    exchange: '',
    quote: '',
    timeframe: '1d',
    source: 'file',
    ...fields,
  };
}

/**
 * Bars at the given times. Prices follow from the time and `shift` alone, so that two bars of one time differ by about `shift`. They are decimals
 * with an even `shift` and have all their digits with an odd one, so that a storage that treats the two apart meets both in one series.
 */
export function barsAt(times: readonly number[], shift = 0): BarColumns {
  const bars = allocateBars(times.length);
  times.forEach((time, row) => {
    const days = Math.abs(time / DAY);
    const cents = 10_000 + Math.round((days % 977) * 100) + 100 * shift;
    const price = (offset: number) => (cents + 100 * offset) / 100 + (shift % 2) / 3;
    bars.timestamp[row] = time;
    bars.open[row] = price(0);
    bars.high[row] = price(2);
    bars.low[row] = price(-2);
    bars.close[row] = price(1);
    bars.volume[row] = (100_000 + Math.round((days % 13) * 100)) / 100;
  });
  return bars;
}

/** `count` bars from `first` on, `step` milliseconds apart. */
export function regularBars(count: number, first = 0, step = DAY, shift = 0): BarColumns {
  return barsAt(
    Array.from({ length: count }, (_, index) => first + index * step),
    shift,
  );
}

/** Rows of `bars`, one array each, in storage order of columns. */
export function rowsOf(bars: Partial<BarColumns>): number[][] {
  const columns = BAR_COLUMNS.map((column) => bars[column]);
  const length = columns.find((values) => values)?.length ?? 0;
  return Array.from({ length }, (_, row) => columns.map((values) => values?.[row] ?? Number.NaN));
}

/** The bars of several blocks one after the other. */
export function concatenate(blocks: readonly BarColumns[]): BarColumns {
  const total = blocks.reduce((sum, block) => sum + block.timestamp.length, 0);
  const bars = allocateBars(total);
  let row = 0;
  for (const block of blocks) {
    for (const column of BAR_COLUMNS) bars[column].set(block[column], row);
    row += block.timestamp.length;
  }
  return bars;
}
