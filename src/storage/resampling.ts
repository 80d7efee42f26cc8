import { EXTRA_COLUMNS, type ExtraColumn, type StoredBars, type StoredColumn } from '../core/bar.ts';
import { BacktabError } from '../core/error.ts';
import { type Timeframe, timeframeMilliseconds } from '../core/timeframe.ts';

/** The epoch was a Thursday; weeks begin on Monday. */
const MONDAY = -3 * 86_400_000;

/** Start of the bar of length `timeframe` that `time` lies in, epoch ms UTC: counted from the epoch, weeks from Monday, months by calendar. */
export function barStart(time: number, timeframe: Timeframe): number {
  if (timeframe === '1mo') {
    const date = new Date(time);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  }
  const width = timeframeMilliseconds(timeframe);
  const origin = timeframe === '1w' ? MONDAY : 0;
  return Math.floor((time - origin) / width) * width + origin;
}

/** Error `bad-argument` when bars of `from` do not add up to whole bars of `to`. */
export function checkResampling(from: Timeframe, to: Timeframe): void {
  const [fine, coarse] = [timeframeMilliseconds(from), timeframeMilliseconds(to)];
  const fits = to === '1mo' ? fine <= 86_400_000 : from !== '1mo' && coarse % fine === 0;
  if (fits && coarse >= fine) return;
  throw new BacktabError(
    'bad-argument',
    `Bars of "${from}" cannot be summed up to bars of "${to}". Ask for a multiple of their length.`,
  );
}

const COMBINE: Record<ExtraColumn, (sum: number, next: number) => number> = {
  adjClose: (_, next) => next,
  dividend: (sum, next) => sum + next,
  splitRatio: (sum, next) => sum * next,
};

/**
 * Ascending bars summed up to bars of `timeframe`, each stamped with its start: first open, extremes, last close, volumes and dividends added, split
 * ratios multiplied, last adjusted close; NaN is skipped.
 */
export function resample(bars: StoredBars, timeframe: Timeframe): StoredBars {
  const rows = bars.timestamp.length;
  const names: StoredColumn[] = ['timestamp', 'open', 'high', 'low', 'close', 'volume'];
  const extras = EXTRA_COLUMNS.filter((column) => bars[column]);
  const out = Object.fromEntries(
    [...names, ...extras].map((name) => [name, new Float64Array(rows)]),
  ) as Record<StoredColumn, Float64Array>;
  let at = -1;
  for (let row = 0; row < rows; row++) {
    const start = barStart(bars.timestamp[row] as number, timeframe);
    const begins = at < 0 || out.timestamp[at] !== start;
    if (begins) at++;
    out.timestamp[at] = start;
    if (begins) out.open[at] = bars.open[row] as number;
    out.high[at] = begins
      ? (bars.high[row] as number)
      : Math.max(out.high[at] as number, bars.high[row] as number);
    out.low[at] = begins
      ? (bars.low[row] as number)
      : Math.min(out.low[at] as number, bars.low[row] as number);
    out.close[at] = bars.close[row] as number;
    out.volume[at] = (begins ? 0 : (out.volume[at] as number)) + (bars.volume[row] as number);
    for (const column of extras) {
      const next = bars[column]?.[row] as number;
      const sum = begins ? Number.NaN : (out[column][at] as number);
      if (Number.isNaN(next)) out[column][at] = sum;
      else out[column][at] = Number.isNaN(sum) ? next : COMBINE[column](sum, next);
    }
  }
  for (const name of [...names, ...extras]) out[name] = out[name].slice(0, at + 1);
  return out;
}
