import type { Timeframe } from '../core/timeframe.ts';
import type { TradingSession } from '../core/trading-session.ts';

/** What is made of stored bars on their way out: first the session, then the longer bars. */
export interface ReadOptions {
  /** Only bars that open inside this daily window; default all hours. */
  readonly session?: TradingSession;
  /**
   * Sums the bars up to this length. Only bars of the request are summed, so nothing after its end is ever seen: the first and the last row are whole
   * when the bounds lie on starts of such bars.
   */
  readonly resample?: Timeframe;
}
