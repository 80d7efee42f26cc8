/** A fall of the equity below its peak. */
export interface DrawdownEpisode {
  /** Open time of the bar at the peak, of the deepest bar and of the bar that is back at the peak (null: not yet), epoch ms UTC. */
  readonly start: number;
  readonly trough: number;
  readonly recovery: number | null;
  /** Open time of the recovery, or of the last bar. */
  readonly end: number;
  /** 1 - trough / peak, 0..1. */
  readonly depth: number;
  /** Bars from the peak to `end`. */
  readonly bars: number;
}

/** Drawdown figures as ratios (0.1 = 10%) and durations in ms; NaN where there is none. */
export interface DrawdownSummary {
  readonly deepest: number;
  readonly averageDepth: number;
  readonly longest: number;
  readonly averageDuration: number;
}

/** Deepest episodes that are kept. */
export const KEPT_EPISODES = 20;

/**
 * Drawdown episodes of an equity that arrives bar by bar, in constant memory. An episode lasts from the peak to the recovery, or to the last
 * bar; one of the summary has at least one bar between the two (backtesting.py). The average depth is the mean of the episodes' maxima.
 */
export class DrawdownTracker {
  #deepest = 0;
  #count = 0;
  #depths = 0;
  #durations = 0;
  #longest = Number.NaN;
  readonly #kept: DrawdownEpisode[] = [];

  /** An episode that ended at its recovery. */
  close(episode: DrawdownEpisode): void {
    if (episode.bars > 1) {
      const duration = episode.end - episode.start;
      this.#count++;
      this.#depths += episode.depth;
      this.#durations += duration;
      this.#longest = this.#count === 1 ? duration : Math.max(this.#longest, duration);
    }
    if (episode.depth > this.#deepest) this.#deepest = episode.depth;
    keep(this.#kept, episode);
  }

  /** Summary and deepest episodes (deepest first), `open` being the one that lasts at the end. */
  summarize(open: DrawdownEpisode | null): { summary: DrawdownSummary; episodes: DrawdownEpisode[] } {
    const counts = open !== null && open.bars > 1;
    const count = this.#count + (counts ? 1 : 0);
    const duration = open === null ? 0 : open.end - open.start;
    const deepest = Math.max(this.#deepest, open?.depth ?? 0);
    const episodes = [...this.#kept];
    if (open !== null) keep(episodes, open);
    const lone = count === 0 && deepest > 0 ? deepest : Number.NaN;
    const longest = this.#count === 0 ? duration : Math.max(this.#longest, duration);
    return {
      summary: {
        deepest,
        averageDepth: count > 0 ? (this.#depths + (counts ? open.depth : 0)) / count : lone,
        longest: counts ? longest : this.#longest,
        averageDuration: (this.#durations + (counts ? duration : 0)) / count,
      },
      episodes,
    };
  }
}

function keep(kept: DrawdownEpisode[], episode: DrawdownEpisode): void {
  if (kept.length === KEPT_EPISODES && kept[kept.length - 1]!.depth >= episode.depth) return;
  let place = kept.length;
  while (place > 0 && kept[place - 1]!.depth < episode.depth) place--;
  kept.splice(place, 0, episode);
  if (kept.length > KEPT_EPISODES) kept.pop();
}
