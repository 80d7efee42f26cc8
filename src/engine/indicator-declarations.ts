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

/** Indicators that a strategy may declare, of the run's first series. The first decision waits until all of them are defined. */
export interface IndicatorDeclarations {
  /** An indicator of one's own: `kernel` is fed the column's values in order, a piece at a time. */
  indicator(column: PricedColumn, kernel: IndicatorKernel): IndicatorLine;
  /** Simple moving average of the last `length` values. */
  sma(column: PricedColumn, length: number): IndicatorLine;
  /** Exponential moving average, seeded with the mean of the first `length` values. */
  ema(column: PricedColumn, length: number): IndicatorLine;
  /** Relative strength index after Wilder, 0..100. */
  rsi(column: PricedColumn, length: number): IndicatorLine;
  /** Rate of change over `length` bars, 0.1 = 10%. */
  roc(column: PricedColumn, length: number): IndicatorLine;
  /** Highest of the last `length` values, this bar's included. */
  highest(column: PricedColumn, length: number): IndicatorLine;
  /** Lowest of the last `length` values, this bar's included. */
  lowest(column: PricedColumn, length: number): IndicatorLine;
  /** Average true range after Wilder, in price units. */
  atr(length: number): IndicatorLine;
  /** Difference of two exponential averages, and its own exponential average. */
  macd(
    column: PricedColumn,
    fast: number,
    slow: number,
    signal: number,
  ): { readonly line: IndicatorLine; readonly signal: IndicatorLine };
  /** Bands of `deviations` population standard deviations around the mean. */
  bollinger(
    column: PricedColumn,
    length: number,
    deviations: number,
  ): { readonly lower: IndicatorLine; readonly middle: IndicatorLine; readonly upper: IndicatorLine };
}

/** The declarations, entered on a desk. Each throws BacktabError `bad-argument` for an impossible length or column. */
export function indicatorDeclarations(
  desk: IndicatorDesk,
  priced: (column: BarColumn) => BarColumn,
): IndicatorDeclarations {
  return {
    indicator: (column, kernel) => desk.declare(kernel, priced(column)),
    sma: (column, length) => desk.declare(new SimpleMovingAverage(length), priced(column)),
    ema: (column, length) => desk.declare(new ExponentialMovingAverage(length), priced(column)),
    rsi: (column, length) => desk.declare(new RelativeStrengthIndex(length), priced(column)),
    roc: (column, length) => desk.declare(new RateOfChange(length), priced(column)),
    highest: (column, length) => desk.declare(new RollingExtreme(length, 'highest'), priced(column)),
    lowest: (column, length) => desk.declare(new RollingExtreme(length, 'lowest'), priced(column)),
    atr: (length) => desk.declareOfBars(new AverageTrueRange(length)),
    macd: (column, fast, slow, signal) => ({
      line: desk.declare(new MovingAverageConvergence(fast, slow, null), priced(column)),
      signal: desk.declare(new MovingAverageConvergence(fast, slow, signal), priced(column)),
    }),
    bollinger: (column, length, deviations) => ({
      lower: desk.declare(new BollingerBand(length, -deviationsFrom(deviations)), priced(column)),
      middle: desk.declare(new SimpleMovingAverage(length), priced(column)),
      upper: desk.declare(new BollingerBand(length, deviations), priced(column)),
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
