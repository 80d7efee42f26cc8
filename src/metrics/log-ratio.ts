/**
 * ln(next / previous) without the rounding of the ratio, several times faster than `Math.log` for the small steps of a price
 * series: ln(a/b) = 2 artanh(z), z = (a-b)/(a+b), as the series z + z^3/3 + z^5/5 + z^7/7 while |z| < 0.01 (next term < 1e-16 relative).
 */
export function logRatio(next: number, previous: number): number {
  const z = (next - previous) / (next + previous);
  const square = z * z;
  if (square < 1e-4) return 2 * z * (1 + square * (1 / 3 + square * (1 / 5 + square * (1 / 7))));
  return Math.log(next / previous);
}
