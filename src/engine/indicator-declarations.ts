import type { BarColumn } from '../core/bar.ts';
import { BacktabError } from '../core/error.ts';
import { AverageTrueRange } from '../indicators/average-true-range.ts';
import { BollingerBand } from '../indicators/bollinger-band.ts';
import { ExponentialMovingAverage } from '../indicators/exponential-moving-average.ts';
import type { IndicatorKernel } from '../indicators/indicator-kernel.ts';
import { MovingAverageConvergence } from '../indicators/moving-average-convergence.ts';
import { RateOfChange } from '../indicators/rate-of-change.ts';
import { RelativeStrengthIndex } from '../indicators/relative-strength-index.ts';
import { RollingExtreme } from '../indicators/rolling-extreme.ts';
import { SimpleMovingAverage } from '../indicators/simple-moving-average.ts';
import type { IndicatorDesk } from './indicator-desk.ts';
import type { IndicatorLine } from './indicator-line.ts';

/** A column that an indicator may be taken of: a price or the volume. */
export type PricedColumn = Exclude<BarColumn, 'timestamp'>;

/** Of which series of the run an indicator is taken, counted from 0. Default 0, the main one. */
export interface IndicatorOptions {
  readonly series?: number;
}

/** Indicators that a strategy may declare, of the run's first series unless `series` says otherwise. The first decision waits until all of them are defined. */
export interface IndicatorDeclarations {
  /** An indicator of one's own: `kernel` is fed the column's values in order, a piece at a time. */
  indicator(column: PricedColumn, kernel: IndicatorKernel, options?: IndicatorOptions): IndicatorLine;
  /** Simple moving average of the last `length` values. */
  sma(column: PricedColumn, length: number, options?: IndicatorOptions): IndicatorLine;
  /** Exponential moving average, seeded with the mean of the first `length` values. */
  ema(column: PricedColumn, length: number, options?: IndicatorOptions): IndicatorLine;
  /** Relative strength index after Wilder, 0..100. */
  rsi(column: PricedColumn, length: number, options?: IndicatorOptions): IndicatorLine;
  /** Rate of change over `length` bars, 0.1 = 10%. */
  roc(column: PricedColumn, length: number, options?: IndicatorOptions): IndicatorLine;
  /** Highest of the last `length` values, this bar's included. */
  highest(column: PricedColumn, length: number, options?: IndicatorOptions): IndicatorLine;
  /** Lowest of the last `length` values, this bar's included. */
  lowest(column: PricedColumn, length: number, options?: IndicatorOptions): IndicatorLine;
  /** Average true range after Wilder, in price units. */
  atr(length: number, options?: IndicatorOptions): IndicatorLine;
  /** Difference of two exponential averages, and its own exponential average. */
  macd(
    column: PricedColumn,
    fast: number,
    slow: number,
    signal: number,
    options?: IndicatorOptions,
  ): { readonly line: IndicatorLine; readonly signal: IndicatorLine };
  /** Bands of `deviations` population standard deviations around the mean. */
  bollinger(
    column: PricedColumn,
    length: number,
    deviations: number,
    options?: IndicatorOptions,
  ): { readonly lower: IndicatorLine; readonly middle: IndicatorLine; readonly upper: IndicatorLine };
}

/** The declarations, entered on the desk of their series. Each throws BacktabError `bad-argument` for an impossible length, column or series. */
export function indicatorDeclarations(
  deskOf: (series: number) => IndicatorDesk,
  priced: (column: BarColumn) => BarColumn,
): IndicatorDeclarations {
  const declare = (kernel: IndicatorKernel, column: PricedColumn, options: IndicatorOptions | undefined) =>
    deskOf(options?.series ?? 0).declare(kernel, priced(column));
  return {
    indicator: (column, kernel, options) => declare(kernel, column, options),
    sma: (column, length, options) => declare(new SimpleMovingAverage(length), column, options),
    ema: (column, length, options) => declare(new ExponentialMovingAverage(length), column, options),
    rsi: (column, length, options) => declare(new RelativeStrengthIndex(length), column, options),
    roc: (column, length, options) => declare(new RateOfChange(length), column, options),
    highest: (column, length, options) => declare(new RollingExtreme(length, 'highest'), column, options),
    lowest: (column, length, options) => declare(new RollingExtreme(length, 'lowest'), column, options),
    atr: (length, options) => deskOf(options?.series ?? 0).declareOfBars(new AverageTrueRange(length)),
    macd: (column, fast, slow, signal, options) => ({
      line: declare(new MovingAverageConvergence(fast, slow, null), column, options),
      signal: declare(new MovingAverageConvergence(fast, slow, signal), column, options),
    }),
    bollinger: (column, length, deviations, options) => ({
      lower: declare(new BollingerBand(length, -deviationsFrom(deviations)), column, options),
      middle: declare(new SimpleMovingAverage(length), column, options),
      upper: declare(new BollingerBand(length, deviations), column, options),
    }),
  };
}

function deviationsFrom(deviations: number): number {
  if (deviations > 0 && Number.isFinite(deviations)) return deviations;
  throw new BacktabError(
    'bad-argument',
    `A Bollinger band takes a positive number of deviations, got ${deviations}`,
  );
}
