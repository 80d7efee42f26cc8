import { DIGEST_BLOCK_BARS, EquityDigest } from '../core/equity-digest.ts';
import type { EquityColumns } from './backtest-result.ts';

/** Takes over the open times and the equity of the next bars of a run, at most `DIGEST_BLOCK_BARS`; the arrays are the caller's no longer. */
export type KeepEquity = (timestamp: Float64Array, equity: Float64Array) => Promise<void>;

/**
 * Open time and equity of the bars of a run: of all of them, or, when somebody keeps them, of the block that is worked on, so that memory does
 * not grow with the run. Row `bar - first` of the columns is bar `bar`.
 */
export class EquityRecorder {
  timestamp: Float64Array<ArrayBuffer>;
  equity: Float64Array<ArrayBuffer>;
  /** Bar in the first row of the columns, and the open time of the bar before it; NaN when there is none. */
  first = 0;
  timeBefore = Number.NaN;
  readonly digest = new EquityDigest();
  readonly #keep: KeepEquity | undefined;

  /** `bars`: bars of the run, or about as many. */
  constructor(bars: number, keep?: KeepEquity) {
    const rows = keep ? DIGEST_BLOCK_BARS : bars;
    this.#keep = keep;
    this.timestamp = new Float64Array(rows);
    this.equity = new Float64Array(rows);
  }

  /** Bars that fit in before the block must be handed over; infinite when all are recorded here. `done`: bars done. */
  room(done: number): number {
    return this.#keep ? this.first + this.timestamp.length - done : Number.POSITIVE_INFINITY;
  }

  /** Open time of the bar before `bar`; NaN when there is none. */
  timeOfPrevious(bar: number): number {
    return bar > this.first ? this.timestamp[bar - 1 - this.first]! : this.timeBefore;
  }

  /** Hands over the bars of the block, of which `done` are done in the run; their values are final then. */
  async handOver(done: number): Promise<void> {
    const rows = done - this.first;
    if (!this.#keep || rows === 0) return;
    const timestamp = this.timestamp.length === rows ? this.timestamp : this.timestamp.slice(0, rows);
    const equity = this.equity.length === rows ? this.equity : this.equity.slice(0, rows);
    this.digest.append(timestamp, equity);
    this.first = done;
    this.timeBefore = timestamp[rows - 1]!;
    this.begin(DIGEST_BLOCK_BARS);
    await this.#keep(timestamp, equity);
  }

  /** Everything that was recorded and not handed over; `digest` knows all bars then. */
  columns(done: number): EquityColumns {
    const rows = done - this.first;
    const timestamp = this.timestamp.length === rows ? this.timestamp : this.timestamp.slice(0, rows);
    const equity = this.equity.length === rows ? this.equity : this.equity.slice(0, rows);
    if (this.first === 0) this.digest.append(timestamp, equity);
    return { timestamp, equity };
  }

  /** Begins a block of `rows` rows. */
  protected begin(rows: number): void {
    this.timestamp = new Float64Array(rows);
    this.equity = new Float64Array(rows);
  }
}
