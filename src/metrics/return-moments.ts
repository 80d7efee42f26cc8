/** Moments of period returns in the backtesting.py convention. */
export interface ReturnMoments {
  /** exp(mean of ln(1+r)) - 1; 0 once any r <= -1 (ruin), NaN without returns. */
  readonly geometricMean: number;
  /** Sample variance (n-1); NaN with fewer than two returns. */
  readonly variance: number;
  /** Mean of min(r, 0)^2; NaN without returns. */
  readonly downsideSquare: number;
}

/** Moments of `returns` (0.1 = 10%), in one pass. */
export function returnMoments(returns: readonly number[]): ReturnMoments {
  let logs = 0;
  let ruined = false;
  let count = 0;
  let mean = 0;
  let squares = 0;
  let downside = 0;
  for (const change of returns) {
    if (change <= -1) ruined = true;
    else logs += Math.log(1 + change);
    count++;
    const deviation = change - mean;
    mean += deviation / count;
    squares += deviation * (change - mean);
    if (change < 0) downside += change * change;
  }
  return {
    geometricMean: ruined ? 0 : Math.exp(logs / count) - 1,
    variance: count < 2 ? Number.NaN : squares / (count - 1),
    downsideSquare: downside / count,
  };
}
