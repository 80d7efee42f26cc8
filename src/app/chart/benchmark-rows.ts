import type { ChartBars, EquityRows, RunResult } from '../../worker/client/types.ts';

/** A run's result as drawn over the bars. */
export interface ChartOverlay {
  readonly result: RunResult;
  /** Loads the equity for rows that open at `timestamp` and end before `end`; undefined when it is not kept. */
  readonly equity: (timestamp: Float64Array, end: number) => Promise<EquityRows | undefined>;
  /** Index of the series on screen among those of the run: its trades are drawn. */
  readonly series: number;
  /** Close at the bar of the first decision: the benchmark buys there. */
  readonly benchmarkPrice: number | null;
}

/** Worth of the initial cash held in the asset since the first decision, per chart row; NaN outside of the run. */
export function benchmarkRows(
  overlay: ChartOverlay,
  bars: ChartBars,
  equity: EquityRows,
): Float64Array | null {
  const { benchmarkPrice, result } = overlay;
  if (!benchmarkPrice) return null;
  const start = result.firstDecisionTime ?? Number.POSITIVE_INFINITY;
  const { cash } = result.specification;
  return bars.close.map((close, row) =>
    Number.isNaN(equity.last[row] as number) || (bars.timestamp[row] as number) < start
      ? Number.NaN
      : (cash * close) / benchmarkPrice,
  );
}
