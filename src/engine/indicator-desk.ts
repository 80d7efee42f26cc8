import type { BarColumn, PartialBarColumns } from '../core/bar.ts';
import type { BarKernel, IndicatorKernel } from '../indicators/indicator-kernel.ts';
import { SimpleMovingAverage } from '../indicators/simple-moving-average.ts';
import { IndicatorLine, SliceCursor } from './indicator-line.ts';
import { NearTies } from './near-ties.ts';

/** Most bars that are worked on between two pauses of a run. */
export const SLICE_BARS = 16_384;

interface DeclaredIndicator {
  readonly kernel: BarKernel;
  readonly values: Float64Array;
}

/** The indicators a strategy has declared: computed a slice at a time, revealed a bar at a time. */
export class IndicatorDesk {
  readonly cursor = new SliceCursor();
  readonly #declared: DeclaredIndicator[] = [];
  readonly #ties = new NearTies();
  readonly #slice: number;
  #filled = 0;

  /** `slice`: most bars that are computed at a time. */
  constructor(slice = SLICE_BARS) {
    this.#slice = slice;
  }

  /** An indicator of one column. */
  declare(kernel: IndicatorKernel, column: BarColumn): IndicatorLine {
    const values = this.#enter({
      warmUp: kernel.warmUp,
      columns: [column],
      computeBars: (bars, from, to, target, offset) =>
        kernel.compute(bars[column]!, from, to, target, offset),
    });
    if (kernel instanceof SimpleMovingAverage) this.#ties.add(column, kernel.warmUp + 1, values);
    return new IndicatorLine(values, this.cursor);
  }

  /** An indicator of whole bars. */
  declareOfBars(kernel: BarKernel): IndicatorLine {
    return new IndicatorLine(this.#enter(kernel), this.cursor);
  }

  #enter(kernel: BarKernel): Float64Array {
    const values = new Float64Array(this.#slice + 1).fill(Number.NaN);
    this.#declared.push({ kernel, values });
    return values;
  }

  /** Bars that must have closed before all indicators are defined. */
  get warmUp(): number {
    return this.#declared.reduce((longest, { kernel }) => Math.max(longest, kernel.warmUp), 0);
  }

  /** The same of those indicators that are ever defined within so many bars. */
  warmUpWithin(bars: number): number {
    return this.#declared.reduce(
      (longest, { kernel }) => (kernel.warmUp < bars ? Math.max(longest, kernel.warmUp) : longest),
      0,
    );
  }

  get isEmpty(): boolean {
    return this.#declared.length === 0;
  }

  get columns(): readonly BarColumn[] {
    return this.#declared.flatMap(({ kernel }) => kernel.columns);
  }

  /** Computes rows [from, to) of a chunk, at most a slice of them. */
  compute(bars: PartialBarColumns, from: number, to: number): void {
    for (const { kernel, values } of this.#declared) {
      values[0] = values[this.#filled]!;
      kernel.computeBars(bars, from, to, values, 1);
    }
    this.#ties.settle(bars, from, to);
    this.#filled = to - from;
  }
}
