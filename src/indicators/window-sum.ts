/** Longest window whose sums {@link SplitSum} keeps. */
const LONGEST = 2 ** 25;
/** Binary exponents of first values that it keeps sums of. */
const LARGEST_EXPONENT = 500;

/**
 * Exact running sums of a window of values that lie within some orders of magnitude of the first one. Each value is split at a fixed power of
 * two, `2^(e-26)` for a first value of 2^e..2^(e+1), into a multiple of it and a rest. Both parts are exact, and so are the sums of the
 * parts: as multiples of one power of two they stay below 2^53 times it, as long as values lie within {@link least} and {@link most}.
 * (Values from 2^(e-27) to 2^(e+27), less the room that the length of the window takes from both ends.)
 */
export class SplitSum {
  /** Adding and subtracting it rounds a value to a multiple of the power of two. */
  divider = 0;
  /** Bounds of |value|, 0 apart; none before the first value that is not 0. */
  least = Number.POSITIVE_INFINITY;
  most = 0;
  /** Sums of the parts. The sum of both, rounded once, is the sum of the window. */
  high = 0;
  low = 0;
  readonly #length: number;

  constructor(length: number) {
    this.#length = length;
  }

  /** Whether a value can be part of the sum; the first one that is not 0 sets the scale. */
  accepts(value: number): boolean {
    const size = Math.abs(value);
    if (this.divider === 0 && size > 0) this.#scale(size);
    return size === 0 || (size >= this.least && size <= this.most);
  }

  #scale(size: number): void {
    const exponent = Math.floor(Math.log2(size));
    if (!(Math.abs(exponent) <= LARGEST_EXPONENT && this.#length <= LONGEST)) return;
    this.divider = 1.5 * 2 ** (exponent + 26);
    this.least = (this.#length + 2) * 2 ** (exponent - 27);
    this.most = 2 ** (exponent + 27) / (this.#length + 2);
  }
}

/** Sum of a ring buffer, oldest value first, with the rounding errors carried along. */
export function ringSum(ring: Float64Array, oldest: number): number {
  let high = 0;
  let low = 0;
  for (let k = 0, i = oldest; k < ring.length; k++) {
    const value = ring[i]!;
    const next = high + value;
    const part = next - high;
    low += high - (next - part) + (value - part);
    high = next;
    i = i + 1 === ring.length ? 0 : i + 1;
  }
  return Number.isNaN(low) ? high : high + low;
}
