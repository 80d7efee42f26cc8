import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSandboxMessage } from './messages.ts';
import { count, finite, flag, listOf, Mismatch, nullable, oneOf, record, text } from './plain-data.ts';

interface Leg {
  readonly side: 'buy' | 'sell';
  readonly size: number;
  readonly note?: string;
}
const readLeg = record<Leg>({ side: oneOf(['buy', 'sell']), size: finite, note: text(10) }, ['note']);

const problem = (read: () => unknown) => {
  try {
    read();
  } catch (error) {
    if (error instanceof Mismatch) return error.describe();
    throw error;
  }
  return 'none';
};

describe('plain data that is not trusted', () => {
  it('is given back with the fields expected and no others', () => {
    expect(readLeg({ side: 'buy', size: 2 })).toEqual({ side: 'buy', size: 2 });
    expect(readLeg({ side: 'buy', size: 2, note: 'x', extra: 1 })).toEqual({
      side: 'buy',
      size: 2,
      note: 'x',
    });
    expect(readLeg({ side: 'buy', size: 2, extra: 1 })).toEqual({ side: 'buy', size: 2 });
    expect(record({ legs: listOf(readLeg, 9) })({ legs: [{ side: 'sell', size: 1, extra: 1 }] })).toEqual({
      legs: [{ side: 'sell', size: 1 }],
    });
  });

  it('is refused with the path to the field that is wrong', () => {
    const read = record({ legs: listOf(readLeg, 9), open: flag, bars: nullable(count) });
    const good = { legs: [{ side: 'buy', size: 1 }], open: true, bars: null };
    expect(problem(() => read(good))).toBe('none');
    expect(problem(() => read({ ...good, legs: [good.legs[0], { side: 'buy', size: Number.NaN }] }))).toBe(
      'legs.1.size is NaN, not a finite number',
    );
    expect(problem(() => read({ ...good, open: 1 }))).toBe('open is 1, not true or false');
    expect(problem(() => read({ ...good, bars: -1 }))).toBe('bars is -1, not a count');
    expect(problem(() => read({ ...good, legs: {} }))).toContain('legs is [object Object]');
    expect(problem(() => read({ ...good, legs: new Array(10).fill(good.legs[0]) }))).toContain('at most 9');
    expect(problem(() => readLeg({ side: 'hold', size: 1 }))).toBe('side is hold, not one of buy, sell');
    expect(problem(() => readLeg({ side: 'buy', size: 1, note: 'x'.repeat(11) }))).toContain('note');
  });
});

describe('a message of a sandbox', () => {
  it('is one of four kinds', () => {
    expect(readSandboxMessage({ type: 'alive', extra: 1 })).toEqual({ type: 'alive' });
    expect(readSandboxMessage({ type: 'progress', barsDone: 1, barsTotal: 2 })).toEqual({
      type: 'progress',
      barsDone: 1,
      barsTotal: 2,
    });
    expect(
      readSandboxMessage({ type: 'result', result: 'checked later', milliseconds: 3, cacheHits: 2 }),
    ).toEqual({
      type: 'result',
      result: 'checked later',
      milliseconds: 3,
      cacheHits: 2,
    });
    const failed = { type: 'failed', code: 'strategy-failed', message: 'm', stack: 's' };
    expect(readSandboxMessage(failed)).toEqual(failed);
  });

  it.each([
    [{ type: 'APPLY', path: ['constructor'] }],
    [{ type: 'progress', barsDone: -1, barsTotal: 1 }],
    [{ type: 'failed', code: 'my-own-code', message: '', stack: '' }],
    [{ type: 'failed', code: 'internal', message: 'x'.repeat(20_000), stack: '' }],
    [{ type: 'result', result: {}, milliseconds: Number.POSITIVE_INFINITY, cacheHits: 0 }],
  ])('is refused when it is %j', (data) => {
    expect(() => readSandboxMessage(data)).toThrow(Mismatch);
  });

  it('never fails in any other way, whatever was sent', () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withNullPrototype: true, withTypedArray: true }),
        (data) => {
          try {
            readSandboxMessage(data);
          } catch (error) {
            expect(error).toBeInstanceOf(Mismatch);
          }
        },
      ),
    );
  });
});
