import type { EquitySamples } from '../../worker/client/types.ts';

/**
 * Deepest drawdown (0..1) net of deposits and withdrawals in the rows of a chart that open at `timestamp` and end before `end`: read from the
 * ends of days, a row without one shows the day before. NaN before the first.
 */
export function netDrawdown(
  { time, index }: EquitySamples['days'],
  timestamp: Float64Array,
  end: number,
): Float64Array {
  let day = 0;
  let peak = Number.NEGATIVE_INFINITY;
  let depth = Number.NaN;
  return timestamp.map((_, row) => {
    const rowEnd = timestamp[row + 1] ?? end;
    let deepest = Number.NaN;
    for (; day < time.length && (time[day] as number) < rowEnd; day++) {
      peak = Math.max(peak, index[day] as number);
      depth = 1 - (index[day] as number) / peak;
      if (!(deepest >= depth)) deepest = depth;
    }
    return Number.isNaN(deepest) ? depth : deepest;
  });
}
