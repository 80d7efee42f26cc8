import { describe, expect, it } from 'vitest';
import type { Position } from './position.ts';
import { defineStrategy } from './strategy.ts';
import { FIRST_TIME, ohlc, scripted, testRun } from './testing/test-run.ts';
import type { TradingContext } from './trading-context.ts';

const DAY = 86_400_000;
const BARS = 100;

/** Closes 100, 101, 102, ...; each bar reaches 1 beyond its open and its close. */
const rising = ohlc(
  Array.from({ length: BARS }, (_, i) => [100 + i - 1, 100 + i + 1, 100 + i - 2, 100 + i] as const),
);
describe('bars between two executions', () => {
  it('show what is asked for as it stands at their own close, whatever was asked before', async () => {
    const seen: unknown[][] = [];
    const bars = Array.from({ length: 15 }, (_, index) => 7 * index);
    const look = (context: TradingContext) => {
      const { profit } = context.getPosition();
      const [close] = context.getHistoricalPrices(0, 1).close;
      seen.push([
        context.bar,
        context.barTime,
        context.getLastPrice(),
        context.portfolioValue,
        profit,
        close,
      ]);
      if (context.bar === 0) context.submitOrder({ type: 'market', side: 'buy', quantity: 1 });
    };
    const script = scripted(Object.fromEntries(bars.map((bar) => [bar, look])));
    await testRun(rising, script);
    expect(seen).toEqual(
      bars.map((bar) => [bar, FIRST_TIME + bar * DAY, 100 + bar, 10_000 + bar, bar, 100 + bar]),
    );
  });

  it('a profit is that of the bar when nothing else is asked for first', async () => {
    const profits: number[] = [];
    let calls = 0;
    let position: Position | undefined;
    const holder = defineStrategy({
      id: 'holder',
      name: 'Holder',
      description: 'Keeps its position and looks at nothing else.',
      parameters: {},
      create: () => ({
        onTradingIteration(context) {
          const bar = calls++;
          if (bar === 0) {
            position = context.getPosition();
            context.submitOrder({ type: 'market', side: 'buy', quantity: 1 });
          } else if (bar === 10 || bar === 50) profits.push(position!.profit);
        },
      }),
    });
    await testRun(rising, holder);
    expect(profits).toEqual([10, 50]);
  });

  it('an order that rests is filled in the bar that reaches it, at its price', async () => {
    const { fills } = await testRun(
      rising,
      scripted({
        0: (context) => {
          context.submitOrder({ type: 'stop', side: 'buy', quantity: 1, stop: 140.5 });
          context.submitOrder({ type: 'limit', side: 'sell', quantity: 1, limit: 160.5 });
        },
      }),
    );
    expect(fills.map(({ bar, price }) => [bar, price])).toEqual([
      [40, 140.5],
      [60, 160.5],
    ]);
  });

  it('a bracket of a long trade is reached by the first bar that touches it', async () => {
    const falling = ohlc(
      Array.from({ length: BARS }, (_, i) => [200 - i + 1, 200 - i + 2, 200 - i - 1, 200 - i] as const),
    );
    const { trades } = await testRun(
      falling,
      scripted({
        0: (context) =>
          context.submitOrder({ type: 'market', side: 'buy', quantity: 1, stopLoss: 150.5, takeProfit: 300 }),
      }),
    );
    expect(trades.map(({ exitBar, exitPrice }) => [exitBar, exitPrice])).toEqual([[49, 150.5]]);
  });

  it('the end of an order is reported at the close after it was cancelled, while another one rests', async () => {
    const reported: [number, number][] = [];
    await testRun(
      rising,
      scripted(
        {
          0: (context) => {
            context.submitOrder({ type: 'limit', side: 'buy', quantity: 1, limit: 10 });
            context.submitOrder({ type: 'limit', side: 'buy', quantity: 1, limit: 20 });
          },
          20: (context) => context.cancelOrder(0),
        },
        { onCanceledOrder: (context, { id }) => reported.push([context.bar, id]) },
      ),
    );
    expect(reported).toEqual([[21, 0]]);
  });

  it('a refusal at the close of a bar with a fill is reported at the next close', async () => {
    const reported: [number, string][] = [];
    await testRun(
      rising,
      scripted(
        {
          0: (context) => context.submitOrder({ type: 'market', side: 'buy', quantity: 1 }),
          1: (context) => context.submitOrder({ type: 'market', side: 'buy', quantity: 0 }),
        },
        { onCanceledOrder: (context, { status }) => reported.push([context.bar, status]) },
      ),
    );
    expect(reported).toEqual([[2, 'rejected']]);
  });

  it('an order with a time in force ends when it is over', async () => {
    const { orders } = await testRun(
      rising,
      scripted({
        3: (context) =>
          context.submitOrder({ type: 'limit', side: 'buy', quantity: 1, limit: 10, timeInForce: 'DAY' }),
      }),
    );
    expect(orders.map(({ status, endedBar }) => [status, endedBar])).toEqual([['expired', 5]]);
  });

  it('a strategy that fails is told the bar and the time of its failure', async () => {
    const failing = scripted({
      70: () => {
        throw new Error('no more');
      },
    });
    await expect(testRun(rising, failing)).rejects.toThrow(
      `at bar 70 (${new Date(FIRST_TIME + 70 * DAY).toISOString()})`,
    );
  });

  it('equity that was used up stays so: nothing that was worked out ahead is left', async () => {
    const crash = ohlc(
      Array.from({ length: BARS }, (_, i) => {
        const price = i === 40 ? 1 : 100;
        return [price, price, price, price] as const;
      }),
    );
    const { equity, statistics } = await testRun(
      crash,
      scripted({ 0: (context) => context.submitOrder({ type: 'market', side: 'buy' }) }),
      { margin: 0.5 },
    );
    expect([...equity.equity.subarray(38, 42)]).toEqual([10_000, 10_000, 0, 0]);
    expect(equity.equity.at(-1)).toBe(0);
    expect(statistics.equityFinal).toBe(0);
  });
});
