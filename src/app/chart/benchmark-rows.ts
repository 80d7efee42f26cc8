import { type Timeframe, timeframeMilliseconds } from '../../core/timeframe.ts';
import type { ChartBars, EquityRows, RunResult, WorkbenchClient } from '../../worker/client/types.ts';

/** The series that a run was measured against, as drawn. */
export interface ChartBenchmark {
  readonly id: string;
  /** `SPY 1d`. */
  readonly name: string;
  /** Price from which it starts with the cash of the run. */
  readonly base: number;
}

/** What a run comes to in the rows of the chart, as the storage worker sums it up. */
export interface RunRows {
  readonly equity: EquityRows;
  /** Worth of the initial cash held in the benchmark since the first bar; null without a benchmark. */
  readonly benchmark: Float64Array | null;
}

/** What is drawn of a run over the bars. */
export interface RunCurves extends RunRows {
  /** Worth of the initial cash held in the asset since the first decision; null when its price is not known. */
  readonly holding: Float64Array | null;
}

/** A run's result as drawn over the bars. */
export interface ChartOverlay {
  readonly result: RunResult;
  /** Loads what the run comes to in rows that open at `timestamp` and end before `end`; undefined when it is not kept. */
  readonly rows: (timestamp: Float64Array, end: number) => Promise<RunRows | undefined>;
  /** Index of the series on screen among those of the run: its trades are drawn. */
  readonly series: number;
  /** Close at the bar of the first decision: the asset is bought and held there. */
  readonly holdingPrice: number | null;
  readonly benchmark: ChartBenchmark | null;
}

/** `rows` with the worth of the asset held, NaN outside of the run. */
export function runCurves(overlay: ChartOverlay, bars: ChartBars, rows: RunRows): RunCurves {
  const { holdingPrice, result } = overlay;
  if (!holdingPrice) return { ...rows, holding: null };
  const start = result.firstDecisionTime ?? Number.POSITIVE_INFINITY;
  const { cash } = result.specification;
  const holding = bars.close.map((close, row) =>
    Number.isNaN(rows.equity.last[row] as number) || (bars.timestamp[row] as number) < start
      ? Number.NaN
      : (cash * close) / holdingPrice,
  );
  return { ...rows, holding };
}

/** The benchmark of `result` with the price that was known of it at the end of the run's first bar, else its first one; null without one or when it is not stored any more. */
export async function findBenchmark(
  client: WorkbenchClient,
  { specification, statistics }: RunResult,
): Promise<ChartBenchmark | null> {
  const { benchmark } = specification;
  if (!benchmark) return null;
  const { start, end } = statistics;
  if (start === null || end === null) return null;
  const name = `${benchmark.symbol} ${benchmark.timeframe}`;
  const length = timeframeMilliseconds(specification.series[0]?.timeframe ?? '1d');
  const [known = Number.NaN] = await client.getLastPrices(benchmark.id, Float64Array.of(start + length));
  if (known > 0) return { id: benchmark.id, name, base: known };
  const [first] = (await client.getChartBars(benchmark.id, { from: start, to: end + 1 }, 1)).open;
  return first && first > 0 ? { id: benchmark.id, name, base: first } : null;
}

/** Moments at which the rows of a chart of `timeframe` bars that open at `timestamp` and end before `end` are closed. */
export function rowCloses(timestamp: Float64Array, end: number, timeframe: Timeframe): Float64Array {
  const rows = timestamp.length;
  const last = end - 1 + timeframeMilliseconds(timeframe);
  return timestamp.map((_, row) => (row + 1 < rows ? (timestamp[row + 1] as number) : last));
}
