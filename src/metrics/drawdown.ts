/** Drawdown per bar, 0..1: 1 - equity / running peak of equity. */
export function drawdownOf(equity: Float64Array): Float64Array {
  const drawdown = new Float64Array(equity.length);
  let peak = Number.NEGATIVE_INFINITY;
  let before = Number.NaN;
  let depth = 0;
  for (let i = 0; i < equity.length; i++) {
    const value = equity[i]!;
    if (value !== before) {
      if (value > peak) peak = value;
      depth = 1 - value / peak;
      before = value;
    }
    drawdown[i] = depth;
  }
  return drawdown;
}

/** Drawdown figures as ratios (0.1 = 10%) and durations in ms; NaN where there is none. */
export interface DrawdownSummary {
  readonly deepest: number;
  readonly averageDepth: number;
  readonly longest: number;
  readonly averageDuration: number;
}

/**
 * Episodes are gaps of more than one bar between bars at the running peak (and the last bar): from the peak to the recovery.
 * The average depth is the mean of the episodes' maxima.
 */
export function summarizeDrawdowns(timestamp: Float64Array, drawdown: Float64Array): DrawdownSummary {
  const last = drawdown.length - 1;
  let deepest = 0;
  let episodes = 0;
  let depths = 0;
  let durations = 0;
  let longest = Number.NaN;
  let peak = 0;
  let depth = 0;
  for (let i = 0; i <= last; i++) {
    const value = drawdown[i]!;
    if (value > depth) depth = value;
    if (value !== 0 && i !== last) continue;
    if (i > peak + 1) {
      const duration = timestamp[i]! - timestamp[peak]!;
      episodes++;
      depths += depth;
      durations += duration;
      longest = episodes === 1 ? duration : Math.max(longest, duration);
    }
    deepest = Math.max(deepest, depth);
    peak = i;
    depth = 0;
  }
  const lone = episodes === 0 && deepest > 0 ? deepest : Number.NaN;
  return {
    deepest,
    averageDepth: episodes > 0 ? depths / episodes : lone,
    longest,
    averageDuration: durations / episodes,
  };
}
