/** Null for NaN and infinities; -0 becomes 0. */
export function defined(value: number): number | null {
  return Number.isFinite(value) ? value + 0 : null;
}

/** A ratio in percent, see {@link defined}. */
export function percent(ratio: number): number | null {
  return defined(100 * ratio);
}
