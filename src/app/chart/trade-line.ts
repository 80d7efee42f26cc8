import type { Trade } from '../../core/trade.ts';
import { rowAtTime } from './chart-window.ts';

/** One straight line from an entry to an exit, on rows of the chart. */
export interface TradeLine {
  readonly fromRow: number;
  readonly fromPrice: number;
  readonly toRow: number;
  readonly toPrice: number;
  readonly gain: boolean;
}

/** The line that marks `trade` on rows that open at `timestamp` (epoch ms), cut to them; `end` is the time of its exit. */
export function tradeLine(trade: Trade, timestamp: Float64Array, end: number): TradeLine {
  const last = timestamp.length - 1;
  const row = (time: number) => Math.min(last, Math.max(0, Math.floor(rowAtTime(timestamp, time))));
  return {
    fromRow: row(trade.entryTime),
    fromPrice: trade.entryPrice,
    toRow: row(end),
    toPrice: trade.exitPrice,
    gain: trade.pnl > 0,
  };
}
