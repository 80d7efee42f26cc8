import { bytesOf, sha256Of } from './sha256.ts';

/** Bars of one block. Part of the layout of a result hash. */
export const DIGEST_BLOCK_BARS = 65_536;

/**
 * SHA-256 digests over fixed blocks of {@link DIGEST_BLOCK_BARS} bars, taken as soon as a block is complete, while a run goes on: neither the
 * cut into chunks nor the moment of the calls changes a byte.
 *
 * A block's bytes are float64, little-endian: its timestamps as runs of equal steps (number of runs, then first timestamp, step and count
 * of each), then its equity.
 */
export class EquityDigest {
  readonly #blocks: Promise<Uint8Array>[] = [];
  #bars = 0;

  /** Bars so far. */
  get bars(): number {
    return this.#bars;
  }

  /** Takes in the next bars, whose values must be final; they begin a block, so bars may follow only on whole blocks. */
  append(timestamp: Float64Array, equity: Float64Array): void {
    for (let from = 0; from < equity.length; from += DIGEST_BLOCK_BARS) {
      this.#take(timestamp, equity, from, Math.min(equity.length, from + DIGEST_BLOCK_BARS));
    }
    this.#bars += equity.length;
  }

  /** The digests of all blocks, the last and shorter one included. */
  blocks(): Promise<Uint8Array[]> {
    return Promise.all(this.#blocks);
  }

  #take(timestamp: Float64Array, equity: Float64Array, from: number, to: number): void {
    const runs = runsOf(timestamp, from, to);
    const values = new Float64Array(runs.length + to - from);
    values.set(runs);
    values.set(equity.subarray(from, to), runs.length);
    const digest = sha256Of(bytesOf(values) as Uint8Array<ArrayBuffer>);
    // A run that ends early never awaits this promise, and its failure must not surface as unhandled.
    digest.catch(() => {});
    this.#blocks.push(digest);
  }
}

/** Lossless: number of runs, then first value, step and count of each run of equal steps among `values[from..to)`. */
function runsOf(values: Float64Array, from: number, to: number): readonly number[] {
  const runs = [0];
  for (let i = from; i < to; ) {
    const first = values[i]!;
    const step = i + 1 < to ? values[i + 1]! - first : 0;
    let before = first;
    let next = i + 1;
    for (; next < to; next++) {
      const value = values[next]!;
      if (value - before !== step) break;
      before = value;
    }
    runs.push(first, step, next - i);
    i = next;
  }
  runs[0] = (runs.length - 1) / 3;
  return runs;
}
