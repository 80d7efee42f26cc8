import fc from 'fast-check';
import type { StoredBars } from '../../core/bar.ts';
import { barCloseTime, type Timeframe } from '../../core/timeframe.ts';

const START = Date.UTC(2024, 0, 1);
const HOUR = 3_600_000;
const STEPS = { '1h': HOUR, '4h': 4 * HOUR, '1d': 24 * HOUR } as const;

/** Bars of one random instrument, and shorter ones within them for one in three. */
export interface MarketCase {
  readonly timeframe: Timeframe;
  readonly bars: StoredBars;
  readonly finer: { readonly timeframe: Timeframe; readonly bars: StoredBars } | null;
}

/** A source of numbers in [0, 1) that depends on `seed` alone (mulberry32). */
export function randomSource(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A market of 20 to 80 bars with gaps in time and price, flat bars, filled-in bars, bars without volume, dividends and splits. */
export const anyMarket: fc.Arbitrary<MarketCase> = fc
  .record({
    seed: fc.nat(),
    rows: fc.integer({ min: 20, max: 80 }),
    timeframe: fc.constantFrom<keyof typeof STEPS>('1h', '4h', '1d', '1d'),
    late: fc.constantFrom(0, 0, 3),
  })
  .map(({ seed, rows, timeframe, late }) => {
    const words = `market of seed ${seed}, ${rows} bars of ${timeframe}, ${late} late`;
    return Object.defineProperty(marketOf(seed, rows, timeframe, late), fc.toStringMethod, {
      value: () => words,
    });
  });

/** One to three markets; the first one is the main one. */
export const anyMarkets = fc.oneof(
  { weight: 3, arbitrary: anyMarket.map((market) => [market]) },
  { weight: 2, arbitrary: fc.array(anyMarket, { minLength: 2, maxLength: 3 }) },
);

function marketOf(seed: number, rows: number, timeframe: keyof typeof STEPS, late: number): MarketCase {
  const random = randomSource(seed);
  const bars = emptyBars(rows);
  const whole = random() < 0.5;
  const round = (price: number) => (whole ? Math.round(price) : price);
  let time = START + late * STEPS[timeframe];
  let close = 100;
  for (let row = 0; row < rows; row++) {
    const kind = row === 0 ? 1 : random();
    const open = kind < 0.06 ? close : round(close + (random() - 0.5) * (random() < 0.1 ? 40 : 6));
    const start = Math.min(180, Math.max(30, open));
    const end = kind < 0.12 ? start : Math.min(180, Math.max(30, round(start + (random() - 0.5) * 12)));
    const reach = kind < 0.12 ? 0 : 6;
    bars.timestamp[row] = time;
    bars.open[row] = kind < 0.06 ? close : start;
    bars.close[row] = kind < 0.06 ? close : end;
    bars.high[row] = Math.max(bars.open[row]!, bars.close[row]!) + round(random() * reach);
    bars.low[row] = Math.min(bars.open[row]!, bars.close[row]!) - round(random() * reach);
    bars.volume[row] = kind < 0.06 || random() < 0.1 ? 0 : Math.round(random() * 200);
    bars.dividend[row] = random() < 0.9 ? Number.NaN : random() * 3;
    bars.splitRatio[row] = random() < 0.97 ? Number.NaN : random() < 0.5 ? 2 : 0.5;
    close = bars.close[row]!;
    time += STEPS[timeframe] * (random() < 0.85 ? 1 : random() < 0.9 ? 3 : 20);
  }
  return { timeframe, bars, finer: random() < 0.34 ? finerOf(bars, timeframe, random) : null };
}

/** Four shorter bars for most bars, on a way from open to close within the range; a few contradict their bar. */
function finerOf(bars: StoredBars, timeframe: keyof typeof STEPS, random: () => number): MarketCase['finer'] {
  const finer = ({ '1h': '15m', '4h': '1h', '1d': '6h' } as const)[timeframe];
  const step = STEPS[timeframe] / 4;
  const rows: [time: number, open: number, high: number, low: number, close: number][] = [];
  for (const [row, time] of bars.timestamp.entries()) {
    if (random() < 0.15) continue;
    const [low, high] =
      random() < 0.5 ? [bars.low[row]!, bars.high[row]!] : [bars.high[row]!, bars.low[row]!];
    const way = [bars.open[row]!, low, high, low + (high - low) * random(), bars.close[row]!];
    const shift = random() < 0.05 ? 3 : 0;
    for (let part = 0; part < 4; part++) {
      const [from, to] = [way[part]! + shift, way[part + 1]! + shift];
      rows.push([time + part * step, from, Math.max(from, to), Math.min(from, to), to]);
    }
  }
  const empty = emptyBars(rows.length);
  for (const [row, [time, open, high, low, close]] of rows.entries()) {
    empty.timestamp[row] = time;
    empty.open[row] = open;
    empty.high[row] = high;
    empty.low[row] = low;
    empty.close[row] = close;
    empty.volume[row] = 25;
  }
  return rows.length === 0 ? null : { timeframe: finer, bars: empty };
}

function emptyBars(rows: number) {
  const column = (value = 0) => new Float64Array(rows).fill(value);
  return {
    timestamp: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
    dividend: column(Number.NaN),
    splitRatio: column(Number.NaN),
  };
}

/** The market with noise in the place of all that closes after `moment` (epoch ms UTC); the times of the bars stay. */
export function withNoiseAfter(market: MarketCase, moment: number, seed: number): MarketCase {
  const random = randomSource(seed);
  const noisy = (bars: StoredBars, timeframe: Timeframe): StoredBars => {
    const known = (row: number) => barCloseTime(bars.timestamp[row]!, timeframe) <= moment;
    const replace = (column: Float64Array, value: (row: number) => number) =>
      column.map((old, row) => (known(row) ? old : value(row)));
    const open = replace(bars.open, () => 40 + random() * 120);
    const close = replace(bars.close, () => 40 + random() * 120);
    return {
      timestamp: bars.timestamp,
      open,
      close,
      high: replace(bars.high, (row) => Math.max(open[row]!, close[row]!) + random() * 9),
      low: replace(bars.low, (row) => Math.min(open[row]!, close[row]!) - random() * 9),
      volume: replace(bars.volume, () => Math.round(random() * 300)),
      dividend: replace(bars.dividend!, () => (random() < 0.5 ? Number.NaN : 1)),
      splitRatio: replace(bars.splitRatio!, () => (random() < 0.9 ? Number.NaN : 2)),
    };
  };
  const { timeframe, bars, finer } = market;
  return {
    timeframe,
    bars: noisy(bars, timeframe),
    finer: finer && { timeframe: finer.timeframe, bars: noisy(finer.bars, finer.timeframe) },
  };
}

/** The market with all prices `factor` times as large. */
export function timesPrices(market: MarketCase, factor: number): MarketCase {
  const larger = (bars: StoredBars): StoredBars => {
    const times = (column: Float64Array) => column.map((value) => value * factor);
    return {
      ...bars,
      open: times(bars.open),
      high: times(bars.high),
      low: times(bars.low),
      close: times(bars.close),
      dividend: times(bars.dividend!),
    };
  };
  const { timeframe, bars, finer } = market;
  return { timeframe, bars: larger(bars), finer: finer && { ...finer, bars: larger(finer.bars) } };
}

/** When the bars of an instrument open, and how long they are. */
interface TimedBars {
  readonly timeframe: Timeframe;
  readonly bars: Pick<StoredBars, 'timestamp'>;
}

/** Times of the bars of each market that a run reads: those that open before the main one's last bar is closed. */
export function barTimes(markets: readonly TimedBars[]): readonly Float64Array[] {
  const main = markets[0]!;
  const end = barCloseTime(main.bars.timestamp.at(-1)!, main.timeframe);
  return markets.map(({ bars }) => bars.timestamp.filter((open) => open < end));
}

/** The first moment after `time` at which a bar of any market closes: that of the tick whose time it is. */
export function tickClose(markets: readonly TimedBars[], time: number): number {
  let first = Number.POSITIVE_INFINITY;
  for (const [index, times] of barTimes(markets).entries()) {
    for (const open of times) {
      const close = barCloseTime(open, markets[index]!.timeframe);
      if (close > time && close < first) first = close;
    }
  }
  return first;
}
