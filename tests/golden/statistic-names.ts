import type { Statistics } from '../../src/metrics/statistics.ts';
import type { GoldenStatistic } from './golden-file.ts';

/** Our name of each statistic that a golden file records. */
export const STATISTICS: Readonly<Record<string, keyof Statistics>> = {
  'Exposure Time [%]': 'exposureTimePct',
  'Equity Final [$]': 'equityFinal',
  'Equity Peak [$]': 'equityPeak',
  'Commissions [$]': 'commissions',
  'Return [%]': 'returnPct',
  'Buy & Hold Return [%]': 'buyHoldReturnPct',
  'Return (Ann.) [%]': 'returnAnnPct',
  'Volatility (Ann.) [%]': 'volatilityAnnPct',
  'CAGR [%]': 'cagrPct',
  'Sharpe Ratio': 'sharpeRatio',
  'Sortino Ratio': 'sortinoRatio',
  'Calmar Ratio': 'calmarRatio',
  'Alpha [%]': 'alphaPct',
  Beta: 'beta',
  'Max. Drawdown [%]': 'maxDrawdownPct',
  'Avg. Drawdown [%]': 'avgDrawdownPct',
  'Max. Drawdown Duration': 'maxDrawdownDuration',
  'Avg. Drawdown Duration': 'avgDrawdownDuration',
  '# Trades': 'trades',
  'Win Rate [%]': 'winRatePct',
  'Best Trade [%]': 'bestTradePct',
  'Worst Trade [%]': 'worstTradePct',
  'Avg. Trade [%]': 'avgTradePct',
  'Max. Trade Duration': 'maxTradeDuration',
  'Avg. Trade Duration': 'avgTradeDuration',
  'Profit Factor': 'profitFactor',
  'Expectancy [%]': 'expectancyPct',
  SQN: 'sqn',
  'Kelly Criterion': 'kellyCriterion',
  Start: 'start',
  End: 'end',
  Duration: 'duration',
};

/** Times as epoch ms, durations as ms. */
export function inOurUnits(golden: Exclude<GoldenStatistic, null>): number {
  if (typeof golden === 'string') return Date.parse(golden);
  return typeof golden === 'number' ? golden : golden.seconds * 1_000;
}
