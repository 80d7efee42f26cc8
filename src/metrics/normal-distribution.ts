/**
 * Standard normal distribution function, about 1e-15: W. J. Cody's rational approximations of erfc (Math. Comp. 23, 1969, 631-637) as given in
 * his SPECFUN.
 */
export function normalCdf(x: number): number {
  return 0.5 * complementaryError(-x / Math.SQRT2);
}

const NEAR = {
  top: [
    3.1611237438705655, 1.138641541510502e2, 3.77485237685302e2, 3.209377589138469e3, 1.857777061846032e-1,
  ],
  bottom: [2.360129095234412e1, 2.440246379344442e2, 1.282616526077372e3, 2.844236833439171e3],
} as const;
const MIDDLE = {
  top: [
    5.641884969886701e-1, 8.883149794388377, 6.611919063714163e1, 2.986351381974001e2, 8.819522212417691e2,
    1.712047612634071e3, 2.051078377826071e3, 1.230339354797997e3, 2.153115354744038e-8,
  ],
  bottom: [
    1.574492611070983e1, 1.176939508913125e2, 5.371811018620099e2, 1.62138957456669e3, 3.29079923573346e3,
    4.362619090143247e3, 3.439367674143722e3, 1.230339354803749e3,
  ],
} as const;
const FAR = {
  top: [
    3.053266349612323e-1, 3.603448999498044e-1, 1.257817261112292e-1, 1.608378514874228e-2,
    6.587491615298379e-4, 1.63153871373021e-2,
  ],
  bottom: [
    2.568520192289822, 1.87295284992346, 0.5279051029514285, 6.051834131244132e-2, 2.335204976268692e-3,
  ],
} as const;

function complementaryError(x: number): number {
  const size = Math.abs(x);
  if (size <= 0.46875) return 1 - x * ratio(NEAR.top, NEAR.bottom, 4, x * x);
  let tail: number;
  if (size <= 4) {
    tail = ratio(MIDDLE.top, MIDDLE.bottom, 8, size);
  } else {
    const inverse = 1 / (size * size);
    const series = inverse * ratio(FAR.top, FAR.bottom, 5, inverse);
    tail = (1 / Math.sqrt(Math.PI) - series) / size;
  }
  const rounded = Math.trunc(size * 16) / 16;
  tail *= Math.exp(-rounded * rounded) * Math.exp(-(size - rounded) * (size + rounded));
  return x < 0 ? 2 - tail : tail;
}

function ratio(top: readonly number[], bottom: readonly number[], degree: number, x: number): number {
  let numerator = top[degree]! * x;
  let denominator = x;
  for (let i = 0; i < degree - 1; i++) {
    numerator = (numerator + top[i]!) * x;
    denominator = (denominator + bottom[i]!) * x;
  }
  return (numerator + top[degree - 1]!) / (denominator + bottom[degree - 1]!);
}

/**
 * Quantile of the standard normal distribution for a probability in (0, 1): P. J. Acklam's rational approximation (1.15e-9), refined by one
 * step of Halley's method on {@link normalCdf} to about 1e-15.
 */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) {
    if (probability === 0) return Number.NEGATIVE_INFINITY;
    return probability === 1 ? Number.POSITIVE_INFINITY : Number.NaN;
  }
  const x = roughQuantile(probability);
  const step = (normalCdf(x) - probability) * Math.sqrt(2 * Math.PI) * Math.exp((x * x) / 2);
  return x - step / (1 + (x * step) / 2);
}

const CENTRE = [
  [
    -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
    2.506628277459239,
  ],
  [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1],
] as const;
const TAIL = [
  [
    -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ],
  [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1],
] as const;

function roughQuantile(probability: number): number {
  const tail = Math.min(probability, 1 - probability);
  if (tail >= 0.02425) {
    const q = probability - 0.5;
    return (q * polynomial(CENTRE[0], q * q)) / polynomial(CENTRE[1], q * q);
  }
  const q = Math.sqrt(-2 * Math.log(tail));
  const x = polynomial(TAIL[0], q) / polynomial(TAIL[1], q);
  return probability < 0.5 ? x : -x;
}

function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (const coefficient of coefficients) value = value * x + coefficient;
  return value;
}
