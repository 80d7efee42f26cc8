import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDecimal, parseVolume } from './decimal-parser.ts';
import { bytesOf } from './text-bytes.ts';

function parse(text: string, mark: 0x2e | 0x2c = 0x2e, quoted = false): number {
  const bytes = bytesOf(text);
  return parseDecimal(bytes, 0, bytes.length, mark, quoted);
}

describe('a decimal number', () => {
  test('equals Number() to the last bit, whatever the number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parse(String(value))).toBe(value + 0);
      }),
      { numRuns: 5_000 },
    );
  });

  test('equals Number() to the last bit, whatever the digits', () => {
    const digits = fc.stringMatching(/^[0-9]{1,25}$/);
    fc.assert(
      fc.property(digits, digits, fc.boolean(), (whole, fraction, negative) => {
        const text = `${negative ? '-' : ''}${whole}.${fraction}`;
        expect(parse(text)).toBe(Number(text) + 0);
        expect(parse(text.replace('.', ','), 0x2c)).toBe(Number(text) + 0);
      }),
      { numRuns: 5_000 },
    );
  });

  test.each([
    '',
    ' ',
    '-',
    '.',
    '12abc',
    '1.2.3',
    '0x10',
    'Infinity',
    'NaN',
    '1 000',
    '1_000',
    '--1',
    '1e',
    '$5',
  ])('is not "%s"', (text) => {
    expect(parse(text)).toBeNaN();
  });

  test('may have thousands separators only where they cannot be a decimal mark', () => {
    expect(parse('1,234.5')).toBe(1234.5);
    expect(parse('1,234,567')).toBe(1234567);
    expect(parse('1,234', 0x2e, true)).toBe(1234);
    expect(parse('1,234')).toBeNaN();
    expect(parse('1,23.5')).toBeNaN();
    expect(parse('1.234,5', 0x2c)).toBe(1234.5);
  });

  test('of a volume may end in K, M or B', () => {
    const bytes = bytesOf('12.53M');
    expect(parseVolume(bytes, 0, bytes.length, 0x2e)).toBe(12_530_000);
  });
});
