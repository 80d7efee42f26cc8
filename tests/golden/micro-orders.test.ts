import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { BarColumns } from '../../src/core/bar.ts';
import type { OrderRequest } from '../../src/core/order.ts';
import { scripted, testRun } from '../../src/engine/testing/test-run.ts';
import type { TradingContext } from '../../src/engine/trading-context.ts';
import type { GoldenRun } from './golden-file.ts';
import { brokerTerms } from './golden-run.ts';
import { sizeOf } from './strategies/golden-strategy.ts';

type Action =
  | readonly ['buy' | 'sell', Readonly<Record<'size' | 'limit' | 'stop' | 'sl' | 'tp', number | undefined>>]
  | readonly ['close', number]
  | readonly ['sl', number]
  | readonly ['cancel', null];

interface MicroCase {
  readonly id: string;
  readonly desc: string;
  readonly bars: readonly (readonly [number, number, number, number])[];
  readonly script: Readonly<Record<string, readonly Action[]>>;
  readonly broker: GoldenRun['broker'];
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
  readonly pendingOrders: number;
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

/** An order in the words of backtesting.py. */
function orderOf(
  side: 'buy' | 'sell',
  { size, limit, stop, sl, tp }: Extract<Action[1], object>,
): OrderRequest {
  const common = {
    side,
    ...sizeOf(size),
    ...(sl === undefined ? {} : { stopLoss: sl }),
    ...(tp === undefined ? {} : { takeProfit: tp }),
  };
  if (limit !== undefined && stop !== undefined) return { type: 'stop-limit', limit, stop, ...common };
  if (limit !== undefined) return { type: 'limit', limit, ...common };
  return stop === undefined ? { type: 'market', ...common } : { type: 'stop', stop, ...common };
}

function perform(context: TradingContext, [verb, argument]: Action): void {
  if (verb === 'cancel') context.cancelOrders();
  else if (verb === 'close') context.closePosition(0, argument);
  else if (verb === 'sl') context.setStopLoss(context.getOpenTrades()[0]?.id ?? -1, argument);
  else context.submitOrder(orderOf(verb, argument));
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
      ...brokerTerms(broker),
    });
    const closed = result.trades.filter((trade) => !trade.open);
    const open = result.trades.filter((trade) => trade.open);
    expect(closed).toHaveLength(expected.trades.length);
    closed.forEach((trade, i) => {
      const { size, entryBar, exitBar, entryPrice, exitPrice, pnl, commission, returnPct } =
        expected.trades[i]!;
      expect(trade).toMatchObject({ size, entryBar, exitBar });
      expect(trade.entryPrice).toBeCloseTo(entryPrice, 9);
      expect(trade.exitPrice).toBeCloseTo(exitPrice, 9);
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
    const refused = result.orders.filter(({ reason }) => reason.includes('available'));
    const doubts = result.ambiguities.filter(({ kind }) => kind === 'entry-and-exit');
    expect(refused.length + doubts.length).toBe(expected.warnings.length);
    expect(result.orders.filter(({ status }) => status === 'submitted')).toHaveLength(expected.pendingOrders);
  });
});
