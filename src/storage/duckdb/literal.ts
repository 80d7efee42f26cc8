import type { TimeRange } from '../../core/bar.ts';

/** DuckDB's TIMESTAMP reaches further than a Date in both directions; bounds beyond a Date mean "no bound". */
const LAST_MOMENT = 8.64e15;

/** `value` as a SQL string literal. */
export function textLiteral(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/**
 * Epoch ms UTC as a SQL timestamp, inlined: bound parameters are slower, because they do not prune by zone map. A fraction of a millisecond is
 * rounded up, which leaves half-open ranges over whole milliseconds as they are.
 */
export function timestampLiteral(epochMilliseconds: number): string {
  const whole = Math.ceil(Math.max(-LAST_MOMENT, Math.min(LAST_MOMENT, epochMilliseconds)));
  return `make_timestamp(${BigInt(whole) * 1000n})`;
}

/** SQL condition for bars of a series in [from, to). */
export function withinRange(seriesNumber: number, range: TimeRange): string {
  return (
    `series_id = ${seriesNumber} AND timestamp >= ${timestampLiteral(range.from)}` +
    ` AND timestamp < ${timestampLiteral(range.to)}`
  );
}
