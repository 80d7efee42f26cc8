import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatExact,
  formatNumber,
  formatShort,
  formatSigned,
  pricePrecision,
} from './numbers.ts';
import { formatBarTime, formatElapsed, formatPeriod, formatSpan } from './times.ts';

describe('figures', () => {
  it('carry thousands separators and a real minus sign', () => {
    expect(formatNumber(-1234567.891, 2)).toBe('−1,234,567.89');
  });
  it('show an undefined value as a dash, never as zero', () => {
    expect(formatNumber(null, 2)).toBe('—');
    expect(formatNumber(Number.POSITIVE_INFINITY, 2)).toBe('—');
    expect(formatSigned(undefined)).toBe('—');
  });
  it('give a gain a plus sign, and nothing a sign when it rounds to zero', () => {
    expect(formatSigned(4.2)).toBe('+4.20');
    expect(formatSigned(0.001)).toBe('0.00');
    expect(formatSigned(-0.001)).toBe('0.00');
  });
  it('shorten counts and bytes with three figures', () => {
    expect(formatShort(-1_234_000)).toBe('−1.23 M');
    expect(formatBytes(12_400_000)).toBe('12.4 MB');
    expect(formatBytes(532)).toBe('532 B');
  });
  it('take as many decimals as a price needs', () => {
    expect(pricePrecision(Float64Array.of(1.10123, 1.1))).toBe(5);
    expect(pricePrecision(Float64Array.of(180.36, 186.31))).toBe(2);
    expect(pricePrecision(new Float64Array(0))).toBe(2);
  });
});

describe('times', () => {
  it('show a daily bar by its date and a minute bar with its time, in UTC', () => {
    const time = Date.UTC(2013, 0, 2, 14, 31);
    expect(formatBarTime(time, '1m')).toBe('2013-01-02 14:31');
    expect(formatBarTime(Date.UTC(2013, 0, 2), '1d')).toBe('2013-01-02');
  });
  it('name a span in its largest units', () => {
    expect(formatSpan(584 * 86_400_000)).toBe('584 d');
    expect(formatSpan(3 * 86_400_000 + 4 * 3_600_000)).toBe('3 d 4 h');
    expect(formatElapsed(0.4211)).toBe('0.42 ms');
    expect(formatElapsed(1300)).toBe('1.30 s');
  });
  it('shorten a period to years when it is long, to months when it is not', () => {
    expect(formatPeriod(Date.UTC(2004, 7, 19), Date.UTC(2013, 2, 1))).toBe('2004–2013');
    expect(formatPeriod(Date.UTC(2023, 10, 1), Date.UTC(2023, 10, 30))).toBe('Nov 2023');
    expect(formatPeriod(Date.UTC(2022, 0, 1), Date.UTC(2022, 1, 11))).toBe('Jan–Feb 2022');
    expect(formatPeriod(Date.UTC(2022, 10, 1), Date.UTC(2023, 1, 11))).toBe('Nov 2022–Feb 2023');
  });

  it('are grouped without losing a digit where they are compared', () => {
    expect(formatExact(18408.062670000003)).toBe('18,408.062670000003');
    expect(formatExact(-1234567)).toBe('−1,234,567');
    expect(formatExact(1e21)).toBe('1e+21');
    expect(formatExact(Number.NaN)).toBe('—');
  });
});
