import type { CashFlow, ContractTerms, FinancingTerms, PriceAdjustment } from '../core/account-terms.ts';
import type { CommissionTerms, SlippageTerms } from '../core/costs.ts';
import type { SeriesInfo } from '../core/series.ts';
import type { TradingSession } from '../core/trading-session.ts';
import type { IntrabarPolicy } from './intrabar-policy.ts';
import type { ParameterValues } from './strategy-parameter.ts';

/** Fill profiles, see the conventions page of the docs. `next-open` is the default. */
export const FILL_PROFILES = ['next-open', 'backtesting.py', 'close', 'lumibot'] as const;

/** Name of a fill profile. */
export type FillProfile = (typeof FILL_PROFILES)[number];

/** Hours of a market. `regular` (default): a run sees only bars that open inside them, but all bars of a day or longer. `extended`: all bars. */
export interface SessionTerms extends TradingSession {
  readonly hours?: (typeof SESSION_HOURS)[number];
}

/** Which bars a run with a session sees. */
export const SESSION_HOURS = ['regular', 'extended'] as const;

/** Series that a feed must serve for a run, in their order: the traded ones, finer bars of them, then the benchmark unless it is there already. */
export function feedSeries({
  series,
  finerBars = [],
  benchmark,
}: BacktestSpecification): readonly SeriesInfo[] {
  const served = [...series, ...finerBars.filter(({ id }) => series.every((traded) => traded.id !== id))];
  return benchmark && served.every(({ id }) => id !== benchmark.id) ? [...served, benchmark] : served;
}

/** Terms of trading and of the account that a run may set beside the common ones. */
export const RUN_TERMS = [
  'fees',
  'slippage',
  'spread',
  'margin',
  'maintenanceMargin',
  'financing',
  'cashFlows',
  'contract',
  'adjustments',
  'lotSize',
  'hedging',
  'tradeOnClose',
] as const satisfies readonly (keyof BacktestSpecification)[];

/** The fields of a specification that {@link RUN_TERMS} lists. */
export type RunTerms = Pick<BacktestSpecification, (typeof RUN_TERMS)[number]>;

/** Everything that decides the outcome of a run: two runs with equal specifications on equal bars give equal bytes. */
export interface BacktestSpecification {
  readonly strategy: string;
  readonly params: ParameterValues;
  /** Series of the run; the first one is the one that single-asset strategies trade, and it sets the period. No series twice. */
  readonly series: readonly SeriesInfo[];
  /** What the run is measured against: not traded unless it is one of `series`. Where it is not, the feed serves it after them. */
  readonly benchmark?: SeriesInfo;
  /** Hours of the market; default the UTC day and all bars. */
  readonly session?: SessionTerms;
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
  /** Share of the open positions' value that equity must cover at a close, (0, `margin`]; less is a margin call. Default: no such call. */
  readonly maintenanceMargin?: number;
  /** Borrow fees and interest. Default: none. */
  readonly financing?: FinancingTerms;
  /** Deposits and withdrawals. Default: none. */
  readonly cashFlows?: readonly CashFlow[];
  /** Contract of all series, or one of each. Default: a unit is worth its price. */
  readonly contract?: ContractTerms | readonly ContractTerms[];
  /** `raw`: dividends and splits that the bars carry are applied. Default `adjusted`: the prices have them in them. */
  readonly adjustments?: PriceAdjustment;
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
  /** List each move of a trailing stop among the `orderChanges`: one a bar and order at most. Changes nothing else. Default false. */
  readonly trailHistory?: boolean;
  /** A new order cancels pending orders and closes the open position first. */
  readonly exclusiveOrders: boolean;
  /** Close what is open at the end of the run, so that it counts as a trade. */
  readonly finalizeTrades: boolean;
  /** Annual, 0.02 = 2%. */
  readonly riskFreeRate: number;
}
