import {
  type EquitySamples,
  type Performance,
  performanceOf,
  periodSample,
} from '../../metrics/performance.ts';
import type { PeriodSample } from '../../metrics/period-sample.ts';
import { type RollingFigures, rollingFigures } from '../../metrics/rolling-figures.ts';
import type { RunResult } from '../stored-run.ts';

const known = new WeakMap<RunResult, Performance>();

/** The figures of `result` beyond its statistics, computed once for each result; null for a run of an engine that kept no samples of its equity. */
export function performanceOfRun(result: RunResult): Performance | null {
  const { samples, trades, specification } = result;
  const done = known.get(result);
  if (done) return done;
  if (!samples) return null;
  const performance = performanceOf(samples, trades, specification.riskFreeRate);
  known.set(result, performance);
  return performance;
}

/** Period returns of `samples`, and the rolling Sharpe ratio and volatility over `window` of them; `riskFreeRate` is annual. */
export function rollingOf(
  samples: EquitySamples,
  window: number,
  riskFreeRate: number,
): { readonly sample: PeriodSample; readonly rolling: RollingFigures } {
  const sample = periodSample(samples);
  return { sample, rolling: rollingFigures(sample, window, riskFreeRate) };
}
