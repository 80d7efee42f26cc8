import { BacktabError } from '../../core/error.ts';
import type { Fill } from '../../core/fill.ts';
import { ORDER_STATUSES, ORDER_TYPES, type OrderRecord, TIMES_IN_FORCE } from '../../core/order.ts';
import type { Trade } from '../../core/trade.ts';
import type { AmbiguityBand } from '../../engine/ambiguity-band.ts';
import {
  AMBIGUITY_KINDS,
  type Ambiguity,
  type BacktestResult,
  type EquityColumns,
  type RunWarning,
} from '../../engine/backtest-result.ts';
import type { BacktestSpecification } from '../../engine/backtest-specification.ts';
import type { Statistics } from '../../metrics/statistics.ts';
import {
  count,
  finite,
  flag,
  floats,
  listOf,
  Mismatch,
  nullable,
  oneOf,
  record,
  text,
} from './plain-data.ts';

const LABEL = text(1_000);
const perhaps = nullable(finite);

const readOrder = record<OrderRecord>({
  id: count,
  type: oneOf(ORDER_TYPES),
  side: oneOf(['buy', 'sell']),
  series: count,
  submittedBar: count,
  submittedTime: finite,
  size: finite,
  limit: perhaps,
  stop: perhaps,
  timeInForce: oneOf(TIMES_IN_FORCE),
  status: oneOf(ORDER_STATUSES),
  triggeredBar: nullable(count),
  triggeredTime: perhaps,
  filledBar: nullable(count),
  filledTime: perhaps,
  filledPrice: perhaps,
  endedBar: nullable(count),
  endedTime: perhaps,
  reason: LABEL,
  tag: LABEL,
});

const readFill = record<Fill>({
  orderId: count,
  series: count,
  bar: count,
  time: finite,
  size: finite,
  price: finite,
  commission: finite,
});

const readTrade = record<Trade>({
  series: count,
  size: finite,
  entryBar: count,
  exitBar: nullable(count),
  entryTime: finite,
  exitTime: perhaps,
  entryPrice: finite,
  exitPrice: finite,
  commission: finite,
  pnl: finite,
  returnRatio: finite,
  open: flag,
  entryReason: LABEL,
  exitReason: LABEL,
});

const readWarning = record<RunWarning>({ code: LABEL, message: LABEL, bar: count, time: finite }, [
  'bar',
  'time',
]);

const readAmbiguity = record<Ambiguity>({
  bar: count,
  time: finite,
  series: count,
  orderId: count,
  kind: oneOf(AMBIGUITY_KINDS),
});

const readBand = record<AmbiguityBand>({ worst: finite, adaptive: finite, best: finite });

const readStatistics = record<Statistics>({
  start: finite,
  end: finite,
  duration: finite,
  exposureTimePct: finite,
  timeInMarketPct: finite,
  equityFinal: finite,
  equityPeak: finite,
  commissions: finite,
  returnPct: finite,
  buyHoldReturnPct: perhaps,
  returnAnnPct: perhaps,
  volatilityAnnPct: perhaps,
  cagrPct: perhaps,
  sharpeRatio: perhaps,
  sortinoRatio: perhaps,
  calmarRatio: perhaps,
  alphaPct: perhaps,
  beta: perhaps,
  maxDrawdownPct: perhaps,
  avgDrawdownPct: perhaps,
  maxDrawdownDuration: perhaps,
  avgDrawdownDuration: perhaps,
  trades: count,
  winRatePct: perhaps,
  bestTradePct: perhaps,
  worstTradePct: perhaps,
  avgTradePct: perhaps,
  maxTradeDuration: perhaps,
  avgTradeDuration: perhaps,
  profitFactor: perhaps,
  expectancyPct: perhaps,
  sqn: perhaps,
  kellyCriterion: perhaps,
});

/** Orders, fills and trades that one result may hold for each bar of the run. */
const RECORDS_PER_BAR = 16;

/**
 * The result that a sandbox sent, rebuilt from checked plain data: finite numbers, columns of one length, no more records than the bars allow.
 * `specification` is the page's own, whatever the sandbox says. Error `strategy-failed` names the field that is wrong.
 */
export function checkResult(
  data: unknown,
  specification: BacktestSpecification,
  bars: number,
): BacktestResult {
  const records = (bars + 1) * RECORDS_PER_BAR;
  const column = floats(bars);
  const read = record<Omit<BacktestResult, 'specification'>>(
    {
      engineVersion: LABEL,
      statistics: readStatistics,
      orders: listOf(readOrder, records),
      fills: listOf(readFill, records),
      trades: listOf(readTrade, records),
      equity: record<EquityColumns>({ timestamp: column, equity: column, drawdown: column }),
      warnings: listOf(readWarning, 10_000),
      ambiguities: listOf(readAmbiguity, records),
      ambiguityBand: readBand,
      firstDecisionBar: finite,
      resultHash: text(128),
      barsProcessed: count,
    },
    ['ambiguityBand'],
  );
  try {
    const result = { ...read(data), specification };
    const { timestamp, equity, drawdown } = result.equity;
    if (equity.length !== timestamp.length || drawdown.length !== timestamp.length) {
      throw new Mismatch(
        `of one length with ${equity.length} and ${drawdown.length} others`,
        timestamp.length,
      );
    }
    return result;
  } catch (error) {
    if (!(error instanceof Mismatch)) throw error;
    throw new BacktabError('strategy-failed', `The sandbox sent no usable result: ${error.describe()}`);
  }
}
