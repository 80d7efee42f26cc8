import type { BarColumn } from '../core/bar.ts';
import { BacktabError } from '../core/error.ts';
import type { OrderRecord } from '../core/order.ts';
import type { SeriesName } from '../core/series.ts';
import type { Commission } from './commission.ts';
import type { IndicatorDeclarations } from './indicator-declarations.ts';
import type { ParameterValues, StrategyDescription, StrategyParameters } from './strategy-parameter.ts';
import type { TradingContext } from './trading-context.ts';

type ValueOf<Type> = Type extends 'boolean' ? boolean : number;

/** Values of declared parameters: a boolean for a `boolean`, a number for the others. */
export type ValuesOf<Declared extends StrategyParameters> = {
  readonly [Name in keyof Declared]: ValueOf<Declared[Name]['type']>;
};

/** What a strategy declares while it is created, before any bar is seen. */
export interface StrategySetup<Values = ParameterValues> extends IndicatorDeclarations {
  readonly parameters: Values;
  /** The series of the run, the main one first: the indices are those of `series` everywhere else. */
  readonly series: readonly SeriesName[];
  /** The first decision waits until this many bars of the main series have closed before its own. */
  warmUp(bars: number): void;
  /** The most bars that `getHistoricalPrices` will be asked for; 1,024 unless declared. */
  keepHistory(bars: number): void;
}

/** A strategy at work. Its methods are called synchronously, at the close of a bar. */
export interface Strategy {
  /** Once, at the first decision, before `onTradingIteration`. */
  initialize?(context: TradingContext): void;
  /** At the close of every bar from the first decision on. Orders placed here execute from the next bar on. */
  onTradingIteration(context: TradingContext): void;
  /** Before the first bar of a session executes: what is sent here may fill at its open. Bars of a day or longer: before each. */
  beforeMarketOpens?(context: TradingContext): void;
  /** After the iteration that the last bar of a session follows. Bars of a day or longer: after each iteration. */
  beforeMarketCloses?(context: TradingContext): void;
  /** After the iteration at the end of a session, or later, once it is sure that no bar of it came any more. Bars of a day or longer: after each. */
  afterMarketCloses?(context: TradingContext): void;
  /** At the close of the bar in which an order was filled, before `onTradingIteration`. */
  onFilledOrder?(context: TradingContext, order: OrderRecord): void;
  /** At the close of the bar in which an order was cancelled or rejected: `order.status` says which, `order.reason` why. */
  onCanceledOrder?(context: TradingContext, order: OrderRecord): void;
}

/** A strategy with its parameters. */
export interface StrategyDefinition<Declared extends StrategyParameters = StrategyParameters>
  extends StrategyDescription {
  readonly parameters: Declared;
  /** Columns that `getHistoricalPrices` gives beside timestamp, open and close; all of them unless declared. */
  readonly columns?: readonly BarColumn[];
  /** What an execution costs, in money, when the run's `fees` are of type `strategy`; charged at entry and at exit. */
  readonly commission?: Commission;
  /** A rule across parameters: undefined, or what is wrong with the values. */
  validate?(values: ValuesOf<Declared>): string | undefined;
  create(setup: StrategySetup<ValuesOf<Declared>>): Strategy;
}

/**
 * Declares a strategy. The parameters' declarations type the values that `create` receives.
 * @throws BacktabError `bad-argument` when the definition lacks an id, a name, parameters or `create`.
 */
export function defineStrategy<const Declared extends StrategyParameters>(
  definition: StrategyDefinition<Declared>,
): StrategyDefinition<Declared> {
  const { id, name, parameters, create } = definition;
  if (typeof id !== 'string' || id === '') throw malformed('id', 'a text that is not empty', id);
  if (typeof name !== 'string' || name === '') throw malformed('name', 'a text that is not empty', name);
  if (typeof parameters !== 'object' || parameters === null)
    throw malformed('parameters', 'an object', parameters);
  if (typeof create !== 'function') throw malformed('create', 'a function', create);
  return definition;
}

function malformed(field: string, expected: string, value: unknown): BacktabError {
  return new BacktabError(
    'bad-argument',
    `\`${field}\` of a strategy must be ${expected}, got ${String(value)}`,
  );
}
