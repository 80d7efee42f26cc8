import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { BarColumns } from '../../src/core/bar.ts';
import { scripted, testRun } from '../../src/engine/testing/test-run.ts';
import type { TradingContext } from '../../src/engine/trading-context.ts';

type Action = readonly ['buy' | 'sell', { readonly size?: number }] | readonly ['close', number];

interface MicroCase {
  readonly id: string;
  readonly desc: string;
  readonly bars: readonly (readonly [number, number, number, number])[];
  readonly script: Readonly<Record<string, readonly Action[]>>;
  readonly broker: {
    readonly cash: number;
    readonly commission: number;
    readonly exclusive_orders: boolean;
    readonly finalize_trades: boolean;
  };
  readonly trades: readonly {
    readonly size: number;
    readonly entryBar: number;
    readonly exitBar: number;
    readonly entryPrice: number;
    readonly exitPrice: number;
    readonly pnl: number;
    readonly commission: number;
    readonly returnPct: number;
  }[];
  readonly openTrades: readonly {
    readonly size: number;
    readonly entryBar: number;
    readonly entryPrice: number;
  }[];
  readonly equity: readonly number[];
  readonly warnings: readonly string[];
}

const file = new URL('./micro-orders.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { readonly cases: readonly MicroCase[] };

function barsOf(rows: MicroCase['bars']): BarColumns {
  const column = (index: 0 | 1 | 2 | 3) => Float64Array.from(rows, (row) => row[index]);
  return {
    timestamp: Float64Array.from(rows, (_, i) => Date.UTC(2020, 0, 1 + i)),
    open: column(0),
    high: column(1),
    low: column(2),
    close: column(3),
    volume: new Float64Array(rows.length),
  };
}

function perform(context: TradingContext, [verb, argument]: Action): void {
  if (verb === 'close') context.closePosition();
  else {
    const size = argument.size === undefined ? undefined : { quantity: argument.size };
    context.submitOrder(context.createOrder(verb, size));
  }
}

describe('cases of backtesting.py of a few bars', () => {
  it.each(cases)('$id: $desc', async ({ bars, script, broker, ...expected }) => {
    const actions = Object.entries(script).map(([bar, list]) => [
      bar,
      (context: TradingContext) => {
        for (const action of list) perform(context, action);
      },
    ]);
    const result = await testRun(barsOf(bars), scripted(Object.fromEntries(actions)), {
      fillProfile: 'backtesting.py',
      cash: broker.cash,
      commission: broker.commission,
      exclusiveOrders: broker.exclusive_orders,
      finalizeTrades: broker.finalize_trades,
    });
    const closed = result.trades.filter((trade) => !trade.open);
    const open = result.trades.filter((trade) => trade.open);
    expect(closed).toHaveLength(expected.trades.length);
    closed.forEach((trade, i) => {
      const { size, entryBar, exitBar, entryPrice, exitPrice, pnl, commission, returnPct } =
        expected.trades[i]!;
      expect(trade).toMatchObject({ size, entryBar, exitBar, entryPrice, exitPrice });
      expect(trade.pnl).toBeCloseTo(pnl, 9);
      expect(trade.commission).toBeCloseTo(commission, 9);
      expect(trade.returnRatio).toBeCloseTo(returnPct, 9);
    });
    expect(open.map(({ size, entryBar, entryPrice }) => ({ size, entryBar, entryPrice }))).toEqual(
      expected.openTrades.map(({ size, entryBar, entryPrice }) => ({ size, entryBar, entryPrice })),
    );
    expected.equity.forEach((value, bar) => {
      expect(result.equity.equity[bar]).toBeCloseTo(value, 9);
    });
    const cancelled = result.orders.filter((order) => order.status === 'cancelled');
    expect(cancelled).toHaveLength(expected.warnings.length);
  });
});
