import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeframeMilliseconds } from '../core/timeframe.ts';
import { runBacktest } from './backtest.ts';
import type { BacktestSpecification } from './backtest-specification.ts';
import { INTRABAR_POLICIES } from './intrabar-policy.ts';
import { UNATTENDED } from './run-control.ts';
import { defineStrategy } from './strategy.ts';
import { ArrayFeed, joinedFeed } from './testing/array-feed.ts';
import { anyMarket, type MarketCase } from './testing/market-cases.ts';
import { PROPERTY_RUNS, PROPERTY_TERMS, PROPERTY_TIMEOUT } from './testing/property-runs.ts';
import { recorded } from './testing/recorded-result.ts';
import { FIRST_TIME, ohlc, scripted, testRun } from './testing/test-run.ts';

const HOUR = 3_600_000;

/** Trades each series by the hours at which its bars open, whatever other series there are: brackets, limit entries with guards, groups. */
const byTheClock = defineStrategy({
  id: 'by-the-clock',
  name: 'By the clock',
  description: 'Trades every series for itself.',
  parameters: {},
  create: ({ series: all }) => {
    const seen = all.map(() => Number.NaN);
    return {
      onTradingIteration(context) {
        for (const series of all.keys()) {
          const { timestamp, close } = context.getHistoricalPrices(series, 1);
          const [time = Number.NaN, last = Number.NaN] = [timestamp.at(-1), close.at(-1)];
          if (Number.isNaN(last) || time === seen[series]) continue;
          seen[series] = time;
          const die = Math.floor(time / HOUR / 4) % 7;
          const side = die % 2 === 0 ? 'buy' : 'sell';
          const sign = side === 'buy' ? 1 : -1;
          const order = { series, side, quantity: 1 } as const;
          const guards = { stopLoss: last * (1 - sign * 0.02), takeProfit: last * (1 + sign * 0.02) };
          if (die < 2) context.submitOrder({ ...order, type: 'market', ...guards });
          if (die === 2) {
            const limit = last * 0.99;
            context.submitOrder({
              ...order,
              type: 'limit',
              limit,
              stopLoss: limit * 0.98,
              takeProfit: last * 1.02,
            });
          }
          if (die === 4) {
            context.submitOneCancelsOther([
              { series, side: 'sell', quantity: 1, type: 'limit', limit: last * 1.015 },
              { series, side: 'sell', quantity: 1, type: 'stop', stop: last * 0.985 },
            ]);
          }
          if (die === 5) context.closePosition(series);
        }
      },
    };
  },
});

type Terms = Pick<BacktestSpecification, 'intrabar'> & { readonly chunkRows: number };

async function run(markets: readonly (readonly [number, MarketCase])[], { intrabar, chunkRows }: Terms) {
  const key = (index: number) => ({ symbol: `S${index}` });
  const main = markets.map(
    ([index, { bars, timeframe }]) => new ArrayFeed(bars, chunkRows, { ...key(index), timeframe }),
  );
  const finer = markets.map(
    ([index, { finer: shorter }]) =>
      new ArrayFeed(shorter!.bars, chunkRows, { ...key(index), timeframe: shorter!.timeframe }),
  );
  const infos = (feeds: readonly ArrayFeed[]) =>
    feeds.flatMap(({ series }) => series.map(({ info }) => info));
  const result = await runBacktest(
    {
      strategy: 'by-the-clock',
      params: {},
      series: infos(main),
      finerBars: infos(finer),
      cash: 1e9,
      commission: 0,
      fillProfile: 'next-open',
      exclusiveOrders: false,
      finalizeTrades: false,
      riskFreeRate: 0,
      maxGap: null,
      ...(intrabar ? { intrabar } : {}),
    },
    joinedFeed([...main, ...finer]),
    byTheClock,
    UNATTENDED,
  );
  const { fills, ambiguities } = recorded(result);
  return { fills, ambiguities };
}

