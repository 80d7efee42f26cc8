/** Ten assets on one merged clock beside a hand-written loop with the same rule, in a process of its own. */
import type { BarColumns } from '../../src/core/bar.ts';
import { runBacktest, simulate } from '../../src/engine/backtest.ts';
import { UNATTENDED } from '../../src/engine/run-control.ts';
import { defineStrategy } from '../../src/engine/strategy.ts';
import { joinedFeed } from '../../src/engine/testing/array-feed.ts';
import { makeBars } from './bars.ts';
import { CASH, feedOf, logsOf, specificationOf } from './cases.ts';
import { timed } from './processor-time.ts';

/** Assets of the bench. */
export const ASSETS = 10;
const FAST = 10;
const SLOW = 30;

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

/** Random walks from fixed seeds, one bar a minute, in prices of which every sum is exact. */
export function tenAssets(length: number): BarColumns[] {
  return Array.from({ length: ASSETS }, (_, index) => makeBars(length, 64, 12_345 + index));
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

/** The stages of the same rule through the engine, each including the one before it; both give the final equity. */
function tenAssetStages(assets: readonly BarColumns[]) {
  const feed = joinedFeed(assets.map((bars, index) => feedOf(bars, `A${index}`)));
  const specification = specificationOf(crossTen, {}, feed);
  return {
    loop: async () => {
      const simulation = await simulate(specification, feed, crossTen, UNATTENDED);
      logsOf(simulation);
      const { portfolio, marks } = simulation.loop.broker;
      return portfolio.equity(marks);
    },
    all: async () => (await runBacktest(specification, feed, crossTen, UNATTENDED)).statistics.equityFinal,
  };
}

/** What to measure: bars of each asset, and rounds. */
export interface TenAssetOrder {
  readonly bars: number;
  readonly rounds: number;
}

/** Best times in ms; `same` when engine and loop end with the same equity to a billionth. */
export interface TenAssetMeasurement {
  readonly hand: number;
  readonly loop: number;
  readonly all: number;
  readonly same: boolean;
}

async function measure({ bars, rounds }: TenAssetOrder): Promise<TenAssetMeasurement> {
  const assets = tenAssets(bars);
  const { loop, all } = tenAssetStages(assets);
  const runs = [() => tenAssetLoop(assets), loop, all];
  const best = runs.map(() => Number.POSITIVE_INFINITY);
  const equity = runs.map(() => Number.NaN);
  for (let round = 0; round < rounds; round++) {
    for (const [i, run] of runs.entries()) {
      best[i] = Math.min(
        best[i]!,
        await timed(async () => {
          equity[i] = await run();
        }),
      );
    }
  }
  const same = equity.every((value) => Math.abs(value / equity[0]! - 1) < 1e-9);
  return { hand: best[0]!, loop: best[1]!, all: best[2]!, same };
}

process.once('message', async (order: TenAssetOrder) => {
  process.send?.(await measure(order));
  process.disconnect();
});
