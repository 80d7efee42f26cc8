/** Time of the engine beside a hand-written loop with the same rule. Run: `npm run bench:engine [bars...]`; writes bench/engine.md. */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { performance } from 'node:perf_hooks';
import type { BarColumns } from '../src/core/bar.ts';
import { runBacktest } from '../src/engine/backtest.ts';
import { UNATTENDED } from '../src/engine/run-control.ts';
import { defineStrategy, type StrategyDefinition } from '../src/engine/strategy.ts';
import { ArrayFeed } from '../src/engine/testing/array-feed.ts';
import smaCross from '../src/strategies/sma-cross.ts';

const SIZES = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1_000_000, 10_000_000];
const RUNS = 7;
const FAST = 10;
const SLOW = 30;
const CASH = 1_000_000;
const START = Date.UTC(2000, 0, 1);

/** A random walk in cents from a fixed seed, one bar a minute. */
function makeBars(length: number): BarColumns {
  const column = () => new Float64Array(length);
  const bars = {
    timestamp: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
  };
  let state = 12_345;
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

/** What a reader would write by hand: running sums, a market order at the next open, equity per bar. */
function handLoop({ open, close }: BarColumns): number {
  const length = close.length;
  const equity = new Float64Array(length);
  let fastSum = 0;
  let slowSum = 0;
  let fastBefore = Number.NaN;
  let slowBefore = Number.NaN;
  let cash = CASH;
  let held = 0;
  let signal = 0;
  for (let i = 0; i < length; i++) {
    if (signal > 0 && held === 0) {
      held = Math.floor(cash / open[i]!);
      cash -= held * open[i]!;
    } else if (signal < 0 && held > 0) {
      cash += held * open[i]!;
      held = 0;
    }
    signal = 0;
    const price = close[i]!;
    equity[i] = cash + held * price;
    fastSum += price - (i >= FAST ? close[i - FAST]! : 0);
    slowSum += price - (i >= SLOW ? close[i - SLOW]! : 0);
    const fast = i >= FAST - 1 ? fastSum / FAST : Number.NaN;
    const slow = i >= SLOW - 1 ? slowSum / SLOW : Number.NaN;
    if (fastBefore < slowBefore && fast > slow) signal = 1;
    else if (fastBefore > slowBefore && fast < slow) signal = -1;
    fastBefore = fast;
    slowBefore = slow;
  }
  return equity[length - 1]!;
}

const windowCross = defineStrategy({
  id: 'window-cross',
  name: 'Cross from a window',
  description: 'The same rule from 30 bars of history each bar.',
  parameters: {},
  columns: ['close'],
  create: ({ warmUp, keepHistory }) => {
    warmUp(SLOW);
    keepHistory(SLOW);
    let before = 0;
    return {
      onTradingIteration(context) {
        const { close } = context.getHistoricalPrices(0, SLOW);
        let slow = 0;
        let fast = 0;
        for (let i = 0; i < SLOW; i++) {
          slow += close[i]!;
          if (i >= SLOW - FAST) fast += close[i]!;
        }
        const gap = fast / FAST - slow / SLOW;
        if (before < 0 && gap > 0) {
          if (context.getPosition().isFlat) context.submitOrder({ type: 'market', side: 'buy' });
        } else if (before > 0 && gap < 0) context.closePosition();
        before = gap;
      },
    };
  },
});

const bracketCross = defineStrategy({
  id: 'bracket-cross',
  name: 'Cross with brackets',
  description: 'Buys with a stop-loss and a take-profit when the averages cross.',
  parameters: {},
  columns: ['high', 'low', 'close'],
  create: ({ sma }) => {
    const fast = sma('close', FAST);
    const slow = sma('close', SLOW);
    return {
      onTradingIteration(context) {
        if (!fast.crossedAbove(slow) || !context.getPosition().isFlat) return;
        const close = context.getLastPrice();
        context.submitOrder({
          type: 'market',
          side: 'buy',
          fraction: 0.5,
          stopLoss: close * 0.99,
          takeProfit: close * 1.02,
        });
      },
    };
  },
});

async function engine(bars: BarColumns, strategy: StrategyDefinition, params = {}): Promise<number> {
  const feed = new ArrayFeed(bars, 131_072, { timeframe: '1m' });
  const result = await runBacktest(
    {
      strategy: strategy.id,
      params,
      series: feed.series.map(({ info }) => info),
      cash: CASH,
      commission: 0,
      fillProfile: 'next-open',
      exclusiveOrders: false,
      finalizeTrades: false,
      riskFreeRate: 0,
    },
    feed,
    strategy,
    UNATTENDED,
  );
  return result.statistics.trades;
}

/** Best times of cases that take turns, so that other work on the machine disturbs them alike; ms. */
async function measure(cases: readonly (() => Promise<number> | number)[]): Promise<number[]> {
  const best = cases.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < RUNS; round++) {
    for (const [i, run] of cases.entries()) {
      const from = performance.now();
      await run();
      best[i] = Math.min(best[i]!, performance.now() - from);
    }
  }
  return best;
}

const rows: string[] = [];
for (const size of SIZES) {
  const bars = makeBars(size);
  const cases: readonly (readonly [string, () => Promise<number> | number])[] = [
    ['hand-written loop', () => handLoop(bars)],
    ['declared indicators', () => engine(bars, smaCross, { fast: FAST, slow: SLOW })],
    ['window of 30 bars each bar', () => engine(bars, windowCross)],
    ['bracket orders', () => engine(bars, bracketCross)],
  ];
  const times = await measure(cases.map(([, run]) => run));
  for (const [i, [name]] of cases.entries()) {
    const time = times[i]!;
    const speed = `${(size / time / 1_000).toFixed(1)} | ${((time * 1e6) / size).toFixed(1)} | ${(time / times[0]!).toFixed(2)}`;
    const line = `| ${size.toLocaleString('en')} | ${name} | ${time.toFixed(1)} | ${speed} |`;
    console.log(line);
    rows.push(line);
  }
}
writeFileSync(
  new URL('./engine.md', import.meta.url),
  `# Engine speed

\`npm run bench:engine\`: best of ${RUNS} runs in turns, statistics and result hash included, bars in memory. Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}.

| bars | case | ms | million bars/s | ns per bar | times the loop |
|---|---|---|---|---|---|
${rows.join('\n')}
`,
);
