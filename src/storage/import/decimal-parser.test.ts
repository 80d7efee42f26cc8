import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDecimal, parsePrice, parseVolume } from './decimal-parser.ts';
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

describe('a price', () => {
  const price = (text: string, mark: 0x2e | 0x2c = 0x2e, quoted = false) => {
    const bytes = bytesOf(text);
    return parsePrice(bytes, 0, bytes.length, mark, quoted);
  };

  test.each([
    ['$12.50', 12.5],
    ['-$3', -3],
    ['€ 7.25', 7.25],
    ['£0.5', 0.5],
    ['¥1,234,567', 1_234_567],
    ['12.5', 12.5],
  ])('may stand behind a currency sign: %s', (text, value) => {
    expect(price(text)).toBe(value);
  });

  test('keeps its decimal comma and its groups', () => {
    expect(price('€12,5', 0x2c)).toBe(12.5);
    expect(price('$1,234.50', 0x2e, true)).toBe(1234.5);
  });

  test.each(['$', '12$', '$$1', 'USD 3', '$x'])('is not %s', (text) => {
    expect(price(text)).toBeNaN();
  });
});
