import { defined } from './figure.ts';
import { deviationOf } from './moments.ts';
import { deepestFall, type PeriodSample } from './period-sample.ts';

const DAY = 86_400_000;

/** Figures by the formulas of the Python package Lumibot. Ratios (0.1 = 10%), null where undefined. r = returns per day, n of them; years = whole days / 365.25. */
export interface LumibotFigures {
  /** prod(1 + r) - 1. */
  readonly totalReturn: number | null;
  /** prod(1 + r)^(1/years) - 1. */
  readonly cagr: number | null;
  /** Sample deviation of r * sqrt(n / years). */
  readonly volatility: number | null;
  /** (cagr - rf) / volatility. */
  readonly sharpe: number | null;
  /** <= 0, from the ends of periods; a peak before the first return does not count. */
  readonly maxDrawdown: number | null;
  /** Return over maximum drawdown: cagr / max drawdown. */
  readonly romad: number | null;
}

/** {@link LumibotFigures} of `sample`; `riskFreeRate` is annual, 0.02 = 2%. */
export function lumibotFigures(sample: PeriodSample, riskFreeRate: number): LumibotFigures {
  const { returns, index, start, end } = sample;
  const years = Math.floor((end - start) / DAY) / 365.25;
  const growth = index[index.length - 1]! / index[0]!;
  const cagr = years > 0 ? growth ** (1 / years) - 1 : Number.NaN;
  const volatility = deviationOf(returns) * Math.sqrt(returns.length / years);
  const fall = deepestFall(index.slice(1));
  return {
    totalReturn: returns.length > 0 ? defined(growth - 1) : null,
    cagr: defined(cagr),
    volatility: defined(volatility),
    sharpe: defined((cagr - riskFreeRate) / volatility),
    maxDrawdown: defined(-fall),
    romad: defined(cagr / fall),
  };
}
