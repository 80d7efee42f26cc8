import type { DayColumns } from './day-columns.ts';
import { type DrawdownEpisode, type DrawdownSummary, DrawdownTracker } from './drawdown-tracker.ts';
import { defined } from './figure.ts';
import { FlowNetting } from './flow-netting.ts';
import { MarketModel } from './market-model.ts';
import { type SamplingPeriod, SamplingProbe } from './sampling-period.ts';

const DAY = 86_400_000;

/** Closes that go along with the equity, one a bar from row `from` on. */
export interface CompanionCloses {
  /** Of the traded asset. */
  readonly asset?: Float64Array;
  readonly assetFrom?: number;
  /** Of the benchmark: its last close known at each bar; NaN before there is one. */
  readonly benchmark?: Float64Array;
  readonly benchmarkFrom?: number;
}

/** What an equity curve of any length comes down to. */
export interface EquitySummary {
  readonly bars: number;
  /** Open times of the first and the last bar, epoch ms UTC. */
  readonly start: number;
  readonly end: number;
  /** Equity at the first bar, and net of flows at the last; their ratio is the return. */
  readonly first: number;
  readonly finalIndex: number;
  /** Money. */
  readonly final: number;
  readonly peak: number;
  readonly sampling: SamplingPeriod;
  /** Of the log returns per bar against the traded asset's; null without its closes. */
  readonly beta: number | null;
  readonly drawdown: DrawdownSummary;
  /** The deepest, deepest first. */
  readonly episodes: readonly DrawdownEpisode[];
  readonly days: DayColumns;
}

/**
 * Sums up an equity curve that arrives in blocks and need not be kept: memory grows with the days, not with the bars. How the bars are cut
 * into blocks changes no bit of the summary.
 */
export class EquityAccumulator {
  readonly #netting = new FlowNetting();
  readonly #flows: { readonly bar: number; amount: number }[] = [];

  readonly #tracker = new DrawdownTracker();
  readonly #market = new MarketModel();
  readonly #probe = new SamplingProbe();
  readonly #time: number[] = [];
  readonly #equity: number[] = [];
  readonly #index: number[] = [];
  readonly #asset: (number | null)[] = [];
  readonly #benchmark: (number | null)[] = [];
  #bars = 0;
  #countedBars = 0;
  #start = Number.NaN;
  #first = Number.NaN;
  #nextDay = Number.NEGATIVE_INFINITY;
  #lastTime = Number.NaN;
  #lastEquity = Number.NaN;
  #lastIndex = Number.NaN;
  #lastAsset = Number.NaN;
  #lastBenchmark = Number.NaN;
  #moneyPeak = Number.NEGATIVE_INFINITY;
  #peak = Number.NEGATIVE_INFINITY;
  #peakBar = 0;
  #peakTime = Number.NaN;
  /** Lowest index since the peak; infinite while at the peak. */
  #low = Number.POSITIVE_INFINITY;
  #troughTime = Number.NaN;

  /** Bars so far. */
  get bars(): number {
    return this.#bars;
  }

  /** Announces a deposit (positive) or withdrawal of a bar that is still to be appended, see `FlowColumns`; bars ascend. */
  flow(bar: number, amount: number): void {
    const last = this.#flows.at(-1);
    if (last?.bar === bar) last.amount += amount;
    else this.#flows.push({ bar, amount });
  }

