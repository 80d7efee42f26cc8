/** Ten assets on one merged clock beside a hand-written loop with the same rule. Run: `npx tsx bench/engine/ten-assets.ts [bars of an asset]`. */
import { performance } from 'node:perf_hooks';
import type { BarColumns } from '../../src/core/bar.ts';
import { runBacktest } from '../../src/engine/backtest.ts';
import { UNATTENDED } from '../../src/engine/run-control.ts';
import { defineStrategy } from '../../src/engine/strategy.ts';
import { ArrayFeed, joinedFeed } from '../../src/engine/testing/array-feed.ts';

/** Assets of the bench. */
export const ASSETS = 10;
const FAST = 10;
const SLOW = 30;
const CASH = 1_000_000;
const START = Date.UTC(2000, 0, 1);

/** Each asset is bought with a tenth of what is available when its averages cross, and left when they cross back. */
const crossTen = defineStrategy({
  id: 'cross-ten',
  name: 'Cross of ten assets',
  description: 'A moving average cross in each of ten assets, from one pool of cash.',
  parameters: {},
  columns: ['close'],
  create: ({ series, sma }) => {
    const pairs = series.map((_, index) => ({
      fast: sma('close', FAST, { series: index }),
      slow: sma('close', SLOW, { series: index }),
    }));
    return {
      onTradingIteration(context) {
        for (let index = 0; index < pairs.length; index++) {
          const { fast, slow } = pairs[index]!;
          if (fast.crossedAbove(slow)) {
            if (context.getPosition(index).isFlat) {
              context.submitOrder({ type: 'market', side: 'buy', series: index, fraction: 1 / ASSETS });
            }
          } else if (fast.crossedBelow(slow)) context.closePosition(index);
        }
      },
    };
  },
});

/** Random walks in cents from fixed seeds, one bar a minute. */
export function tenAssets(length: number): BarColumns[] {
  return Array.from({ length: ASSETS }, (_, index) => walk(length, 12_345 + index));
}

function walk(length: number, seed: number): BarColumns {
  const column = () => new Float64Array(length);
  const bars = {
    timestamp: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
  };
  let state = seed;
  const die = (sides: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
  let cents = 10_000;
  for (let i = 0; i < length; i++) {
    const open = cents;
    cents = Math.max(1_000, cents + die(41) - 20);
    bars.timestamp[i] = START + i * 60_000;
    bars.open[i] = open / 100;
    bars.close[i] = cents / 100;
    bars.high[i] = (Math.max(open, cents) + die(10)) / 100;
    bars.low[i] = (Math.min(open, cents) - die(10)) / 100;
    bars.volume[i] = die(1_000);
  }
  return bars;
}

/** What a reader would write by hand: closing orders first, then entries as they were placed; equity per bar. */
export function tenAssetLoop(assets: readonly BarColumns[]): number {
  const length = assets[0]!.close.length;
  const equity = new Float64Array(length);
  const fastSum = new Float64Array(ASSETS);
  const slowSum = new Float64Array(ASSETS);
  const fastBefore = new Float64Array(ASSETS).fill(Number.NaN);
  const slowBefore = new Float64Array(ASSETS).fill(Number.NaN);
  const held = new Float64Array(ASSETS);
  const signal = new Int8Array(ASSETS);
  let cash = CASH;
  for (let i = 0; i < length; i++) {
    for (let a = 0; a < ASSETS; a++) {
      if (signal[a]! >= 0 || held[a] === 0) continue;
      cash += held[a]! * assets[a]!.open[i]!;
      held[a] = 0;
    }
    for (let a = 0; a < ASSETS; a++) {
      if (signal[a]! <= 0 || held[a] !== 0) continue;
      const price = assets[a]!.open[i]!;
      held[a] = Math.floor(cash / ASSETS / price);
      cash -= held[a]! * price;
    }
    let value = cash;
    for (let a = 0; a < ASSETS; a++) {
      const { close } = assets[a]!;
      const price = close[i]!;
      value += held[a]! * price;
      fastSum[a]! += price - (i >= FAST ? close[i - FAST]! : 0);
      slowSum[a]! += price - (i >= SLOW ? close[i - SLOW]! : 0);
      const fast = i >= FAST - 1 ? fastSum[a]! / FAST : Number.NaN;
      const slow = i >= SLOW - 1 ? slowSum[a]! / SLOW : Number.NaN;
      signal[a] = 0;
      if (fastBefore[a]! < slowBefore[a]! && fast > slow) signal[a] = 1;
      else if (fastBefore[a]! > slowBefore[a]! && fast < slow) signal[a] = -1;
      fastBefore[a] = fast;
      slowBefore[a] = slow;
    }
    equity[i] = value;
  }
  return equity[length - 1]!;
}

/** The same through the engine; the final equity. */
export async function tenAssetRun(assets: readonly BarColumns[]): Promise<number> {
  const feed = joinedFeed(
    assets.map((bars, index) => new ArrayFeed(bars, 131_072, { symbol: `A${index}`, timeframe: '1m' })),
  );
  const result = await runBacktest(
    {
      strategy: crossTen.id,
      params: {},
      series: feed.series.map(({ info }) => info),
      cash: CASH,
      commission: 0,
      fillProfile: 'next-open',
      exclusiveOrders: false,
      finalizeTrades: false,
      riskFreeRate: 0,
    },
    feed,
    crossTen,
    UNATTENDED,
  );
  return result.statistics.equityFinal;
}

/** Whether this file is what was started, and not a part of another bench. */
const started = process.argv[1]?.endsWith('ten-assets.ts') === true;

if (started) {
  const length = Number(process.argv[2] ?? 100_000);
  const assets = tenAssets(length);
  const best = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const results = [0, 0];
  for (let round = 0; round < 7; round++) {
    for (const [i, run] of [tenAssetLoop, tenAssetRun].entries()) {
      const from = performance.now();
      results[i] = await run(assets);
      best[i] = Math.min(best[i]!, performance.now() - from);
    }
  }
  const bars = ASSETS * length;
  for (const [i, name] of ['hand-written loop', 'engine'].entries()) {
    const time = best[i]!;
    console.log(
      `${name}: ${time.toFixed(1)} ms, ${(bars / time / 1_000).toFixed(1)} million bars/s, ${(time / best[0]!).toFixed(2)} times the loop, final equity ${results[i]!.toFixed(2)}`,
    );
  }
}
