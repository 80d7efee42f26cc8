import type { PartialBarColumns } from '../core/bar.ts';
import { lowerBound } from '../core/bar.ts';
import type { BarFeed } from '../core/bar-feed.ts';
import type { SeriesInfo, SeriesKey } from '../core/series.ts';
import { barCloseTime, timeframeMilliseconds } from '../core/timeframe.ts';
import type { BarPrices } from './intrabar-policy.ts';

const COLUMNS = ['timestamp', 'open', 'high', 'low', 'close'] as const;

/** Finer bars held in memory at a time and series, about; a step of a run never spans less than one of its own bars. */
const HELD_ROWS = 131_072;

/** Finer bars of a series of the run: its index there, and that of the finer series in the feed. */
interface FinerLink {
  readonly series: SeriesInfo;
  readonly finer: SeriesInfo;
  readonly feedIndex: number;
  /** Loaded chunks by index, oldest first. */
  readonly loaded: Map<number, PartialBarColumns>;
}

/** True when `finer` has shorter bars of the same instrument as `series`. */
export function refines(finer: SeriesKey, series: SeriesKey): boolean {
  return (
    finer.symbol === series.symbol &&
    finer.assetType === series.assetType &&
    finer.exchange === series.exchange &&
    finer.quote === series.quote &&
    timeframeMilliseconds(finer.timeframe) < timeframeMilliseconds(series.timeframe)
  );
}

/** Shorter bars of the run's series, to look into its bars where these do not tell what happened first. Only the span asked for is held. */
export class FinerBars {
  /** Bars of the run that one {@link load} may span. */
  readonly stride: number;
  readonly #feed: BarFeed;
  readonly #links: readonly (FinerLink | undefined)[];

  /** The feed serves `finer` behind the `series` of the run. */
  constructor(feed: BarFeed, series: readonly SeriesInfo[], finer: readonly SeriesInfo[]) {
    this.#feed = feed;
    this.#links = series.map((each) => {
      const found = finer.find((candidate) => refines(candidate, each));
      if (!found) return undefined;
      const feedIndex = feed.series.findIndex(({ info }) => info.id === found.id);
      return { series: each, finer: found, feedIndex, loaded: new Map() };
    });
    const ratios = this.#links.map((link) =>
      link ? timeframeMilliseconds(link.series.timeframe) / timeframeMilliseconds(link.finer.timeframe) : 1,
    );
    this.stride = Math.max(1, Math.floor(HELD_ROWS / Math.max(...ratios)));
  }

  /** Loads what lies within bars that open from `from` to `last` (epoch ms UTC, both inclusive) and lets go of what lies before. */
  async load(from: number, last: number): Promise<void> {
    for (const link of this.#links) {
      if (!link) continue;
      const to = barCloseTime(last, link.series.timeframe);
      const { chunks } = this.#feed.series[link.feedIndex]!;
      for (let index = 0; index < chunks.length; index++) {
        const chunk = chunks[index]!;
        if (chunk.last < from || chunk.first >= to) link.loaded.delete(index);
        else if (!link.loaded.has(index)) {
          link.loaded.set(index, await this.#feed.read(link.feedIndex, index, COLUMNS));
        }
      }
    }
  }

  /** The finer bars that lie within the bar of a series that opens at `time`, oldest first; none where there are none. */
  within(series: number, time: number): readonly BarPrices[] {
    const link = this.#links[series];
    if (!link) return [];
    const { timeframe } = link.finer;
    const end = barCloseTime(time, link.series.timeframe);
    const bars: BarPrices[] = [];
    for (const index of [...link.loaded.keys()].sort((a, b) => a - b)) {
      const { timestamp, open, high, low, close } = link.loaded.get(index)! as Required<PartialBarColumns>;
      for (let row = lowerBound(timestamp, time); row < timestamp.length; row++) {
        if (barCloseTime(timestamp[row]!, timeframe) > end) break;
        bars.push({ open: open[row]!, high: high[row]!, low: low[row]!, close: close[row]! });
      }
    }
    return bars;
  }
}
