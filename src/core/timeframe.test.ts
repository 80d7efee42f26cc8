import { describe, expect, it } from 'vitest';
import { barCloseTime, barOpenTime, TIMEFRAMES, timeframeMilliseconds } from './timeframe.ts';

const utc = (text: string) => Date.parse(text);

describe('timeframe', () => {
  it('gives lengths in ascending order', () => {
    const lengths = TIMEFRAMES.map(timeframeMilliseconds);
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
    expect(timeframeMilliseconds('15m')).toBe(900_000);
  });

  it('clamps a month to the days that the next one has and keeps the time of day', () => {
    expect(barCloseTime(utc('2024-01-31T13:30:54.007Z'), '1mo')).toBe(utc('2024-02-29T13:30:54.007Z'));
    expect(barCloseTime(utc('2023-12-01T00:00:00Z'), '1mo')).toBe(utc('2024-01-01T00:00:00Z'));
    expect(barOpenTime(utc('2024-03-01T00:00:00Z'), '1mo')).toBe(utc('2024-02-01T00:00:00Z'));
    expect(barCloseTime(utc('1969-12-31T23:59:59Z'), '1mo')).toBe(utc('1970-01-31T23:59:59Z'));
  });

  it('opens a bar one timeframe before it closes', () => {
    for (const timeframe of TIMEFRAMES) {
      const open = utc('2024-05-01T00:00:00Z');
      expect(barOpenTime(barCloseTime(open, timeframe), timeframe)).toBe(open);
    }
  });
});
