import { tradeRecords } from '../../core/trade-columns.ts';
import type { RunResult } from '../../worker/client/types.ts';
import { downloadText, toCsv } from '../formatting/csv.ts';
import { seriesLabels } from '../formatting/labels.ts';

const HEADER = [
  'number',
  'asset',
  'side',
  'size',
  'entry_time',
  'entry_price',
  'exit_time',
  'exit_price',
  'profit',
  'return_pct',
  'bars',
  'mae_pct',
  'mfe_pct',
  'r',
  'commission',
  'open',
  'entry_reason',
  'exit_reason',
];

/** The trades of `result` as CSV: full precision, times in UTC. */
export function tradesCsv(result: RunResult): string {
  const symbols = seriesLabels(result.specification.series);
  const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString());
  return toCsv(
    HEADER,
    tradeRecords(result.trades).map((trade, index) => [
      index + 1,
      symbols[trade.series] ?? '',
      trade.size > 0 ? 'long' : 'short',
      trade.size,
      iso(trade.entryTime),
      trade.entryPrice,
      iso(trade.exitTime),
      trade.exitPrice,
      trade.pnl,
      trade.returnRatio * 100,
      trade.exitBar === null ? null : trade.barsHeld,
      trade.mae === null ? null : trade.mae * 100,
      trade.mfe === null ? null : trade.mfe * 100,
      trade.r,
      trade.commission,
      trade.open ? 'yes' : 'no',
      trade.entryReason,
      trade.exitReason,
    ]),
  );
}

/** Hands {@link tradesCsv} to the browser as a download. */
export function downloadTrades(result: RunResult): void {
  const symbol = result.specification.series[0]?.symbol ?? 'series';
  const name = `${symbol}-${result.specification.strategy}-trades.csv`.replace(/[^\w.-]+/g, '_');
  downloadText(name, tradesCsv(result));
}
