import { externalFlows } from '../../core/cash-entry.ts';
import type { Fill } from '../../core/fill.ts';
import { FILL_FIELDS, type FillField, fillColumns } from '../../core/fill-columns.ts';
import type { OrderRecord } from '../../core/order.ts';
import { ORDER_FIELDS, type OrderField, orderColumns } from '../../core/order-columns.ts';
import type { Trade } from '../../core/trade.ts';
import { TRADE_FIELDS, type TradeField, tradeColumns } from '../../core/trade-columns.ts';
import type { StorageKind } from '../../storage/bar-storage.ts';
import type { RunRecord, RunSummaryRecord } from '../../storage/run-store.ts';
import type { RunResult, StorageRun, StoredRun, StoredRunSummary } from '../stored-run.ts';
import { type ColumnJson, fromColumnJson } from './column-json.ts';
import { runSeriesRows } from './run-series.ts';

/** Columns as engines 0.3.0-dev kept them in the document, or the records of those before. */
interface KeptRecords {
  readonly orders: ColumnJson<OrderField> | readonly OrderRecord[];
  readonly fills: ColumnJson<FillField> | readonly Fill[];
  readonly trades: ColumnJson<TradeField> | readonly Trade[];
}

/** `equityOf`: name of the storage, or in older documents the number of the equity among those kept. */
type DocumentRun = Omit<StorageRun, 'result' | 'equityOf'> & {
  readonly equityOf?: StorageKind;
  readonly result: Omit<RunResult, 'flows' | keyof KeptRecords> &
    Partial<KeptRecords> & { readonly equityOf?: number };
};

type RunDocument = Omit<StoredRun, 'runs'> & { readonly runs: readonly DocumentRun[] };

/** What the database keeps of `run`: results equal to those of an earlier storage are kept once; flows follow from the ledger. */
export function toRunRecord(run: StoredRun): RunRecord {
  const runs = run.runs.map(({ result, ...each }): DocumentRun => {
    const { orders, fills, trades, flows: _derived, ...figures } = result;
    return { ...each, result: figures };
  });
  const document: RunDocument = { ...run, runs };
  return {
    runId: run.runId,
    startedAt: run.startedAt,
    summary: JSON.stringify(summaryOf(run)),
    document: JSON.stringify(document),
    results: run.runs
      .filter(({ storage, equityOf }) => storage === equityOf)
      .map(({ storage, result: { orders, fills, trades, ledger = [], specification } }) => ({
        storage,
        orders,
        fills,
        trades,
        series: runSeriesRows(specification),
        ledger,
      })),
  };
}

/** The run that a record keeps. */
export function fromRunRecord(record: RunRecord): StoredRun {
  const document = JSON.parse(record.document) as RunDocument;
  const runs = document.runs.map((each): StorageRun => {
    const { equityOf: number, orders, fills, trades, ...figures } = each.result;
    const { ledger, specification } = figures;
    const flows = specification.cashFlows && ledger ? { flows: externalFlows(ledger) } : {};
    const equityOf =
      each.equityOf ??
      document.runs.find(({ result }) => result.equityOf === number)?.storage ??
      each.storage;
    const kept = record.results.find(({ storage }) => storage === equityOf);
    const columns = kept
      ? { orders: kept.orders, fills: kept.fills, trades: kept.trades }
      : fromDocument({ orders: orders ?? [], fills: fills ?? [], trades: trades ?? [] });
    return {
      ...each,
      equityOf,
      result: { ...figures, ...flows, ...columns, firstDecisionTime: figures.firstDecisionTime ?? null },
    };
  });
  return { ...document, runs };
}

function fromDocument({ orders, fills, trades }: KeptRecords): Pick<RunResult, keyof KeptRecords> {
  return {
    orders: isList(orders) ? orderColumns(orders) : fromColumnJson(orders, ORDER_FIELDS),
    fills: isList(fills) ? fillColumns(fills) : fromColumnJson(fills, FILL_FIELDS),
    trades: isList(trades) ? tradeColumns(trades) : fromColumnJson(trades, TRADE_FIELDS),
  };
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
    symbol: symbolsOf(result?.specification.series ?? []),
    storages: run.runs.map(({ storage }) => storage),
    returnPct: result?.statistics.returnPct ?? 0,
  };
}

/** `GOOG`, or `GOOG +2` for a run on three series. */
function symbolsOf(series: readonly { readonly symbol: string }[]): string {
  const [first, ...others] = series;
  return others.length > 0 ? `${first?.symbol} +${others.length}` : (first?.symbol ?? '');
}

function isList<Row, Columns extends object>(kept: Columns | readonly Row[]): kept is readonly Row[] {
  return Array.isArray(kept);
}
