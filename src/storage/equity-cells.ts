import { allocateColumns, growColumns } from '../core/column-set.ts';

/** Bars in one cell of an equity curve: as many as a level of the bars has, so that a chart's rows are whole cells (docs/adr/0005-level-of-detail.md). */
export const EQUITY_CELL_BARS = 128;

/** An equity curve summed up in cells of time, columns of one length; a single bar is a cell too. */
export interface EquityCells {
  /** Open time of the first bar of the cell, epoch ms UTC, ascending. */
  readonly timestamp: Float64Array;
  /** Money at the last bar of the cell, and its extremes. */
  readonly last: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Deepest drawdown in the cell from the peak of the run so far, 0..1. */
  readonly drawdown: Float64Array;
}

/** An equity curve summed up for the rows of a chart; NaN where the run has no bar. */
export type EquityRows = Omit<EquityCells, 'timestamp'>;

const FIELDS = ['timestamp', 'last', 'low', 'high', 'drawdown'] as const;

/** Sums up an equity curve as it grows, in constant memory a cell. */
export class EquityCellBuilder {
  readonly #width: number;
  readonly #columns = allocateColumns(FIELDS, 64);
  #length = 0;
  #cell = Number.NaN;
  #peak = Number.NEGATIVE_INFINITY;

  /** `width`: milliseconds of a cell, counted from the epoch. */
  constructor(width: number) {
    this.#width = width;
  }

  /** Appends bars in ascending time. */
  append(timestamp: Float64Array, equity: Float64Array): void {
    const columns = this.#columns;
    let peak = this.#peak;
    for (let bar = 0; bar < equity.length; bar++) {
      const value = equity[bar] as number;
      const time = timestamp[bar] as number;
      if (value > peak) peak = value;
      const depth = 1 - value / peak;
      const cell = Math.floor(time / this.#width);
      if (cell !== this.#cell) {
        this.#cell = cell;
        if (this.#length === columns.last.length) growColumns(columns, FIELDS);
        const row = this.#length++;
        columns.timestamp[row] = time;
        columns.low[row] = value;
        columns.high[row] = value;
        columns.drawdown[row] = depth;
      }
      const row = this.#length - 1;
      columns.last[row] = value;
      if (value < (columns.low[row] as number)) columns.low[row] = value;
      if (value > (columns.high[row] as number)) columns.high[row] = value;
      if (depth > (columns.drawdown[row] as number)) columns.drawdown[row] = depth;
    }
    this.#peak = peak;
  }

  /** The cells so far, as arrays of the caller's own. */
  cells(): EquityCells {
    const own = (field: (typeof FIELDS)[number]) => this.#columns[field].slice(0, this.#length);
    return {
      timestamp: own('timestamp'),
      last: own('last'),
      low: own('low'),
      high: own('high'),
      drawdown: own('drawdown'),
    };
  }
}

/** Bars as cells of their own; `peak` is the highest equity before the first of them. */
export function barCells(
  timestamp: Float64Array,
  equity: Float64Array,
  peak = Number.NEGATIVE_INFINITY,
): EquityCells {
  const drawdown = new Float64Array(equity.length);
  let highest = peak;
  for (let bar = 0; bar < equity.length; bar++) {
    const value = equity[bar] as number;
    if (value > highest) highest = value;
    drawdown[bar] = 1 - value / highest;
  }
  return { timestamp, last: equity, low: equity, high: equity, drawdown };
}

/**
 * Sums up `cells` by rows that open at `timestamp` (epoch ms, ascending); the last row ends before `end`. Extremes survive, so a spike inside
 * a row stays visible.
 */
export function sumEquityRows(cells: EquityCells, timestamp: Float64Array, end: number): EquityRows {
  const rows = timestamp.length;
  const empty = () => new Float64Array(rows).fill(Number.NaN);
  const result = { last: empty(), low: empty(), high: empty(), drawdown: empty() };
  const first = timestamp[0] ?? end;
  let at = 0;
  while (at < cells.timestamp.length && (cells.timestamp[at] as number) < first) at++;
  for (let row = 0; row < rows; row++) {
    const rowEnd = row + 1 < rows ? (timestamp[row + 1] as number) : end;
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    let deepest = 0;
    const start = at;
    for (; at < cells.timestamp.length && (cells.timestamp[at] as number) < rowEnd; at++) {
      low = Math.min(low, cells.low[at] as number);
      high = Math.max(high, cells.high[at] as number);
      deepest = Math.max(deepest, cells.drawdown[at] as number);
    }
    if (at === start) continue;
    result.last[row] = cells.last[at - 1] as number;
    result.low[row] = low;
    result.high[row] = high;
    result.drawdown[row] = deepest;
  }
  return result;
}
