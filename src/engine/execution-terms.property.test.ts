import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BarColumns } from '../core/bar.ts';
import type { OrderRequest } from '../core/order.ts';
import { INTRABAR_POLICIES } from './intrabar-policy.ts';
import { PROPERTY_TIMEOUT, propertyTerms } from './testing/property-runs.ts';
import { FIRST_TIME, ohlc, scripted, type TestRunOptions, testRun } from './testing/test-run.ts';
import type { TradingContext } from './trading-context.ts';

const TERMS = propertyTerms(250);
const HOURS = 6;

/** Bars of six hours, with ranges wide enough to be ambiguous. */
const anyBars = fc
  .array(
    fc.tuple(
      fc.integer({ min: 90, max: 110 }),
      fc.integer({ min: 0, max: 12 }),
      fc.integer({ min: 0, max: 12 }),
      fc.integer({ min: 90, max: 110 }),
      fc.integer({ min: 0, max: 200 }),
    ),
    { minLength: 3, maxLength: 40 },
  )
  .map((rows): BarColumns => {
    const prices = rows.map(([open, up, down, close]): [number, number, number, number] => [
      open,
      Math.max(open, close) + up,
      Math.min(open, close) - down,
      close,
    ]);
    return {
      ...ohlc(prices),
      timestamp: Float64Array.from(rows, (_, i) => FIRST_TIME + i * HOURS * 3_600_000),
      volume: Float64Array.from(rows, ([, , , , volume]) => volume),
    };
  });

const level = fc.integer({ min: 85, max: 115 });
const quantity = fc.integer({ min: 1, max: 30 });
const side = fc.constantFrom('buy', 'sell');
const guards = fc.constantFrom({}, { stopLoss: 8 }, { takeProfit: 8 }, { stopLoss: 6, takeProfit: 6 });

/** An order of any type with guards at a distance from 100, or from its own price. */
const anyOrder = fc
  .record({
    type: fc.constantFrom(
      'market',
      'limit',
      'stop',
      'stop-limit',
      'market-on-open',
      'market-on-close',
      'market-if-touched',
      'limit-if-touched',
    ),
    side,
    quantity,
    first: level,
    second: level,
    guards,
    timeInForce: fc.constantFrom('GTC', 'DAY'),
  })
  .map(({ type, first, second, guards: distance, ...common }) => {
    const prices = {
      market: {},
      limit: { limit: first },
      stop: { stop: first },
      'stop-limit': { stop: first, limit: second },
      'market-on-open': {},
      'market-on-close': {},
      'market-if-touched': { touch: first },
      'limit-if-touched': { touch: first, limit: second },
    }[type];
    const { limit, stop, touch } = prices as { limit?: number; stop?: number; touch?: number };
    const entry = limit ?? stop ?? touch ?? 100;
    const sign = common.side === 'buy' ? 1 : -1;
    const { stopLoss, takeProfit } = distance as { stopLoss?: number; takeProfit?: number };
    return {
      type,
      ...common,
      ...prices,
      ...(stopLoss === undefined ? {} : { stopLoss: entry - sign * stopLoss }),
      ...(takeProfit === undefined ? {} : { takeProfit: entry + sign * takeProfit }),
    } as OrderRequest;
  });

const anyCase = fc.record({
  bars: anyBars,
  orders: fc.array(fc.tuple(fc.nat({ max: 30 }), anyOrder), { minLength: 1, maxLength: 8 }),
  options: fc.record({
    intrabar: fc.constantFrom(...INTRABAR_POLICIES),
    hedging: fc.boolean(),
    volumeLimit: fc.constantFrom(1, 0.25, 0.1),
  }),
});

const run = (
  bars: BarColumns,
  orders: readonly (readonly [number, OrderRequest])[],
  options: TestRunOptions,
  others: Parameters<typeof scripted>[1] = {},
) => {
  const actions = orders.map(([bar]) => [
    bar,
    (context: TradingContext) => {
      for (const [at, order] of orders) if (at === bar) context.submitOrder(order);
    },
  ]);
  return testRun(bars, scripted(Object.fromEntries(actions), others), options);
};

describe('orders of every type under every policy', { timeout: PROPERTY_TIMEOUT }, () => {
  it('fill within their bar and its volume, and the account adds up', async () => {
    await fc.assert(
      fc.asyncProperty(anyCase, async ({ bars, orders, options }) => {
        const { fills, equity } = await run(bars, orders, options);
        const traded = new Float64Array(bars.close.length);
        let cash = 10_000;
        let held = 0;
        let next = 0;
        for (let bar = 0; bar < bars.close.length; bar++) {
          for (; fills[next]?.bar === bar; next++) {
            const { size, price } = fills[next]!;
            expect(price).toBeGreaterThanOrEqual(bars.low[bar]!);
            expect(price).toBeLessThanOrEqual(bars.high[bar]!);
            traded[bar]! += Math.abs(size);
            cash -= size * price;
            held += size;
          }
          if (equity.equity[bar] === 0) return;
          expect(traded[bar]).toBeLessThanOrEqual(bars.volume[bar]! * options.volumeLimit + 1e-9);
          expect(equity.equity[bar]).toBeCloseTo(cash + held * bars.close[bar]!, 6);
        }
        expect(next).toBe(fills.length);
      }),
      TERMS,
    );
  });

  it('have the units of their fills on their record', async () => {
    await fc.assert(
      fc.asyncProperty(anyCase, async ({ bars, orders, options }) => {
        const result = await run(bars, orders, options);
        for (const order of result.orders) {
          if (order.status !== 'filled') continue;
          const own = result.fills.filter(({ orderId }) => orderId === order.id);
          expect(own.reduce((sum, { size }) => sum + size, 0)).toBeCloseTo(order.size, 9);
        }
      }),
      TERMS,
    );
  });

  it('do not depend on chunks, nor on bars that come later', async () => {
    await fc.assert(
      fc.asyncProperty(anyCase, fc.nat({ max: 39 }), async ({ bars, orders, options }, cut) => {
        const whole = await run(bars, orders, options);
        expect((await run(bars, orders, { ...options, chunkRows: 3 })).resultHash).toBe(whole.resultHash);
        const known = 1 + (cut % bars.close.length);
        const noise = (column: Float64Array) => column.map((value, i) => (i < known ? value : value * 1.07));
        const other = {
          timestamp: bars.timestamp,
          open: noise(bars.open),
          high: noise(bars.high),
          low: noise(bars.low),
          close: noise(bars.close),
          volume: noise(bars.volume),
        };
        const { fills } = await run(other, orders, options);
        const early = (list: typeof fills) => list.filter(({ bar }) => bar < known);
        expect(early(fills)).toEqual(early(whole.fills));
      }),
      TERMS,
    );
  });

  it('give the same bytes on the merged clock', async () => {
    const merged = { afterMarketCloses: () => {} };
    await fc.assert(
      fc.asyncProperty(anyCase, fc.boolean(), async ({ bars, orders, options }, finalizeTrades) => {
        const terms = { ...options, finalizeTrades };
        const fast = await run(bars, orders, terms);
        const slow = await run(bars, orders, terms, merged);
        expect(slow.resultHash).toBe(fast.resultHash);
        expect(slow.ambiguities).toEqual(fast.ambiguities);
      }),
      TERMS,
    );
  });
});
