import { defined } from './figure.ts';
import type { PeriodSample } from './period-sample.ts';

/** Sharpe ratio and volatility over the last `window` returns, one value for each period from the first full window on. */
export interface RollingFigures {
  readonly window: number;
  /** Position in `sample.returns` of the last return of each window. */
  readonly at: readonly number[];
  /** mean(r - rf) / s * sqrt(A); null without variance. */
  readonly sharpe: readonly (number | null)[];
  /** s * sqrt(A), s = sample deviation. */
  readonly volatility: readonly (number | null)[];
}

/** Rolling figures of `sample` over windows of `window` periods (at least 2); `riskFreeRate` is annual. Each window is summed anew, so no error builds up. */
export function rollingFigures(sample: PeriodSample, window: number, riskFreeRate: number): RollingFigures {
  const { returns, perYear } = sample;
  const riskFree = (1 + riskFreeRate) ** (1 / perYear) - 1;
  const at: number[] = [];
  const sharpe: (number | null)[] = [];
  const volatility: (number | null)[] = [];
  for (let last = window - 1; last < returns.length; last++) {
    let sum = 0;
    for (let i = last - window + 1; i <= last; i++) sum += returns[i]!;
    const mean = sum / window;
    let squares = 0;
    for (let i = last - window + 1; i <= last; i++) squares += (returns[i]! - mean) ** 2;
    const deviation = Math.sqrt(squares / (window - 1));
    at.push(last);
    sharpe.push(defined(((mean - riskFree) / deviation) * Math.sqrt(perYear)));
    volatility.push(defined(deviation * Math.sqrt(perYear)));
  }
  return { window, at, sharpe, volatility };
}
