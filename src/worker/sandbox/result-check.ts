import { CASH_KINDS, type CashEntry, externalFlows } from '../../core/cash-entry.ts';
import { BacktabError } from '../../core/error.ts';
import type { FillField } from '../../core/fill-columns.ts';
import type { MarginCallRecord } from '../../core/margin-call.ts';
import { ORDER_STATUSES, ORDER_TYPES, TIMES_IN_FORCE } from '../../core/order.ts';
import type { OrderField } from '../../core/order-columns.ts';
import type { OrderChange } from '../../core/order-history.ts';
import type { TradeField } from '../../core/trade-columns.ts';
import type { AmbiguityBand } from '../../engine/ambiguity-band.ts';
import { AMBIGUITY_KINDS, type Ambiguity, type RunWarning } from '../../engine/backtest-result.ts';
import type { BacktestSpecification } from '../../engine/backtest-specification.ts';
import type { Statistics } from '../../metrics/statistics.ts';
import type { RunResult } from '../stored-run.ts';
import { COUNT, type ColumnRule, columnsOf, either, FINITE, indexOf, orNone, TEXT } from './column-check.ts';
import { count, finite, listOf, Mismatch, nullable, oneOf, record, text } from './plain-data.ts';
import { samplesCheck } from './samples-check.ts';

const LABEL = text(1_000);
const perhaps = nullable(finite);

const ORDER_RULES: Readonly<Record<OrderField, ColumnRule>> = {
  type: indexOf(ORDER_TYPES),
  side: either(1, -1),
  series: COUNT,
  submittedBar: COUNT,
  submittedTime: FINITE,
  size: FINITE,
  status: indexOf(ORDER_STATUSES),
  settledBar: orNone(COUNT),
  settledTime: orNone(FINITE),
  filledPrice: orNone(FINITE),
  limit: orNone(FINITE),
  stop: orNone(FINITE),
  timeInForce: indexOf(TIMES_IN_FORCE),
  triggeredBar: orNone(COUNT),
  triggeredTime: orNone(FINITE),
  reason: TEXT,
  tag: TEXT,
};

const FILL_RULES: Readonly<Record<FillField, ColumnRule>> = {
  orderId: COUNT,
  series: COUNT,
  bar: COUNT,
  time: FINITE,
  size: FINITE,
  price: FINITE,
  commission: FINITE,
};

const TRADE_RULES: Readonly<Record<TradeField, ColumnRule>> = {
  series: COUNT,
  size: FINITE,
  entryBar: COUNT,
  exitBar: orNone(COUNT),
  entryTime: FINITE,
  exitTime: orNone(FINITE),
  entryPrice: FINITE,
  exitPrice: FINITE,
  commission: FINITE,
  pnl: FINITE,
  returnRatio: FINITE,
  barsHeld: COUNT,
  mae: orNone(FINITE),
  mfe: orNone(FINITE),
  r: orNone(FINITE),
  entryOrder: COUNT,
  exitOrder: orNone(COUNT),
  open: either(0, 1),
  entryReason: TEXT,
  exitReason: TEXT,
};

const readWarning = record<RunWarning>({ code: LABEL, message: LABEL, bar: count, time: finite }, [
  'bar',
  'time',
]);

const readCashEntry = record<CashEntry>({
  bar: count,
  time: finite,
  kind: oneOf(CASH_KINDS),
  amount: finite,
  series: nullable(count),
});

const readAmbiguity = record<Ambiguity>({
  bar: count,
  time: finite,
  series: count,
  orderId: count,
  kind: oneOf(AMBIGUITY_KINDS),
});

const readChange = record<OrderChange>({
  orderId: count,
  bar: count,
  time: finite,
  limit: nullable(finite),
  stop: nullable(finite),
  quantity: nullable(finite),
});

const readMarginCall = record<MarginCallRecord>({
  bar: count,
  time: finite,
  equity: finite,
  required: finite,
  closed: listOf(record<MarginCallRecord['closed'][number]>({ series: count, units: finite }), 10_000),
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
export function checkResult(data: unknown, specification: BacktestSpecification, bars: number): RunResult {
  const records = (bars + 1) * RECORDS_PER_BAR;
  const read = record<Omit<RunResult, 'specification' | 'flows'>>(
    {
      engineVersion: LABEL,
      statistics: readStatistics,
      orders: columnsOf(ORDER_RULES, records),
      fills: columnsOf(FILL_RULES, records),
      trades: columnsOf(TRADE_RULES, records),
      samples: samplesCheck(bars),
      ledger: listOf(readCashEntry, records + (specification.cashFlows?.length ?? 0)),
      warnings: listOf(readWarning, 10_000),
      ambiguities: listOf(readAmbiguity, records),
      ambiguityBand: readBand,
      orderChanges: listOf(readChange, records),
      marginCalls: listOf(readMarginCall, records),
      firstDecisionBar: finite,
      firstDecisionTime: perhaps,
      resultHash: text(128),
      barsProcessed: count,
    },
    ['ledger', 'ambiguityBand', 'orderChanges', 'marginCalls'],
  );
  try {
    const received = read(data);
    const flows = specification.cashFlows && received.ledger ? { flows: externalFlows(received.ledger) } : {};
    const result = { ...received, ...flows, specification };
    if (result.barsProcessed > bars) throw new Mismatch(`at most ${bars} bars`, result.barsProcessed);
    return result;
  } catch (error) {
    if (!(error instanceof Mismatch)) throw error;
    throw new BacktabError('strategy-failed', `The sandbox sent no usable result: ${error.describe()}`);
  }
}
