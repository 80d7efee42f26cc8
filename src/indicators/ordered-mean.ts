/**
 * Mean of `length` values from `at` on, added up in the order of numpy's `mean`: fewer than 8 one after the other; up to 128 in eight sums that
 * take every eighth value and are added in pairs, the rest after them; more as the sum of two halves, the first a multiple of 8 long.
 * The rounding is that of this order and no other.
 */
export function orderedMean(values: Float64Array, at: number, length: number): number {
  return orderedSum(values, at, length) / length;
}

function orderedSum(values: Float64Array, at: number, length: number): number {
  if (length > 128) {
    const half = Math.floor(length / 16) * 8;
    return orderedSum(values, at, half) + orderedSum(values, at + half, length - half);
  }
  const end = at + length;
  let next = at;
  let sum = 0;
  if (length >= 8) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let e = 0;
    let f = 0;
    let g = 0;
    let h = 0;
    for (; next + 8 <= end; next += 8) {
      a += values[next]!;
      b += values[next + 1]!;
      c += values[next + 2]!;
      d += values[next + 3]!;
      e += values[next + 4]!;
      f += values[next + 5]!;
      g += values[next + 6]!;
      h += values[next + 7]!;
    }
    sum = a + b + (c + d) + (e + f + (g + h));
  }
  for (; next < end; next++) sum += values[next]!;
  return sum;
}
