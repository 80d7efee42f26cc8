import type { CashFlow, ContractTerms, FinancingTerms, PriceAdjustment } from '../core/account-terms.ts';
import type { CommissionTerms, SlippageTerms } from '../core/costs.ts';
import type { SeriesInfo } from '../core/series.ts';
import type { ParameterValues } from './strategy-parameter.ts';

/** Fill profiles, see the conventions page of the docs. `next-open` is the default. */
export const FILL_PROFILES = ['next-open', 'backtesting.py', 'close', 'lumibot'] as const;

/** Name of a fill profile. */
export type FillProfile = (typeof FILL_PROFILES)[number];

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
  /** A new order cancels pending orders and closes the open position first. */
  readonly exclusiveOrders: boolean;
  /** Close what is open at the end of the run, so that it counts as a trade. */
  readonly finalizeTrades: boolean;
  /** Annual, 0.02 = 2%. */
  readonly riskFreeRate: number;
}
