import { FloatColumn } from '../core/float-column.ts';
import type { DayColumns } from './day-columns.ts';
import { type DrawdownEpisode, type DrawdownSummary, DrawdownTracker } from './drawdown-tracker.ts';
import { FlowNetting } from './flow-netting.ts';
import { type SamplingPeriod, SamplingProbe } from './sampling-period.ts';

const DAY = 86_400_000;

/** Closes that go along with the equity, one a bar from row `from` on. */
export interface CompanionCloses {
  /** Of the traded asset. */
  readonly asset?: Float64Array;
  readonly assetFrom?: number;
  /** Of the benchmark: its last close known at each bar, from the first bar of the run on. */
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
  readonly #tracker = new DrawdownTracker();
  readonly #probe = new SamplingProbe();
  readonly #time = new FloatColumn();
  readonly #equity = new FloatColumn();
  readonly #index = new FloatColumn();
  readonly #asset = new FloatColumn();
  readonly #benchmark = new FloatColumn();
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
  #depth = 0;
  #troughTime = Number.NaN;

  /** Bars so far. */
  get bars(): number {
    return this.#bars;
  }

  /** Books a deposit (positive) or withdrawal that is part of the equity from the next appended bar on, see `FlowColumns`. */
  flow(amount: number): void {
    if (this.#bars > 0) this.#netting.book(amount, this.#lastEquity, this.#lastIndex);
  }

  /** Appends the bars of rows `from`..`to` (exclusive): open times in epoch ms UTC, equity in money. Allocates nothing per bar. */
  append(
    timestamp: Float64Array,
    equity: Float64Array,
    from: number,
    to: number,
    closes: CompanionCloses = {},
  ): void {
    if (to <= from) return;
    const { factor, offset } = this.#netting;
    const { asset, benchmark } = closes;
    const assetShift = (closes.assetFrom ?? from) - from;
    const benchmarkShift = (closes.benchmarkFrom ?? from) - from;
    if (this.#bars === 0) {
      this.#start = timestamp[from]!;
      this.#first = equity[from]!;
    }
    let moneyPeak = this.#moneyPeak;
    let peak = this.#peak;
    let peakRow = from - this.#bars + this.#peakBar;
    let peakTime = this.#peakTime;
    let depth = this.#depth;
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
        if (depth > 0) {
          this.#tracker.close({
            start: peakTime,
            trough: this.#troughTime,
            recovery: time,
            end: time,
            depth,
            bars: row - peakRow,
          });
          depth = 0;
        }
        peak = value;
        peakRow = row;
        peakTime = time;
      } else {
        const below = 1 - value / peak;
        if (below > depth) {
          depth = below;
          this.#troughTime = time;
        }
      }
    }
    this.#bars += to - from;
    this.#moneyPeak = moneyPeak;
    this.#peak = peak;
    this.#peakBar = this.#bars + peakRow - to;
    this.#peakTime = peakTime;
    this.#depth = depth;
    this.#nextDay = nextDay;
    this.#lastTime = timestamp[to - 1]!;
    this.#lastEquity = equity[to - 1]!;
    this.#lastIndex = this.#lastEquity * factor + offset;
    if (asset) this.#lastAsset = asset[to - 1 + assetShift]!;
    if (benchmark) this.#lastBenchmark = benchmark[to - 1 + benchmarkShift]!;
    this.#probe.append(timestamp, from, to);
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
      drawdown: summary,
      episodes,
      days: this.#days(),
    };
  }

  #closeDay(bars: number): void {
    if (bars === 0) return;
    this.#time.push(this.#lastTime);
    this.#equity.push(this.#lastEquity);
    this.#index.push(this.#lastIndex);
    if (!Number.isNaN(this.#lastAsset)) this.#asset.push(this.#lastAsset);
    if (!Number.isNaN(this.#lastBenchmark)) this.#benchmark.push(this.#lastBenchmark);
    this.#probe.countDay(this.#lastTime, bars - this.#countedBars);
    this.#countedBars = bars;
  }

  #openEpisode(): DrawdownEpisode | null {
    if (this.#depth === 0) return null;
    return {
      start: this.#peakTime,
      trough: this.#troughTime,
      recovery: null,
      end: this.#lastTime,
      depth: this.#depth,
      bars: this.#bars - 1 - this.#peakBar,
    };
  }

  #days(): DayColumns {
    const asset = list(this.#asset, this.#lastAsset);
    const benchmark = list(this.#benchmark, this.#lastBenchmark);
    const time = list(this.#time, this.#lastTime);
    return {
      time,
      equity: list(this.#equity, this.#lastEquity),
      index: list(this.#index, this.#lastIndex),
      ...(asset.length === time.length ? { asset } : {}),
      ...(benchmark.length === time.length ? { benchmark } : {}),
    };
  }
}

function list(column: FloatColumn, last: number): number[] {
  const values = new Array<number>(column.length);
  for (let row = 0; row < values.length; row++) values[row] = column.at(row);
  if (!Number.isNaN(last)) values.push(last);
  return values;
}
