import { BAR_COLUMNS, type BarColumn } from '../core/bar.ts';
import { BacktabError } from '../core/error.ts';
import { type SeriesName, seriesName } from '../core/series.ts';
import { indicatorDeclarations } from './indicator-declarations.ts';
import { IndicatorDesk, SLICE_BARS } from './indicator-desk.ts';
import type { Strategy, StrategyDefinition } from './strategy.ts';
import { strategyError } from './strategy-call.ts';
import type { ParameterValues } from './strategy-parameter.ts';

/** Bars of history that a strategy may ask for unless it declares another number. */
export const DEFAULT_HISTORY = 1_024;

/** A strategy ready to run, and what it needs. */
export interface PreparedStrategy {
  readonly id: string;
  readonly strategy: Strategy;
  /** Indicators of the main series, the first of {@link desks}. */
  readonly indicators: IndicatorDesk;
  /** Indicators by series. */
  readonly desks: readonly IndicatorDesk[];
  /** Bars of the main series that must have closed before the bar of the first decision. */
  readonly warmUp: number;
  /** The same when indicators that are not defined within so many bars are not waited for. */
  warmUpWithin(bars: number): number;
  /** Bars of history kept for `getHistoricalPrices`. */
  readonly history: number;
  /** Columns to load, in storage order. */
  readonly columns: readonly BarColumn[];
  /** Whether highs and lows are among them, for orders that execute inside a bar. */
  readonly hasRange: boolean;
}

/**
 * Creates a strategy with checked parameters.
 * @throws BacktabError `strategy-failed` when its `create` throws, `bad-argument` when it declares something impossible.
 */
export function prepareStrategy(
  definition: StrategyDefinition,
  parameters: ParameterValues,
  series: readonly SeriesName[],
): PreparedStrategy {
  const slice = sliceOf(series.length);
  const desks = series.map(() => new IndicatorDesk(slice));
  const indicators = desks[0]!;
  let warmUp = 0;
  let history = DEFAULT_HISTORY;
  const strategy = guarded(definition.id, () =>
    definition.create({
      parameters,
      series: series.map(seriesName),
      ...indicatorDeclarations((index) => deskOf(desks, index), pricedColumn),
      warmUp: (bars) => {
        warmUp = Math.max(warmUp, count('warmUp', bars));
      },
      keepHistory: (bars) => {
        history = count('keepHistory', bars);
      },
    }),
  );
  if (typeof strategy?.onTradingIteration !== 'function') {
    throw new BacktabError(
      'bad-argument',
      `create of strategy "${definition.id}" must return an object with onTradingIteration`,
    );
  }
  const needed = new Set<BarColumn>([
    'timestamp',
    'open',
    'close',
    ...desks.flatMap(({ columns }) => columns),
  ]);
  for (const column of definition.columns ?? BAR_COLUMNS) needed.add(knownColumn(column));
  return {
    id: definition.id,
    strategy,
    indicators,
    desks,
    warmUp: Math.max(warmUp, indicators.warmUp),
    warmUpWithin: (bars) => Math.max(warmUp, indicators.warmUpWithin(bars)),
    history,
    columns: BAR_COLUMNS.filter((column) => needed.has(column)),
    hasRange: needed.has('high') && needed.has('low'),
  };
}

/** Bars that indicators are computed of at a time: fewer when there are many series, so that they take no more memory in all. */
export function sliceOf(series: number): number {
  return Math.max(1_024, Math.floor(SLICE_BARS / Math.max(1, series / 4)));
}

function deskOf(desks: readonly IndicatorDesk[], series: number): IndicatorDesk {
  const desk = desks[series];
  if (desk) return desk;
  throw new BacktabError(
    'bad-argument',
    `An indicator of series ${series} was declared, the run has ${desks.length === 1 ? 'one series (0)' : `the series 0 to ${desks.length - 1}`}: choose more series or another index`,
  );
}

function guarded<Value>(id: string, create: () => Value): Value {
  try {
    return create();
  } catch (thrown) {
    throw strategyError(thrown, id, 'while it was created');
  }
}

function count(what: string, bars: number): number {
  if (Number.isInteger(bars) && bars >= 0) return bars;
  throw new BacktabError('bad-argument', `${what} takes a whole number of bars from 0 on, got ${bars}`);
}

function knownColumn(column: BarColumn): BarColumn {
  if (BAR_COLUMNS.includes(column)) return column;
  throw new BacktabError('bad-argument', `A bar has no column "${column}", only ${BAR_COLUMNS.join(', ')}`);
}

function pricedColumn(column: BarColumn): BarColumn {
  if (column !== 'timestamp') return knownColumn(column);
  throw new BacktabError('bad-argument', 'An indicator takes a price or the volume, got "timestamp"');
}
