import type { SamplingPeriod } from './sampling-period.ts';

const DAY = 86_400_000;

/** Moments of the returns between the last equities of consecutive calendar periods that have bars. */
export interface PeriodReturns {
  /** exp(mean of ln(1+r)) - 1; 0 once any r <= -1 (ruin), NaN without returns. */
  readonly geometricMean: number;
  /** Sample variance (n-1); NaN with fewer than two returns. */
  readonly variance: number;
  /** Mean of min(r, 0)^2; NaN without returns. */
  readonly downsideSquare: number;
}

/** Returns per calendar period of an equity curve, in one pass and constant memory. */
export function periodReturns(
  timestamp: Float64Array,
  equity: Float64Array,
  sampling: SamplingPeriod,
): PeriodReturns {
  const moments = new ReturnMoments();
  const { periodOf } = sampling;
  let period = Number.NaN;
  let nextDay = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < equity.length; i++) {
    const time = timestamp[i]!;
    if (time < nextDay) continue;
    nextDay = (Math.floor(time / DAY) + 1) * DAY;
    const next = periodOf(time);
    if (next !== period && i > 0) moments.add(equity[i - 1]!);
    period = next;
  }
  if (equity.length > 0) moments.add(equity[equity.length - 1]!);
  return moments;
}

class ReturnMoments implements PeriodReturns {
  #previous = Number.NaN;
  #logs = 0;
  #ruined = false;
  #count = 0;
  #mean = 0;
  #squares = 0;
  #downside = 0;

  add(equity: number): void {
    const change = equity / this.#previous - 1;
    this.#previous = equity;
    if (Number.isNaN(change)) return;
    if (change <= -1) this.#ruined = true;
    else this.#logs += Math.log1p(change);
    this.#count++;
    const deviation = change - this.#mean;
    this.#mean += deviation / this.#count;
    this.#squares += deviation * (change - this.#mean);
    if (change < 0) this.#downside += change * change;
  }

  get geometricMean(): number {
    return this.#ruined ? 0 : Math.expm1(this.#logs / this.#count);
  }

  get variance(): number {
    return this.#count < 2 ? Number.NaN : this.#squares / (this.#count - 1);
  }

  get downsideSquare(): number {
    return this.#downside / this.#count;
  }
}
