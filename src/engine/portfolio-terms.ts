import type { SeriesInfo } from '../core/series.ts';
import type { SessionCalendar } from '../core/trading-session.ts';
import type { AccountTerms } from './account/account.ts';
import type { KeepEquity } from './equity-recorder.ts';
import type { IntrabarPolicy } from './intrabar-policy.ts';
import type { PriceHistory } from './price-history.ts';
import type { SeriesCursor } from './series-cursor.ts';
import type { BrokerTerms } from './trading-terms.ts';

/** What a loop on the merged clock is set up with. */
export interface PortfolioTerms extends Omit<BrokerTerms, 'seriesCount' | 'hasRange'> {
  /** Traded series, the main one first. */
  readonly series: readonly SeriesInfo[];
  /** First moment of the run, epoch ms UTC: a tick counts when one of its bars opens at or after it. */
  readonly start: number;
  /** Bars of the longest series: about the number of ticks. */
  readonly bars: number;
  readonly finalizeTrades: boolean;
  readonly account: AccountTerms;
  readonly intrabar?: IntrabarPolicy | undefined;
  /** Keeps the equity; without it the recorder does. */
  readonly keepEquity?: KeepEquity | undefined;
  /** Sessions that the strategy's hooks follow; absent when bars are of a day or longer. */
  readonly calendar: SessionCalendar | undefined;
  /** Length of the shortest bar, ms. */
  readonly barLength: number;
}

/** The series of a loop: what moves them is the loop alone. */
export interface PortfolioSeries {
  readonly cursors: readonly SeriesCursor[];
  readonly histories: readonly PriceHistory[];
  /** Bars of each series, history included. */
  readonly rows: readonly number[];
  /** The series that the run is measured against: it makes no ticks and cannot be traded. */
  readonly benchmark: SeriesCursor | undefined;
  /** Index of the traded series that is the benchmark, or -1. */
  readonly benchmarkIndex: number;
}