  /** Appends the bars of rows `from`..`to` (exclusive): open times in epoch ms UTC, equity in money. Allocates nothing per bar. */
  append(
    timestamp: Float64Array,
    equity: Float64Array,
    from: number,
    to: number,
    closes: CompanionCloses = {},
  ): void {
    const { asset, benchmark, assetFrom = from, benchmarkFrom = from } = closes;
    let done = from;
    for (let flow = this.#flows[0]; flow && flow.bar < this.#bars + to - done; flow = this.#flows[0]) {
      const next = Math.max(done, done + flow.bar - this.#bars);
      this.#append(timestamp, equity, done, next, asset, assetFrom - from, benchmark, benchmarkFrom - from);
      done = next;
      if (this.#bars > 0) {
        this.#netting.book(flow.amount, this.#lastEquity, this.#lastIndex);
        this.#market.flow(flow.amount);
      }
      this.#flows.shift();
    }
    this.#append(timestamp, equity, done, to, asset, assetFrom - from, benchmark, benchmarkFrom - from);
  }

  #append(
    timestamp: Float64Array,
    equity: Float64Array,
    from: number,
    to: number,
    asset: Float64Array | undefined,
    assetShift: number,
    benchmark: Float64Array | undefined,
    benchmarkShift: number,
  ): void {
    if (to <= from) return;
    const { factor, offset } = this.#netting;
    if (this.#bars === 0) {
      this.#start = timestamp[from]!;
      this.#first = equity[from]!;
    }
    let moneyPeak = this.#moneyPeak;
    let peak = this.#peak;
    let peakRow = from - this.#bars + this.#peakBar;
    let peakTime = this.#peakTime;
    let low = this.#low;
    let nextDay = this.#nextDay;
    for (let row = from; row < to; row++) {
      const time = timestamp[row]!;
      const money = equity[row]!;
      if (time >= nextDay) {
        if (row > from) {
          this.#lastTime = timestamp[row - 1]!;
          this.#lastEquity = equity[row - 1]!;
          this.#lastIndex = this.#lastEquity * factor + offset;
          if (asset) this.#lastAsset = asset[row - 1 + assetShift]!;
          if (benchmark) this.#lastBenchmark = benchmark[row - 1 + benchmarkShift]!;
        }
        this.#closeDay(this.#bars + row - from);
        nextDay = (Math.floor(time / DAY) + 1) * DAY;
      }
      if (money > moneyPeak) moneyPeak = money;
      const value = money * factor + offset;
      if (value >= peak) {
        if (low < peak) {
          this.#tracker.close({
            start: peakTime,
            trough: this.#troughTime,
            recovery: time,
            end: time,
            depth: 1 - low / peak,
            bars: row - peakRow,
          });
          low = Number.POSITIVE_INFINITY;
        }
        peak = value;
        peakRow = row;
        peakTime = time;
      } else if (value < low) {
        low = value;
        this.#troughTime = time;
      }
    }
    this.#bars += to - from;
    this.#moneyPeak = moneyPeak;
    this.#peak = peak;
    this.#peakBar = this.#bars + peakRow - to;
    this.#peakTime = peakTime;
    this.#low = low;
    this.#nextDay = nextDay;
    this.#lastTime = timestamp[to - 1]!;
    this.#lastEquity = equity[to - 1]!;
    this.#lastIndex = this.#lastEquity * factor + offset;
    if (asset) this.#lastAsset = asset[to - 1 + assetShift]!;
    if (benchmark) this.#lastBenchmark = benchmark[to - 1 + benchmarkShift]!;
    this.#probe.append(timestamp, from, to);
    if (asset) this.#compare(equity, asset, assetShift, from, to);
  }

  /** The summary of the bars so far; at least one. Appending may go on afterwards. */
  summarize(): EquitySummary {
    const { summary, episodes } = this.#tracker.summarize(this.#openEpisode());
    return {
      bars: this.#bars,
      start: this.#start,
      end: this.#lastTime,
      first: this.#first,
      finalIndex: this.#lastIndex,
      final: this.#lastEquity,
      peak: this.#moneyPeak,
      sampling: this.#probe.period({ time: this.#lastTime, bars: this.#bars - this.#countedBars }),
      beta: this.#market.beta,
      drawdown: summary,
      episodes,
      days: this.#days(),
    };
  }

  #compare(equity: Float64Array, asset: Float64Array, shift: number, from: number, to: number): void {
    let row = from;
    if (this.#market.isEmpty) while (row < to && Number.isNaN(asset[row + shift])) row++;
    this.#market.append(equity, row, asset, row + shift, to - row);
  }

  #closeDay(bars: number): void {
    if (bars === 0) return;
    this.#time.push(this.#lastTime);
    this.#equity.push(this.#lastEquity);
    this.#index.push(this.#lastIndex);
    this.#asset.push(defined(this.#lastAsset));
    this.#benchmark.push(defined(this.#lastBenchmark));
    this.#probe.countDay(this.#lastTime, bars - this.#countedBars);
    this.#countedBars = bars;
  }

  #openEpisode(): DrawdownEpisode | null {
    if (this.#low === Number.POSITIVE_INFINITY) return null;
    return {
      start: this.#peakTime,
      trough: this.#troughTime,
      recovery: null,
      end: this.#lastTime,
      depth: 1 - this.#low / this.#peak,
      bars: this.#bars - 1 - this.#peakBar,
    };
  }

  #days(): DayColumns {
    const asset = [...this.#asset, defined(this.#lastAsset)];
    const benchmark = [...this.#benchmark, defined(this.#lastBenchmark)];
    return {
      time: [...this.#time, this.#lastTime],
      equity: [...this.#equity, this.#lastEquity],
      index: [...this.#index, this.#lastIndex],
      ...(asset.some((close) => close !== null) ? { asset } : {}),
      ...(benchmark.some((close) => close !== null) ? { benchmark } : {}),
    };
  }
}
