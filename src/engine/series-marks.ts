import type { StoredColumn } from '../core/bar.ts';
import type { BarFeed } from '../core/bar-feed.ts';
import type { SeriesInfo } from '../core/series.ts';
import { barCloseTime, timeframeMilliseconds } from '../core/timeframe.ts';
import { SessionCalendar } from '../core/trading-session.ts';
import type { SeriesMarks } from '../metrics/account-columns.ts';
import type { BacktestSpecification, SessionTerms } from './backtest-specification.ts';

const DAY = 86_400_000;

/** The sessions outside of which a run does not see the bars of a series; undefined when it sees them all. */
export function sessionOf(info: SeriesInfo, session: SessionTerms | undefined): SessionTerms | undefined {
  const bounded = session && session.hours !== 'extended' && timeframeMilliseconds(info.timeframe) < DAY;
  return bounded ? session : undefined;
}

/**
 * Reads again what a run knew of one of its series at each of its bars. `ticks` are the open times of the bars of the run. A bar of a series
 * closes after its timeframe, or when the next one of the series opens if that is earlier, and is known from the bar of the run on whose
 * successor opens at that moment or later. `feed` must serve the bars that the run has read.
 */
export async function readMarks(
  { series, session, end, adjustments }: BacktestSpecification,
  ticks: Float64Array,
  feed: BarFeed,
  index: number,
): Promise<SeriesMarks> {
  const info = series[index]!;
  const bounds = sessionOf(info, session);
  const calendar = bounds && new SessionCalendar(bounds);
  const main = feed.series[0]!.chunks;
  const until = end ?? barCloseTime(main.at(-1)!.last, series[0]!.timeframe);
  const splits = adjustments === 'raw';
  const columns: StoredColumn[] = splits ? ['timestamp', 'close', 'splitRatio'] : ['timestamp', 'close'];
  const known = new MarkWriter(ticks, splits);
  let [time, close, ratio] = [Number.NaN, Number.NaN, Number.NaN];
  const finish = (next: number) => {
    if (Number.isNaN(time) || (calendar && !calendar.includes(time))) return;
    known.add(Math.min(next, barCloseTime(time, info.timeframe)), close, ratio);
  };
  for (const [chunk, extent] of feed.series[index]!.chunks.entries()) {
    if (extent.first >= until) break;
    const bars = await feed.read(index, chunk, columns);
    for (let row = 0; row < extent.rows && bars.timestamp![row]! < until; row++) {
      finish(bars.timestamp![row]!);
      time = bars.timestamp![row]!;
      close = bars.close![row]!;
      ratio = bars.splitRatio?.[row] ?? Number.NaN;
    }
  }
  finish(Number.POSITIVE_INFINITY);
  return known.finish();
}

/** Writes closes and splits of bars that arrive one by one to the bars of a run. */
class MarkWriter {
  readonly #ticks: Float64Array;
  readonly #close: Float64Array;
  readonly #splits: Float64Array | null;
  #tick = 0;
  #last = Number.NaN;
  #product = 1;

  constructor(ticks: Float64Array, splits: boolean) {
    this.#ticks = ticks;
    this.#close = new Float64Array(ticks.length);
    this.#splits = splits ? new Float64Array(ticks.length) : null;
  }

  /** A bar that is closed at `closes`. */
  add(closes: number, close: number, ratio: number): void {
    // The first bar of the run that knows it: the one before which nothing that opens later is closed.
    while (this.#tick + 1 < this.#ticks.length && this.#ticks[this.#tick + 1]! < closes) this.#write();
    this.#last = close;
    // What had closed when the first bar of the run opened came before the run.
    if (closes > this.#ticks[0]! && ratio > 0) this.#product *= ratio;
  }

  finish(): SeriesMarks {
    while (this.#tick < this.#ticks.length) this.#write();
    return { close: this.#close, splits: this.#splits };
  }

  #write(): void {
    this.#close[this.#tick] = this.#last;
    if (this.#splits) this.#splits[this.#tick] = this.#product;
    this.#tick++;
  }
}
