import type { Fill } from '../../core/fill.ts';
import { fillRecords } from '../../core/fill-columns.ts';
import type { OrderRecord } from '../../core/order.ts';
import { orderRecords } from '../../core/order-columns.ts';
import type { Trade } from '../../core/trade.ts';
import { tradeRecords } from '../../core/trade-columns.ts';
import type { BacktestResult } from '../backtest-result.ts';

/** A result with records in the place of columns, as tests like to read them. */
export interface RecordedResult extends Omit<BacktestResult, 'orders' | 'fills' | 'trades'> {
  readonly orders: readonly OrderRecord[];
  readonly fills: readonly Fill[];
  readonly trades: readonly Trade[];
}

/** The records of `result`. */
export function recorded(result: BacktestResult): RecordedResult {
  return {
    ...result,
    orders: orderRecords(result.orders),
    fills: fillRecords(result.fills),
    trades: tradeRecords(result.trades),
  };
}
