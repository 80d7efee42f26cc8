import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barCloseTime, type Timeframe } from '../core/timeframe.ts';
import smaCross from '../strategies/sma-cross.ts';
import { FILL_PROFILES } from './backtest-specification.ts';
import { defineStrategy } from './strategy.ts';
import { barTimes, tickClose } from './testing/market-cases.ts';
import { barsAt, type TestSeries, testPortfolio, withOtherFuture } from './testing/portfolio-test-run.ts';
import { PROPERTY_TIMEOUT, propertyTerms } from './testing/property-runs.ts';
import { testRun } from './testing/test-run.ts';

const TERMS = propertyTerms(200);
const START = Date.UTC(2024, 0, 1);
const HOUR = 3_600_000;
const STEPS: Readonly<Partial<Record<Timeframe, number>>> = { '1h': HOUR, '4h': 4 * HOUR, '1d': 24 * HOUR };
const price = fc.double({ min: 1, max: 500, noNaN: true });
const guards = ['stop loss', 'take profit'];
const profile = fc.constantFrom(...FILL_PROFILES);

type AnySeries = TestSeries & { readonly timeframe: Timeframe };

/** A series with gaps that starts when it likes. */
const series = fc
  .record({
    timeframe: fc.constantFrom<Timeframe>('1h', '4h', '1d'),
    late: fc.nat({ max: 10 }),
    bars: fc.array(fc.tuple(price, price, fc.integer({ min: 1, max: 3 })), { minLength: 3, maxLength: 60 }),
  })
  .map(({ timeframe, late, bars }): AnySeries => {
    const step = STEPS[timeframe]!;
    let time = START + late * step;
    const times = bars.map(([, , gap]) => {
      time += gap * step;
      return time;
    });
    return {
      timeframe,
      bars: barsAt(
        times,
        bars.map(([open, close]) => [open, close] as const),
      ),
    };
  });
const several = fc.array(series, { minLength: 2, maxLength: 4 });

/** Trades all series by a fixed rule on what is known, so that a run depends on prices alone. */
const busy = defineStrategy({
  id: 'busy',
  name: 'Busy',
  description: 'Trades for the sake of trading.',
  parameters: {},
  create: ({ series: all, sma }) => {
    const means = all.map((_, index) => sma('close', 2, { series: index }));
    return {
      onTradingIteration(context) {
        for (const [index, mean] of means.entries()) {
          const { close } = context.getHistoricalPrices(index, 2);
          const last = close.at(-1) ?? Number.NaN;
          const die = Math.floor((mean.value + last + context.bar) * 7) % 9;
          if (die === 0) context.submitOrder({ type: 'market', side: 'buy', series: index, fraction: 0.3 });
          if (die === 1) context.submitOrder({ type: 'market', side: 'sell', series: index, quantity: 3 });
          if (die === 2) context.closePosition(index);
          if (die === 3) {
            context.submitOrder({
              type: 'limit',
              side: 'buy',
              series: index,
              limit: last * 0.9,
              quantity: 2,
            });
          }
          if (die === 4) {
            context.submitOrder({
              type: 'market',
              side: 'buy',
              series: index,
              quantity: 1,
              stopLoss: last * 0.8,
              takeProfit: last * 1.3,
            });
          }
          if (die === 5)
            context.rebalance(
              means.map(() => 1 / means.length),
              { tolerance: 1 },
            );
        }
      },
    };
  },
});