describe('finer bars of several series', { timeout: PROPERTY_TIMEOUT }, () => {
  const refined = anyMarket.filter(
    ({ finer, bars }) => finer !== null && bars.timestamp[0] === Date.UTC(2024, 0, 1),
  );

  it('decide in each series what they decide in a run on it alone, and list the same bars', async () => {
    const seen = { fills: 0, doubts: 0, frames: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(refined, { minLength: 2, maxLength: 3 }),
        fc.constantFrom(...INTRABAR_POLICIES),
        fc.integer({ min: 1, max: 40 }),
        async (markets, intrabar, chunkRows) => {
          // The main series has the shortest bars: it is known first, and a run decides from then on.
          const numbered = markets
            .toSorted((a, b) => timeframeMilliseconds(a.timeframe) - timeframeMilliseconds(b.timeframe))
            .map((market, index) => [index, market] as const);
          const together = await run(numbered, { intrabar, chunkRows });
          // Until then every run is under way.
          const end = Math.min(...markets.map(({ bars }) => bars.timestamp.at(-1)!));
          for (const [index, market] of numbered) {
            const alone = await run([[index, market]], { intrabar, chunkRows: 65_536 });
            const fills = (all: typeof alone.fills, series: number) =>
              all
                .filter((fill) => fill.series === series && fill.time < end)
                .map(({ time, size, price }) => [time, size, price]);
            expect(fills(together.fills, index)).toEqual(fills(alone.fills, 0));
            const doubts = (all: typeof alone.ambiguities, series: number) =>
              all
                .filter((each) => each.series === series && each.time < end)
                .map(({ time, kind }) => [time, kind]);
            expect(doubts(together.ambiguities, index)).toEqual(doubts(alone.ambiguities, 0));
            seen.fills += alone.fills.length;
            seen.doubts += alone.ambiguities.length;
          }
          if (new Set(markets.map(({ timeframe }) => timeframe)).size > 1) seen.frames++;
        },
      ),
      { ...PROPERTY_TERMS, numRuns: Math.ceil(PROPERTY_RUNS / 4) },
    );
    expect(seen.fills).toBeGreaterThan(PROPERTY_RUNS);
    expect(seen.doubts).toBeGreaterThan(PROPERTY_RUNS / 10);
    expect(seen.frames).toBeGreaterThan(PROPERTY_RUNS / 40);
  });

  it('may be a series that the run trades itself', async () => {
    const hours = (rows: readonly (readonly [number, number, number, number])[]) => ({
      ...ohlc(rows),
      timestamp: Float64Array.from(rows, (_, hour) => FIRST_TIME + hour * 6 * HOUR),
    });
    const quiet = [100, 100.5, 99.5, 100] as const;
    const day = new ArrayFeed(ohlc([quiet, [100, 106, 94, 100], quiet]));
    const parts = hours([
      quiet,
      quiet,
      quiet,
      quiet,
      [100, 106, 100, 105],
      [105, 105, 94, 95],
      quiet,
      quiet,
      quiet,
    ]);
    const quarter = new ArrayFeed(parts, 2, { timeframe: '6h' });
    const infos = [day, quarter].flatMap(({ series }) => series.map(({ info }) => info));
    const strategy = scripted({
      3: (c) =>
        void c.submitOrder({ type: 'market', side: 'buy', quantity: 1, stopLoss: 95, takeProfit: 105 }),
    });
    const result = await testRun(ohlc([quiet]), strategy, {
      feed: joinedFeed([day, quarter]) as ArrayFeed,
      series: infos,
      finerBars: [infos[1]!],
    });
    expect(result.fills.map(({ series, price }) => [series, price])).toEqual([
      [0, 100],
      [0, 105],
    ]);
    expect(result.ambiguities).toEqual([]);
  });

  it('are read along with the run, also where its series have more bars than are held at a time', async () => {
    // A day of minutes: 91 daily bars are held at a time.
    const at = 150;
    const rows = Array.from({ length: 200 }, (_, day) =>
      day === at ? ([100, 106, 94, 100] as const) : ([100, 100.5, 99.5, 100] as const),
    );
    const minutes = {
      ...ohlc([
        [100, 106, 100, 105],
        [105, 105, 94, 95],
      ]),
      timestamp: Float64Array.of(0, 60_000).map((time) => FIRST_TIME + at * 24 * HOUR + time),
    };
    const feeds = [0, 1].map((index) => new ArrayFeed(ohlc(rows), 65_536, { symbol: `S${index}` }));
    const finer = [0, 1].map(
      (index) => new ArrayFeed(minutes, 1, { symbol: `S${index}`, timeframe: '1m' as const }),
    );
    const infos = (all: readonly ArrayFeed[]) => all.flatMap(({ series }) => series.map(({ info }) => info));
    const guarded = { type: 'market', side: 'buy', quantity: 1, stopLoss: 95, takeProfit: 105 } as const;
    const strategy = scripted({
      2: (c) => void [0, 1].map((series) => c.submitOrder({ ...guarded, series })),
    });
    const result = await testRun(ohlc(rows), strategy, {
      feed: joinedFeed([...feeds, ...finer]) as ArrayFeed,
      series: infos(feeds),
      finerBars: infos(finer),
    });
    expect(result.fills.map(({ series, price }) => [series, price])).toEqual([
      [0, 100],
      [1, 100],
      [0, 105],
      [1, 105],
    ]);
    expect(result.ambiguities).toEqual([]);
  });
});
