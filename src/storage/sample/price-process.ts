import { allocateBars, type BarColumns, sliceBars } from '../../core/bar.ts';
import type { RandomSource } from './random-source.ts';
import type { SampleAsset } from './sample-asset.ts';

const DAYS_A_YEAR = 252;
const DAILY_STEPS = 14;
const SESSION_MINUTES = 390;
const MINUTE_STEPS = 5;
/** 14:30 UTC: 09:30 in New York in winter. */
const SESSION_OPEN = 52_200_000;

/** Bars of one asset under construction: its price, its variance, and the rows so far. */
class BarTape {
  readonly #bars: BarColumns;
  readonly #asset: SampleAsset;
  readonly #random: RandomSource;
  #rows = 0;
  #price: number;
  /** Variance of today, GARCH(1,1): long-run share + shock * (yesterday's shock)^2 + memory * yesterday's variance. */
  #variance: number;

  constructor(asset: SampleAsset, random: RandomSource, capacity: number) {
    this.#asset = asset;
    this.#random = random;
    this.#bars = allocateBars(capacity);
    this.#price = asset.start;
    this.#variance = asset.volatility ** 2 / DAYS_A_YEAR;
  }

  /** Begins a day with an opening gap; returns the volatility of its session. */
  openDay(): number {
    const { overnight } = this.#asset;
    this.#move(this.#random.normal() * Math.sqrt(this.#variance * overnight));
    return Math.sqrt(this.#variance * (1 - overnight));
  }

  /** Ends a day: the day's own return drives the variance of the next one. Rarely news strike and variance jumps. */
  closeDay(dayReturn: number): void {
    const { volatility, shock, memory } = this.#asset;
    const longRun = volatility ** 2 / DAYS_A_YEAR;
    const news = this.#random.uniform() < 0.004 ? 40 * longRun * (1 - shock - memory) : 0;
    this.#variance = longRun * (1 - shock - memory) + shock * dayReturn ** 2 + memory * this.#variance + news;
  }

  /** One bar: a walk of `steps` with volatility `sigma` in all. `activity` scales the volume. `kept` false leaves the bar out. */
  walk(time: number, sigma: number, steps: number, activity: number, kept: boolean): void {
    const open = this.#price;
    let high = open;
    let low = open;
    const drift = (this.#asset.drift / DAYS_A_YEAR) * (sigma / Math.sqrt(this.#variance)) ** 2;
    for (let step = 0; step < steps; step++) {
      this.#move(drift / steps + (sigma / Math.sqrt(steps)) * this.#random.normal(4));
      high = Math.max(high, this.#price);
      low = Math.min(low, this.#price);
    }
    const range = (high - low) / open / sigma;
    const noise = 0.6 + 0.8 * this.#random.uniform();
    const volume = Math.round(this.#asset.volume * activity * noise * (0.25 + 0.55 * range));
    if (kept) this.#append(time, open, high, low, this.#price, volume);
  }

  get price(): number {
    return this.#price;
  }

  finish(): BarColumns {
    const { timestamp, open, high, low, close, volume } = sliceBars(this.#bars, 0, this.#rows);
    return {
      timestamp: timestamp.slice(),
      open: open.slice(),
      high: high.slice(),
      low: low.slice(),
      close: close.slice(),
      volume: volume.slice(),
    };
  }

  #move(ratio: number): void {
    const { ticks } = this.#asset;
    this.#price = Math.max(1, Math.round(this.#price * (1 + ratio) * ticks)) / ticks;
  }

  #append(time: number, open: number, high: number, low: number, close: number, volume: number): void {
    const row = this.#rows++;
    this.#bars.timestamp[row] = time;
    this.#bars.open[row] = open;
    this.#bars.high[row] = high;
    this.#bars.low[row] = low;
    this.#bars.close[row] = close;
    this.#bars.volume[row] = volume;
  }
}

/** Daily bars at 00:00 UTC of `days`; about 4 in 1,000 days are missing. */
export function dailyBars(asset: SampleAsset, random: RandomSource, days: readonly number[]): BarColumns {
  const tape = new BarTape(asset, random, days.length);
  for (const day of days) {
    const before = tape.price;
    const sigma = tape.openDay();
    const kept = random.uniform() >= 0.004;
    tape.walk(day, sigma, DAILY_STEPS, 1, kept);
    tape.closeDay(tape.price / before - 1);
  }
  return tape.finish();
}

/** Minute bars of 390-minute sessions, livelier near open and close; about 5 in 1,000 minutes are missing. */
export function minuteBars(asset: SampleAsset, random: RandomSource, days: readonly number[]): BarColumns {
  const tape = new BarTape(asset, random, days.length * SESSION_MINUTES);
  let mood = 1;
  for (const day of days) {
    const before = tape.price;
    const sigma = tape.openDay() / Math.sqrt(SESSION_MINUTES);
    for (let minute = 0; minute < SESSION_MINUTES; minute++) {
      const fromNoon = (2 * minute) / SESSION_MINUTES - 1;
      mood = Math.min(3, Math.max(0.2, 1 + 0.96 * (mood - 1) + 0.2 * random.normal(4)));
      const activity = (0.5 + 1.2 * fromNoon ** 2) * mood;
      const kept = random.uniform() >= 0.005;
      tape.walk(
        day + SESSION_OPEN + minute * 60_000,
        sigma * Math.sqrt(activity),
        MINUTE_STEPS,
        activity,
        kept,
      );
    }
    tape.closeDay(tape.price / before - 1);
  }
  return tape.finish();
}
