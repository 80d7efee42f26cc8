import type { BacktestResult } from '../../engine/backtest-result.ts';
import { summarizeEquity } from '../../metrics/compute-statistics.ts';
import {
  type EquitySamples,
  type Performance,
  performanceOf,
  periodSample,
  samplesOf,
} from '../../metrics/performance.ts';
import type { PeriodSample } from '../../metrics/period-sample.ts';
import { type RollingFigures, rollingFigures } from '../../metrics/rolling-figures.ts';

const known = new WeakMap<BacktestResult, Performance>();

/** What is kept of the equity of `result`; summed up from its curve for a run of an engine that kept no samples. */
export function samplesOfRun({ samples, equity }: BacktestResult): EquitySamples {
  return samples ?? samplesOf(summarizeEquity(equity.timestamp, equity.equity));
}

/** The figures of `result` beyond its statistics; computed once for each result. */
export function performanceOfRun(result: BacktestResult): Performance {
  const done = known.get(result);
  if (done) return done;
  const performance = performanceOf(samplesOfRun(result), result.trades, result.specification.riskFreeRate);
  known.set(result, performance);
  return performance;
}

/** Period returns of `result`, and the rolling Sharpe ratio and volatility over `window` of them. */
export function rollingOfRun(
  result: BacktestResult,
  window: number,
): { readonly sample: PeriodSample; readonly rolling: RollingFigures } {
  const sample = periodSample(samplesOfRun(result));
  return { sample, rolling: rollingFigures(sample, window, result.specification.riskFreeRate) };
}
