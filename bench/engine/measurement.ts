import type { BarColumns } from '../../src/core/bar.ts';
import type { BacktestResult } from '../../src/engine/backtest-result.ts';
import { SLICE_BARS } from '../../src/engine/indicator-desk.ts';
import { EquityAccumulator } from '../../src/metrics/equity-accumulator.ts';
import { makeBars } from './bars.ts';
import { CASES, CASH, type EngineCase, stagesOf } from './cases.ts';
import { handLoop, windowSums } from './hand-loop.ts';
import { timed } from './processor-time.ts';

/** One case to measure, in a process of its own as every run of the product has a thread of its own. */
export interface MeasurementOrder {
  readonly key: keyof typeof CASES;
  readonly bars: number;
  readonly rounds: number;
}

/** Best times in ms; `first` is that of the very first run in the process. */
export interface Measurement {
  readonly hand: number;
  /** What the window case adds up at each bar, on its own. */
  readonly sums: number;
  readonly loop: number;
  /** Part of `loop` that statistics take while bars go by: drawdowns, days, beta against the asset. */
  readonly streamed: number;
  readonly statistics: number;
  readonly all: number;
  readonly first: number;
  readonly orders: number;
  readonly trades: number;
  /** Whether trades and every equity value equal those of the hand-written loop; null when it has another rule. */
  readonly same: boolean | null;
}

/** Runs the case and, in turns with it, the hand-written loop, so that other work on the machine disturbs both alike. */
async function measure({ key, bars: length, rounds }: MeasurementOrder): Promise<Measurement> {
  const one: EngineCase = CASES[key];
  const bars = makeBars(length, one.perUnit);
  const stages = stagesOf(one, bars);
  const [fast, slow] = one.lengths;
  const hand = () => handLoop(bars, fast, slow, CASH);
  const first = await timed(stages.all);
  const result = await stages.all();
  const same = one.comparable ? agrees(result, bars, one.lengths) : null;
  const streamed = () => streamStatistics(result, bars);
  const sums = () => windowSums(bars, fast, slow);
  const runs = [hand, sums, stages.loop, streamed, stages.statistics, stages.all];
  const best = runs.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < rounds; round++) {
    for (const [i, run] of runs.entries()) best[i] = Math.min(best[i]!, await timed(run));
  }
  const [handTime, sumTime, loop, streamTime, statistics, all] = best as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const { orders, statistics: figures } = result;
  const counts = { orders: orders.length, trades: figures.trades };
  return {
    hand: handTime,
    sums: sumTime,
    loop,
    streamed: streamTime,
    statistics,
    all,
    first,
    ...counts,
    same,
  };
}

/** What the loop does for statistics while it goes through the bars. */
function streamStatistics({ equity }: BacktestResult, bars: BarColumns): void {
  const curve = new EquityAccumulator();
  for (let from = 0; from < bars.close.length; from += SLICE_BARS) {
    const to = Math.min(from + SLICE_BARS, bars.close.length);
    curve.append(equity.timestamp, equity.equity, from, to, { asset: bars.close, assetFrom: from });
  }
}

function agrees(
  { trades, equity, statistics }: BacktestResult,
  bars: BarColumns,
  [fast, slow]: EngineCase['lengths'],
): boolean {
  const hand = handLoop(bars, fast, slow, CASH);
  const columns = ['entryBar', 'exitBar', 'size', 'entryPrice', 'exitPrice', 'pnl'] as const;
  return (
    statistics.trades === hand.trades &&
    equity.equity.every((value, bar) => value === hand.equity[bar]) &&
    columns.every((column) => equal(trades[column], hand[column], hand.trades))
  );
}

function equal(a: Float64Array, b: Float64Array, length: number): boolean {
  for (let row = 0; row < length; row++) if (a[row] !== b[row]) return false;
  return true;
}

process.once('message', async (order: MeasurementOrder) => {
  process.send?.(await measure(order));
  process.disconnect();
});
