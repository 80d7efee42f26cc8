/** Arithmetic mean; NaN of nothing. */
export function meanOf(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Sample standard deviation (n - 1); NaN of fewer than two values. */
export function deviationOf(values: readonly number[]): number {
  return Math.sqrt(covarianceOf(values, values));
}

/** Sample covariance (n - 1) of two lists of one length; NaN of fewer than two values. */
export function covarianceOf(a: readonly number[], b: readonly number[]): number {
  if (a.length < 2) return Number.NaN;
  const meanA = meanOf(a);
  const meanB = meanOf(b);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - meanA) * (b[i]! - meanB);
  return sum / (a.length - 1);
}

/** Skewness m3 / m2^1.5 and raw kurtosis m4 / m2^2 (3 for a normal distribution) of the population; NaN without variance. */
export function shapeOf(values: readonly number[]): { readonly skew: number; readonly kurtosis: number } {
  const mean = meanOf(values);
  let m2 = 0;
  let m3 = 0;
  let m4 = 0;
  for (const value of values) {
    const deviation = value - mean;
    const square = deviation * deviation;
    m2 += square;
    m3 += square * deviation;
    m4 += square * square;
  }
  const n = values.length;
  m2 /= n;
  return { skew: m3 / n / m2 ** 1.5, kurtosis: m4 / n / (m2 * m2) };
}

/** Quantile of `sorted` (ascending) with linear interpolation (type 7); NaN of nothing. */
export function quantileOf(sorted: readonly number[], probability: number): number {
  const place = (sorted.length - 1) * probability;
  const below = Math.floor(place);
  const low = sorted[below] ?? Number.NaN;
  return low + (place - below) * ((sorted[below + 1] ?? low) - low);
}
