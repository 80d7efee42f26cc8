import type { EquityColumns } from './backtest-result.ts';

/** Columns with one value a tick. How many ticks there will be is not known before: the columns grow by doubling. */
export class TickRecorder {
  timestamp: Float64Array<ArrayBuffer>;
  equity: Float64Array<ArrayBuffer>;
  /** Last close of the main series. */
  market: Float64Array<ArrayBuffer>;
  /** Last close of the benchmark, NaN before its first; empty without one. */
  benchmark: Float64Array<ArrayBuffer>;
  readonly #benchmarked: boolean;

  constructor(ticks: number, benchmarked: boolean) {
    this.timestamp = new Float64Array(ticks);
    this.equity = new Float64Array(ticks);
    this.market = new Float64Array(ticks);
    this.benchmark = new Float64Array(benchmarked ? ticks : 0);
    this.#benchmarked = benchmarked;
  }

  /** Makes room for one tick more than there are rows. */
  grow(): void {
    const rows = Math.max(64, this.timestamp.length * 2);
    this.timestamp = resized(this.timestamp, rows);
    this.equity = resized(this.equity, rows);
    this.market = resized(this.market, rows);
    if (this.#benchmarked) this.benchmark = resized(this.benchmark, rows);
  }

  /** Cuts the columns to the ticks that there were. */
  end(ticks: number): void {
    this.timestamp = resized(this.timestamp, ticks);
    this.equity = resized(this.equity, ticks);
    this.market = resized(this.market, ticks);
    if (this.#benchmarked) this.benchmark = resized(this.benchmark, ticks);
  }

  columns(): EquityColumns {
    const { timestamp, equity } = this;
    return { timestamp, equity };
  }
}

function resized(values: Float64Array<ArrayBuffer>, length: number): Float64Array<ArrayBuffer> {
  if (values.length === length) return values;
  const copy = new Float64Array(length);
  copy.set(values.subarray(0, length));
  return copy;
}
