import type { CommissionTerms, SlippageTerms } from '../core/costs.ts';
import type { SeriesInfo } from '../core/series.ts';
import type { IntrabarPolicy } from './intrabar-policy.ts';
import type { ParameterValues } from './strategy-parameter.ts';

/** Fill profiles, see the conventions page of the docs. `next-open` is the default. */
export const FILL_PROFILES = ['next-open', 'backtesting.py', 'close', 'lumibot'] as const;

/** Name of a fill profile. */
export type FillProfile = (typeof FILL_PROFILES)[number];

/** Everything that decides the outcome of a run: two runs with equal specifications on equal bars give equal bytes. */
export interface BacktestSpecification {
  readonly strategy: string;
  readonly params: ParameterValues;
  /** Series of the run; the first one is the one that single-asset strategies trade. */
  readonly series: readonly SeriesInfo[];
  /** First moment of the run, epoch ms UTC, inclusive; absent = first bar. Bars before it are history and warm-up. */
  readonly start?: number;
  /** End of the run, epoch ms UTC, exclusive; absent = after the last bar. */
  readonly end?: number;
  readonly cash: number;
  /** Share of notional charged at entry and at exit: 0.002 = 0.2%. */
  readonly commission: number;
  /** Takes the place of `commission` when given. */
  readonly fees?: CommissionTerms;
  /** How much worse than their rule says orders without a limit fill. Default: not at all. */
  readonly slippage?: SlippageTerms;
  /** Share by which an entry pays more (buy) or gets less (sell) than its price: 0.001 = 0.1%. Default 0. */
  readonly spread?: number;
  /** Share of a position's value that must be covered by equity, (0, 1]; leverage is 1 / margin. Default 1. */
  readonly margin?: number;
  /** Smallest tradable step in units; fractions of equity and parts of trades are whole lots. Default 1. */
  readonly lotSize?: number;
  /** An order opens a trade of its own instead of closing trades of the other side first. Default false. */
  readonly hedging?: boolean;
  /** Market orders fill at the close of the deciding bar, and are booked to it, though executed in the next one. Default false. */
  readonly tradeOnClose?: boolean;
  readonly fillProfile: FillProfile;
  /** What is taken for granted where a bar does not tell what happened first. Default `pessimistic`. Not in `backtesting.py`. */
  readonly intrabar?: IntrabarPolicy;
  /**
   * Shorter bars of instruments of `series`, which the feed serves behind those: bars that do not tell what happened first are looked into.
   * Where they have a hole, {@link intrabar} decides. Not traded, and not seen by the strategy. Not in `backtesting.py`.
   */
  readonly finerBars?: readonly SeriesInfo[];
  /** Say the final equity under each intrabar policy. Costs up to three more runs when bars are ambiguous. Default false. */
  readonly band?: boolean;
  /**
   * Days without bars after which a market order, one for a session's open or close, IOC or FOK has come too late and expires; null for no
   * bound. Default 14, crypto 1; none in `backtesting.py` and `lumibot`.
   */
  readonly maxGap?: number | null;
  /** Share of a bar's volume that orders may trade in it, (0, 1]; what is left of an order waits. Default: no limit. Not in `backtesting.py`. */
  readonly volumeLimit?: number;
  /** A new order cancels pending orders and closes the open position first. */
  readonly exclusiveOrders: boolean;
  /** Close what is open at the end of the run, so that it counts as a trade. */
  readonly finalizeTrades: boolean;
  /** Annual, 0.02 = 2%. */
  readonly riskFreeRate: number;
}
