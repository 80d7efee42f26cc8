import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BarColumns } from '../core/bar.ts';
import buyHold from '../strategies/buy-hold.ts';
import smaCross from '../strategies/sma-cross.ts';
import { FILL_PROFILES } from './backtest-specification.ts';
import { defineStrategy } from './strategy.ts';
import { PROPERTY_TIMEOUT, propertyTerms } from './testing/property-runs.ts';
import type { RecordedResult } from './testing/recorded-result.ts';
import { barsOf, testRun } from './testing/test-run.ts';
import type { TradingContext } from './trading-context.ts';

const price = fc.double({ min: 1, max: 500, noNaN: true });
const anyBars = fc
  .array(fc.tuple(price, price), { minLength: 2, maxLength: 120 })
  .map((prices) => barsOf(prices));
const profile = fc.constantFrom(...FILL_PROFILES);

/** Buys, sells, closes and cancels by a fixed rule on the last closes, so that a run depends on prices alone. */
const busy = defineStrategy({
  id: 'busy',
  name: 'Busy',
  description: 'Trades for the sake of trading.',
  parameters: { marketOnly: { type: 'boolean', label: 'Market orders only', default: false } },
  create: ({ parameters }) => ({
    onTradingIteration(context) {
      const { close } = context.getHistoricalPrices(0, 3);
      const die = Math.floor(close.reduce((sum, value) => sum + value, 0) * 7) % 8;
      if (die === 0) context.submitOrder(context.createOrder('buy'));
      if (die === 1) context.submitOrder(context.createOrder('sell', { fraction: 0.4 }));
      if (die === 2) context.submitOrder(context.createOrder('buy', { quantity: 7 }));
      if (die === 3) context.submitOrder(context.createOrder('sell', { quantity: 11 }));
      if (die === 4) context.closePosition();
      if (die === 5) context.submitOrder(context.createOrder('sell'));
      if (!parameters.marketOnly) guardAndStalk(context, die, close.at(-1) ?? 1);
    },
  }),
});

/** Every kind of order, around the last close. */
function guardAndStalk(context: TradingContext, die: number, close: number): void {
  if (die === 6) {
    context.submitOrder({
      type: 'limit',
      side: 'buy',
      limit: close * 0.9,
      fraction: 0.3,
      timeInForce: 'DAY',
    });
    context.submitOrder({
      type: 'stop',
      side: 'sell',
      stop: close * 0.8,
      quantity: 3,
      stopLoss: close * 1.1,
    });
  }
  if (die === 7) {
    context.submitOrder({
      type: 'stop-limit',
      side: 'buy',
      stop: close * 1.1,
      limit: close * 1.05,
      quantity: 2,
    });
    context.submitOrder({ type: 'trailing-stop', side: 'sell', trail: { percent: 10 }, quantity: 2 });
    for (const { id, size } of context.getOpenTrades()) {
      context.setStopLoss(id, size > 0 ? close * 0.7 : close * 1.5);
      context.setTakeProfit(id, size > 0 ? close * 1.5 : close * 0.7);
    }
  }
}

/** Bars up to and including `last`, followed by other prices at the same times. */
function withOtherFuture(bars: BarColumns, last: number, seed: number): BarColumns {
  const noise = (column: Float64Array) =>
    column.map((value, i) => (i <= last ? value : 1 + Math.abs(Math.sin(seed + i) * 400)));
  return {
    ...bars,
    open: noise(bars.open),
    high: noise(bars.high),
    low: noise(bars.low),
    close: noise(bars.close),
    volume: noise(bars.volume),
  };
}

/** Orders placed up to the close of `last`: what is known of them at that moment. */
const decidedBy = (result: RecordedResult, last: number) =>
  result.orders.filter((order) => order.submittedBar <= last).map(({ id, side, tag }) => ({ id, side, tag }));

const filledBy = (result: RecordedResult, last: number) => result.fills.filter((fill) => fill.bar <= last);

