import { lowerBound } from '../../core/bar.ts';
import type { EquityColumns } from '../../worker/client/types.ts';

/** Equity summed up per chart row; NaN where the run has no bar. */
export interface EquityRows {
  /** Equity at the last bar of the row. */
  readonly last: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Deepest drawdown inside the row, 0..1. */
  readonly drawdown: Float64Array;
}

/**
 * Sums up `equity` by the rows that open at `timestamp` (epoch ms, ascending); the last row ends before `end`.
 * Extremes survive, so a spike inside an aggregated row stays visible.
 */
export function equityRows(equity: EquityColumns, timestamp: Float64Array, end: number): EquityRows {
  const rows = timestamp.length;
  const result = {
    last: new Float64Array(rows).fill(Number.NaN),
    low: new Float64Array(rows).fill(Number.NaN),
    high: new Float64Array(rows).fill(Number.NaN),
    drawdown: new Float64Array(rows).fill(Number.NaN),
  };
  const bars = equity.timestamp.length;
  let bar = rows > 0 ? lowerBound(equity.timestamp, timestamp[0] as number) : bars;
  for (let row = 0; row < rows && bar < bars; row++) {
    const rowEnd = row + 1 < rows ? (timestamp[row + 1] as number) : end;
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    let deepest = 0;
    const start = bar;
    while (bar < bars && (equity.timestamp[bar] as number) < rowEnd) {
      const value = equity.equity[bar] as number;
      if (value < low) low = value;
      if (value > high) high = value;
      const drawdown = equity.drawdown[bar] as number;
      if (drawdown > deepest) deepest = drawdown;
      bar += 1;
    }
    if (bar === start) continue;
    result.last[row] = equity.equity[bar - 1] as number;
    result.low[row] = low;
    result.high[row] = high;
    result.drawdown[row] = deepest;
  }
  return result;
}
