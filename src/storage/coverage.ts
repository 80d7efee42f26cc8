import type { TimeRange } from '../core/bar.ts';

/** Options of a coverage request. */
export interface CoverageOptions {
  /** Shortest stretch without a bar that counts as a gap, milliseconds. Default 1: every missing bar. */
  readonly minGap?: number;
  /** Gaps listed at most. Default 1,000. */
  readonly limit?: number;
}

/** What a storage holds of a span of time. */
export interface Coverage {
  readonly rows: number;
  /** Open times of the first and the last bar in the span, epoch ms UTC; `undefined` when there is none. */
  readonly first?: number;
  readonly last?: number;
  /** Share of the span that lies inside bars, 0 to 1. Nights and weekends of a market count as not covered. */
  readonly share: number;
  /** Stretches [from, to) without a bar, ascending; the first ones when there are more than `limit`. */
  readonly gaps: readonly TimeRange[];
  /** Number of all gaps. */
  readonly gapCount: number;
}
