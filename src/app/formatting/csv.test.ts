import { expect, it } from 'vitest';
import { toCsv } from './csv.ts';

it('CSV quotes what needs it, keeps full precision and leaves null empty', () => {
  expect(
    toCsv(
      ['a', 'b,c'],
      [
        [0.1 + 0.2, 'say "no"'],
        [null, 'x'],
      ],
    ),
  ).toBe('a,"b,c"\r\n0.30000000000000004,"say ""no"""\r\n,x\r\n');
});