describe('a run on several series', { timeout: PROPERTY_TIMEOUT }, () => {
  it('gives the bytes of the fast loop when there is one series only', async () => {
    await fc.assert(
      fc.asyncProperty(
        series,
        profile,
        fc.boolean(),
        fc.boolean(),
        fc.nat({ max: 8 }),
        fc.integer({ min: 1, max: 30 }),
        async ({ bars, timeframe }, fillProfile, exclusiveOrders, finalizeTrades, skip, chunkRows) => {
          const start = bars.timestamp[Math.min(skip, bars.timestamp.length - 1)]!;
          const options = {
            fillProfile,
            exclusiveOrders,
            finalizeTrades,
            commission: 0.001,
            start,
            chunkRows,
          };
          for (const strategy of [busy, smaCross]) {
            const params = strategy === busy ? {} : { fast: 2, slow: 4, short: true };
            const fast = await testRun(bars, strategy, { ...options, params });
            const hooked = defineStrategy({
              ...strategy,
              create: (setup) => Object.assign(strategy.create(setup), { afterMarketCloses: () => {} }),
            });
            const merged = await testPortfolio([{ bars, timeframe }], hooked, { ...options, params });
            expect(merged.resultHash).toBe(fast.resultHash);
            expect(merged.trades).toEqual(fast.trades);
            expect(merged.statistics).toEqual(fast.statistics);
          }
        },
      ),
      TERMS,
    );
  });

  it('has cash + positions at their last closes = equity at every tick', async () => {
    await fc.assert(
      fc.asyncProperty(
        several,
        profile,
        fc.boolean(),
        fc.double({ min: 0, max: 0.02, noNaN: true }),
        async (all, fillProfile, finalizeTrades, commission) => {
          const { fills, equity } = await testPortfolio(all, busy, {
            fillProfile,
            finalizeTrades,
            commission,
          });
          const times = barTimes(all);
          const held = all.map(() => 0);
          const rows = all.map(() => -1);
          let cash = 10_000;
          let next = 0;
          for (let tick = 0; tick < equity.equity.length; tick++) {
            for (; fills[next]?.bar === tick; next++) {
              const fill = fills[next]!;
              cash -= fill.size * fill.price + fill.commission;
              held[fill.series]! += fill.size;
            }
            const moment = tickClose(all, equity.timestamp[tick]!);
            const value = all.reduce((sum, { bars, timeframe }, index) => {
              const timestamp = times[index]!;
              while (
                rows[index]! + 1 < timestamp.length &&
                barCloseTime(timestamp[rows[index]! + 1]!, timeframe) <= moment
              ) {
                rows[index]!++;
              }
              return held[index] === 0 ? sum : sum + held[index]! * bars.close[rows[index]!]!;
            }, cash);
            if (equity.equity[tick] === 0) {
              expect(value).toBeLessThanOrEqual(1e-6);
              return;
            }
            expect(equity.equity[tick]).toBeCloseTo(value, 5);
          }
        },
      ),
      TERMS,
    );
  });

  it('changes no order sent and no fill known by a moment when all that closes later is replaced by noise', async () => {
    await fc.assert(
      fc.asyncProperty(
        several,
        profile,
        fc.nat(),
        fc.nat({ max: 1_000 }),
        async (all, fillProfile, cut, seed) => {
          const real = await testPortfolio(all, busy, { fillProfile });
          const last = cut % real.equity.timestamp.length;
          const moment = tickClose(all, real.equity.timestamp[last]!);
          const changed = all.map(
            ({ bars, timeframe, ...key }): AnySeries => ({
              ...key,
              timeframe,
              bars: withOtherFuture(bars, (open) => barCloseTime(open, timeframe) <= moment, seed),
            }),
          );
          const other = await testPortfolio(changed, busy, { fillProfile });
          const sent = ({ orders }: typeof real) =>
            orders
              .filter(({ submittedBar }) => submittedBar <= last)
              .map(({ id, side, series: of, tag }) => ({ id, side, of, tag }));
          const filled = ({ fills }: typeof real) => fills.filter(({ bar }) => bar <= last);
          expect(sent(other)).toEqual(sent(real));
          expect(filled(other)).toEqual(filled(real));
          expect(other.equity.equity.slice(0, last + 1)).toEqual(real.equity.equity.slice(0, last + 1));
        },
      ),
      TERMS,
    );
  });

  it('has the same bytes however its series are cut into chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        several,
        profile,
        fc.integer({ min: 1, max: 20 }),
        fc.boolean(),
        async (all, fillProfile, chunkRows, timed) => {
          const session = { timeZone: 'Europe/Berlin', open: 480, close: 1_080 } as const;
          const options = {
            fillProfile,
            commission: 0.001,
            finalizeTrades: true,
            ...(timed ? { session } : {}),
          };
          const run = (rows: number) =>
            testPortfolio(all, busy, { ...options, chunkRows: rows }).catch(({ code }) => code as string);
          expect(await run(chunkRows)).toEqual(await run(65_536));
        },
      ),
      TERMS,
    );
  });

  it('has the same bytes with and without a benchmark', async () => {
    await fc.assert(
      fc.asyncProperty(several, series, async (all, benchmark) => {
        const plain = await testPortfolio(all, busy);
        const measured = await testPortfolio(all, busy, { benchmark });
        expect(measured.resultHash).toBe(plain.resultHash);
      }),
      propertyTerms(100),
    );
  });

  it('fills nothing outside the bar that opened at the time of the fill, and none that was open when the order was sent', async () => {
    await fc.assert(
      fc.asyncProperty(several, async (all) => {
        const { fills, orders, equity } = await testPortfolio(all, busy);
        for (const { series: of, time, price: at, orderId } of fills) {
          const { submittedBar, tag } = orders[orderId]!;
          if (tag === 'equity used up') continue;
          const { bars } = all[of]!;
          const row = bars.timestamp.indexOf(time);
          expect(row).toBeGreaterThanOrEqual(0);
          expect(at).toBeGreaterThanOrEqual(bars.low[row]!);
          expect(at).toBeLessThanOrEqual(bars.high[row]!);
          if (guards.includes(tag)) continue;
          expect(time).toBeGreaterThanOrEqual(tickClose(all, equity.timestamp[submittedBar]!));
        }
      }),
      TERMS,
    );
  });
});
