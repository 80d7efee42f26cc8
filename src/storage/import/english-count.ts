const DAY = 86_400_000;
const UNITS = [
  [DAY, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1_000, 'second'],
] as const;

/** `value` with commas between thousands: 1,234,567. Numbers of prices are left as they are written. */
export function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

/** A count and its noun, `3 lines`, with `s` for the plural. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A span of time in the largest unit that measures it whole: 172,800,000 ms is `2 days`. */
export function spanText(milliseconds: number): string {
  for (const [length, noun] of UNITS)
    if (milliseconds % length === 0) return counted(milliseconds / length, noun);
  return `${grouped(milliseconds)} ms`;
}
