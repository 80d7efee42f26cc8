/** Drawdown per bar, 0..1: 1 - equity / running peak of equity. */
export function drawdownOf(equity: Float64Array): Float64Array {
  const drawdown = new Float64Array(equity.length);
  let peak = Number.NEGATIVE_INFINITY;
  let before = Number.NaN;
  let depth = 0;
  for (let i = 0; i < equity.length; i++) {
    const value = equity[i]!;
    if (value !== before) {
      if (value > peak) peak = value;
      depth = 1 - value / peak;
      before = value;
    }
    drawdown[i] = depth;
  }
  return drawdown;
}
