import type { TradeColumns } from '../core/trade-columns.ts';
import type { DayColumns } from './day-columns.ts';
import type { DrawdownEpisode } from './drawdown-tracker.ts';
import type { EquitySummary } from './equity-accumulator.ts';
import { type LumibotFigures, lumibotFigures } from './lumibot.ts';
import { compareWithMarket, type MarketComparison } from './market-comparison.ts';
import { type YearReturns, yearlyReturns } from './monthly-returns.ts';
import { type PeriodSample, pairedReturns, samplePeriods } from './period-sample.ts';
import { type QuantstatsFigures, quantstatsFigures } from './quantstats.ts';
import type { SamplingUnit } from './sampling-period.ts';
import { type SharpeSignificance, sharpeSignificance } from './sharpe-significance.ts';
import { groupTrades, type TradeGroup } from './trade-groups.ts';
import { type TradingActivity, tradingActivity } from './trading-activity.ts';

/** What is kept of an equity curve to compute every figure over periods: plain data, small whatever the number of bars. */
export interface EquitySamples {
  /** Number of bars of the run. */
  readonly bars: number;
  /** Equity at the first bar. */
  readonly first: number;
  /** Open time of the first bar, epoch ms UTC. */
  readonly start: number;
  readonly unit: SamplingUnit;
  /** A: periods a year. */
  readonly perYear: number;
  readonly days: DayColumns;
  /** The deepest drawdowns per bar, deepest first. */
  readonly drawdowns: readonly DrawdownEpisode[];
}

/** The samples of a summed up curve. */
export function samplesOf({ bars, first, start, sampling, days, episodes }: EquitySummary): EquitySamples {
  const { unit, perYear } = sampling;
  return { bars, first, start, unit, perYear, days, drawdowns: episodes };
}

/** The figures of a run that go beyond its `Statistics`: two more conventions, significance, market, activity, and figures by group and period. */
export interface Performance {
  readonly quantstats: QuantstatsFigures;
  readonly lumibot: LumibotFigures;
  readonly significance: SharpeSignificance;
  /** Against the benchmark, or else against the traded asset; null when neither was recorded. */
  readonly market: MarketComparison | null;
  readonly activity: TradingActivity;
  readonly groups: readonly TradeGroup[];
  readonly years: readonly YearReturns[];
  readonly drawdowns: readonly DrawdownEpisode[];
}

/** Period returns of `samples`. */
export function periodSample({ days, unit, perYear }: EquitySamples): PeriodSample {
  return samplePeriods(days, { unit, perYear });
}

/** All further figures of a run. `riskFreeRate` is annual, 0.02 = 2%. */
export function performanceOf(
  samples: EquitySamples,
  trades: TradeColumns,
  riskFreeRate: number,
): Performance {
  const { days, start, bars, perYear } = samples;
  const sample = periodSample(samples);
  const riskFree = (1 + riskFreeRate) ** (1 / perYear) - 1;
  const { returns, marketIs } = sample;
  const paired = pairedReturns(sample);
  return {
    quantstats: quantstatsFigures(sample, riskFreeRate),
    lumibot: lumibotFigures(sample, riskFreeRate),
    significance: sharpeSignificance(returns, riskFree),
    market:
      paired && marketIs ? compareWithMarket(marketIs, paired.own, paired.market, riskFree, perYear) : null,
    activity: tradingActivity(trades, days, start, days.time[days.time.length - 1]!),
    groups: groupTrades(trades, bars),
    years: yearlyReturns(days, samples.first),
    drawdowns: samples.drawdowns,
  };
}
