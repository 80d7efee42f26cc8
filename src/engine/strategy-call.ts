import { BacktabError } from '../core/error.ts';
import type { OrderBook } from './order-book.ts';
import type { Strategy } from './strategy.ts';
import { placeInStrategy } from './strategy-place.ts';
import type { TradingContext } from './trading-context.ts';

/**
 * What to throw for `thrown`, which came out of a strategy's code: a misuse of the engine keeps its code, anything else becomes
 * `strategy-failed`. The message says where, with line and column of a strategy that runs as text; the stack is the original one.
 */
export function strategyError(thrown: unknown, strategy: string, where: string): BacktabError {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const code = thrown instanceof BacktabError ? thrown.code : 'strategy-failed';
  const place = thrown instanceof Error ? placeInStrategy(thrown.stack) : '';
  const error = new BacktabError(code, `Strategy "${strategy}" failed ${where}${place}: ${message}`, {
    cause: thrown,
  });
  if (thrown instanceof Error && thrown.stack)
    error.stack = `${error.name}: ${error.message}\n${thrown.stack}`;
  return error;
}

/** Where a strategy was when it failed, in words. */
export function atBar(bar: number, time: number): string {
  return `at bar ${bar} (${new Date(time).toISOString()})`;
}

/** Tells a strategy of the orders whose fate was settled since the last time. */
export function reportSettled(strategy: Strategy, context: TradingContext, book: OrderBook): void {
  for (const orderId of book.settled.splice(0)) {
    const order = book.orders.record(orderId);
    if (order.status === 'filled') strategy.onFilledOrder?.(context, order);
    else strategy.onCanceledOrder?.(context, order);
  }
}

/** Error `strategy-failed` when a strategy's `method` returned a promise: it would go on after its bar. */
export function refusePromise(returned: unknown, method: string): void {
  if (typeof (returned as { then?: unknown } | null)?.then !== 'function') return;
  throw new BacktabError(
    'strategy-failed',
    `${method} returned a promise; it must be synchronous, not async`,
  );
}
