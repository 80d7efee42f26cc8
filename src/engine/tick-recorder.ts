import { EquityRecorder, type KeepEquity } from './equity-recorder.ts';

/** A recorder with closes beside the equity. How many ticks there will be is not known before: columns of a whole run grow by doubling. */
export class TickRecorder extends EquityRecorder {
  /** Last close of the main series. */
  market: Float64Array<ArrayBuffer>;
  /** Last close of the benchmark, NaN before its first; empty without one. */
  benchmark: Float64Array<ArrayBuffer>;
  readonly #benchmarked: boolean;

  constructor(ticks: number, benchmarked: boolean, keep?: KeepEquity) {
    super(ticks, keep);
    const rows = this.timestamp.length;
    this.market = new Float64Array(rows);
    this.benchmark = new Float64Array(benchmarked ? rows : 0);
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

  protected override begin(rows: number): void {
    super.begin(rows);
    this.market = new Float64Array(rows);
    this.benchmark = new Float64Array(this.#benchmarked ? rows : 0);
  }
}

function resized(values: Float64Array<ArrayBuffer>, length: number): Float64Array<ArrayBuffer> {
  const copy = new Float64Array(length);
  copy.set(values.subarray(0, length));
  return copy;
}
