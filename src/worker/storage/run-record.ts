import type { Fill } from '../../core/fill.ts';
import { FILL_FIELDS, type FillField, fillColumns } from '../../core/fill-columns.ts';
import type { OrderRecord } from '../../core/order.ts';
import { ORDER_FIELDS, type OrderField, orderColumns } from '../../core/order-columns.ts';
import type { Trade } from '../../core/trade.ts';
import { TRADE_FIELDS, type TradeField, tradeColumns } from '../../core/trade-columns.ts';
import type { EquityColumns } from '../../engine/backtest-result.ts';
import type { RunEquity, RunRecord, RunSummaryRecord } from '../../storage/run-store.ts';
import type { StorageRun, StoredRun, StoredRunSummary } from '../stored-run.ts';
import { type ColumnJson, fromColumnJson, toColumnJson } from './column-json.ts';

/** Equity of the run at the same place in the document: kept there itself, or equal to that of an earlier run. */
type EquityReference = { readonly equityOf: number };

/** Columns, or the records that engines before 0.3.0 kept. */
interface KeptRecords {
  readonly orders: ColumnJson<OrderField> | readonly OrderRecord[];
  readonly fills: ColumnJson<FillField> | readonly Fill[];
  readonly trades: ColumnJson<TradeField> | readonly Trade[];
}

type DocumentRun = Omit<StorageRun, 'result'> & {
  readonly result: Omit<StorageRun['result'], 'equity' | keyof KeptRecords> & KeptRecords & EquityReference;
};

type RunDocument = Omit<StoredRun, 'runs'> & { readonly runs: readonly DocumentRun[] };

/** What the database keeps of `run`. Equal results share one equity, and the drawdown is not kept: it follows from the equity. */
export function toRunRecord(run: StoredRun): RunRecord {
  const equity: RunEquity[] = [];
  const keptAt = new Map<string, number>();
  const runs = run.runs.map((each): DocumentRun => {
    const { equity: columns, orders, fills, trades, ...result } = each.result;
    const equityOf = keptAt.get(result.resultHash) ?? equity.length;
    if (equityOf === equity.length) {
      keptAt.set(result.resultHash, equityOf);
      equity.push({ storage: each.storage, timestamp: columns.timestamp, equity: columns.equity });
    }
    const kept: KeptRecords = {
      orders: toColumnJson(orders, ORDER_FIELDS),
      fills: toColumnJson(fills, FILL_FIELDS),
      trades: toColumnJson(trades, TRADE_FIELDS),
    };
    return { ...each, result: { ...result, ...kept, equityOf } };
  });
  const document: RunDocument = { ...run, runs };
  return {
    runId: run.runId,
    startedAt: run.startedAt,
    summary: JSON.stringify(summaryOf(run)),
    document: JSON.stringify(document),
    equity,
  };
}

/** The run that a record keeps. */
export function fromRunRecord(record: RunRecord): StoredRun {
  const document = JSON.parse(record.document) as RunDocument;
  const columns = record.equity.map(equityColumns);
  const runs = document.runs.map((each): StorageRun => {
    const { equityOf, orders, fills, trades, ...result } = each.result;
    return {
      ...each,
      result: {
        ...result,
        orders: isList(orders) ? orderColumns(orders) : fromColumnJson(orders, ORDER_FIELDS),
        fills: isList(fills) ? fillColumns(fills) : fromColumnJson(fills, FILL_FIELDS),
        trades: isList(trades) ? tradeColumns(trades) : fromColumnJson(trades, TRADE_FIELDS),
        equity: columns[equityOf] as EquityColumns,
      },
    };
  });
  return { ...document, runs };
}

/** The line that a list of runs shows. */
export function fromSummaryRecord(record: RunSummaryRecord): StoredRunSummary {
  return JSON.parse(record.summary) as StoredRunSummary;
}

function summaryOf(run: StoredRun): StoredRunSummary {
  const result = run.runs[0]?.result;
  return {
    runId: run.runId,
    startedAt: run.startedAt,
    strategy: result?.specification.strategy ?? '',
    symbol: result?.specification.series[0]?.symbol ?? '',
    storages: run.runs.map(({ storage }) => storage),
    returnPct: result?.statistics.returnPct ?? 0,
  };
}

function isList<Row, Columns extends object>(kept: Columns | readonly Row[]): kept is readonly Row[] {
  return Array.isArray(kept);
}

function equityColumns({ timestamp, equity }: RunEquity): EquityColumns {
  const drawdown = new Float64Array(equity.length);
  let peak = Number.NEGATIVE_INFINITY;
  for (let bar = 0; bar < equity.length; bar++) {
    const value = equity[bar] as number;
    if (value > peak) peak = value;
    drawdown[bar] = 1 - value / peak;
  }
  return { timestamp, equity, drawdown };
}
