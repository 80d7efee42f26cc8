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
});

describe('a volume', () => {
  const volume = (text: string, mark: 0x2e | 0x2c = 0x2e) => {
    const bytes = bytesOf(text);
    return parseVolume(bytes, 0, bytes.length, mark);
  };

  test.each([
    ['12.53M', 12_530_000],
    ['1.2k', 1_200],
    ['3B', 3e9],
    ['1,234.5K', 1_234_500],
  ])('may end in K, M or B: %s', (text, value) => {
    expect(volume(text)).toBe(value);
    expect(
      volume(
        text.replace(/[.,]/g, (sign) => (sign === '.' ? ',' : '.')),
        0x2c,
      ),
    ).toBe(value);
  });

  test.each([
    ['1.000', 0x2c, 1_000],
    ['12.345.678', 0x2c, 12_345_678],
    ['1.000,5', 0x2c, 1_000.5],
    ['1,000', 0x2e, 1_000],
    ['1 000 000', 0x2c, 1_000_000],
    ["1'000", 0x2e, 1_000],
    ['1\u00a0000', 0x2c, 1_000],
    ['1\u202f000,25', 0x2c, 1_000.25],
  ] as const)('has the thousands separator that its decimal mark leaves: %s', (text, mark, value) => {
    expect(volume(text, mark)).toBe(value);
  });

  test('keeps the decimal mark of the file where a separator could be meant', () => {
    expect(volume('1.000')).toBe(1);
    expect(volume('1,000', 0x2c)).toBe(1);
  });

  test.each(['1.00', '0.123', '1.2345', '1.000.00', '1.000 000', '-1.000', 'M', '1.2T', '5%'])(
    'with decimal comma is not "%s"',
    (text) => {
      expect(volume(text, 0x2c)).toBeNaN();
    },
  );
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