/** Fills of orders that were placed before their bar: not the liquidation of a ruined account at a close. */
const executedBy = (result: RecordedResult, last: number) =>
  filledBy(result, last).filter((fill) => result.orders[fill.orderId]!.submittedBar < fill.bar);

describe('invariants of a run', { timeout: PROPERTY_TIMEOUT }, () => {
  it('cash + positions at market = equity at every bar', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyBars,
        profile,
        fc.boolean(),
        fc.boolean(),
        fc.double({ min: 0, max: 0.05, noNaN: true }),
        async (bars, fillProfile, exclusiveOrders, finalizeTrades, commission) => {
          const result = await testRun(bars, busy, {
            fillProfile,
            exclusiveOrders,
            finalizeTrades,
            commission,
          });
          let cash = 10_000;
          let held = 0;
          let next = 0;
          const { fills, equity } = result;
          for (let bar = 0; bar < equity.equity.length; bar++) {
            for (; fills[next]?.bar === bar; next++) {
              const { size, price: at, commission: fee } = fills[next]!;
              cash -= size * at + fee;
              held += size;
            }
            const value = cash + held * bars.close[bar]!;
            if (equity.equity[bar] === 0) {
              expect(value).toBeLessThanOrEqual(1e-6);
              return;
            }
            expect(equity.equity[bar]).toBeCloseTo(value, 5);
          }
        },
      ),
      propertyTerms(150),
    );
  });

  it('another future changes no order decided and no fill made before it', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyBars,
        profile,
        fc.nat(),
        fc.nat({ max: 1_000 }),
        async (bars, fillProfile, cut, seed) => {
          const last = cut % bars.close.length;
          for (const [strategy, params] of [
            [busy, {}],
            [smaCross, { fast: 2, slow: 5, short: true }],
          ] as const) {
            const [real, other] = await Promise.all([
              testRun(bars, strategy, { fillProfile, params }),
              testRun(withOtherFuture(bars, last, seed), strategy, { fillProfile, params }),
            ]);
            expect(filledBy(other, last)).toEqual(filledBy(real, last));
            expect(other.equity.equity.slice(0, last + 1)).toEqual(real.equity.equity.slice(0, last + 1));
            expect(decidedBy(other, last)).toEqual(decidedBy(real, last));
          }
        },
      ),
      propertyTerms(100),
    );
  });

  it('in next-open the fills of market orders depend on nothing of their bar but its open', async () => {
    await fc.assert(
      fc.asyncProperty(anyBars, fc.nat(), price, async (bars, cut, close) => {
        const bar = cut % bars.close.length;
        const changed = { ...bars, close: bars.close.slice() };
        changed.close[bar] = close;
        const [real, other] = await Promise.all([
          testRun(bars, busy, { params: { marketOnly: true } }),
          testRun(changed, busy, { params: { marketOnly: true } }),
        ]);
        expect(executedBy(other, bar)).toEqual(executedBy(real, bar));
      }),
      propertyTerms(100),
    );
  });

  it('in next-open nothing fills outside its bar', async () => {
    await fc.assert(
      fc.asyncProperty(anyBars, fc.boolean(), async (bars, exclusiveOrders) => {
        const { fills } = await testRun(bars, busy, { exclusiveOrders });
        for (const { bar, price: at } of fills) {
          expect(at).toBeGreaterThanOrEqual(bars.low[bar]!);
          expect(at).toBeLessThanOrEqual(bars.high[bar]!);
        }
      }),
      propertyTerms(150),
    );
  });

  it('no byte of a result depends on how the bars are cut into chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyBars,
        profile,
        fc.integer({ min: 1, max: 50 }),
        fc.nat({ max: 20 }),
        async (bars, fillProfile, chunkRows, skip) => {
          const start = bars.timestamp[Math.min(skip, bars.timestamp.length - 1)]!;
          for (const [strategy, params] of [
            [busy, {}],
            [smaCross, { fast: 2, slow: 5, short: true }],
          ] as const) {
            const whole = await testRun(bars, strategy, { fillProfile, params, start, commission: 0.001 });
            const cut = await testRun(bars, strategy, {
              fillProfile,
              params,
              start,
              commission: 0.001,
              chunkRows,
            });
            expect(cut).toEqual(whole);
          }
        },
      ),
      propertyTerms(100),
    );
  });

  it('prices and cash times a power of two give money times that power', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyBars,
        profile,
        fc.integer({ min: -4, max: 4 }),
        async (bars, fillProfile, power) => {
          const factor = 2 ** power;
          const scaled = { ...bars };
          for (const column of ['open', 'high', 'low', 'close'] as const) {
            scaled[column] = bars[column].map((value) => value * factor);
          }
          const options = { fillProfile, params: { fast: 2, slow: 5, short: true }, commission: 0.002 };
          const plain = await testRun(bars, smaCross, options);
          const big = await testRun(scaled, smaCross, { ...options, cash: 10_000 * factor });
          expect(big.equity.equity).toEqual(plain.equity.equity.map((value) => value * factor));
          expect(big.trades.map(({ size }) => size)).toEqual(plain.trades.map(({ size }) => size));
        },
      ),
      propertyTerms(100),
    );
  });

  it('commission never helps buy and hold of a fixed number of units', async () => {
    const hundred = defineStrategy({
      ...buyHold,
      create: () => ({
        onTradingIteration: (c) => {
          if (c.bar === 1) c.submitOrder({ type: 'market', side: 'buy', quantity: 10 });
        },
      }),
    });
    await fc.assert(
      fc.asyncProperty(
        anyBars,
        profile,
        fc.double({ min: 0, max: 0.1, noNaN: true }),
        async (bars, fillProfile, commission) => {
          const options = { fillProfile, finalizeTrades: true };
          const free = await testRun(bars, hundred, options);
          const charged = await testRun(bars, hundred, { ...options, commission });
          free.equity.equity.forEach((value, bar) => {
            expect(charged.equity.equity[bar]).toBeLessThanOrEqual(value + 1e-9);
          });
        },
      ),
      propertyTerms(60),
    );
  });

  it('one altered price in the midst of a position changes the result hash', async () => {
    await fc.assert(
      fc.asyncProperty(anyBars, fc.nat(), async (bars, cut) => {
        const { resultHash, fills } = await testRun(bars, buyHold);
        fc.pre(fills.length > 0);
        const altered = { ...bars, close: bars.close.slice() };
        altered.close[fills[0]!.bar + (cut % (bars.close.length - fills[0]!.bar))]! += 0.25;
        expect((await testRun(altered, buyHold)).resultHash).not.toBe(resultHash);
      }),
      propertyTerms(100),
    );
  });
});

describe('a strategy that peeks', () => {
  it('is what the test of futures catches: a moving average shifted one bar ahead', async () => {
    const bars = barsOf(
      Array.from({ length: 60 }, (_, i) => [100 + Math.sin(i) * 9, 100 + Math.cos(i) * 9] as const),
    );
    const peeking = (known: BarColumns) =>
      defineStrategy({
        ...busy,
        create: () => ({
          onTradingIteration: (c) => {
            const ahead = known.close[c.bar + 1] ?? 0;
            if (ahead > c.getLastPrice()) c.submitOrder(c.createOrder('buy'));
            else c.closePosition();
          },
        }),
      });
    const caught: boolean[] = [];
    for (let last = 10; last < 50; last++) {
      const other = withOtherFuture(bars, last, 5);
      const [real, changed] = await Promise.all([
        testRun(bars, peeking(bars)),
        testRun(other, peeking(other)),
      ]);
      caught.push(JSON.stringify(decidedBy(changed, last)) !== JSON.stringify(decidedBy(real, last)));
    }
    expect(caught).toContain(true);
  });
});
