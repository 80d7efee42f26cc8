import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STORED_COLUMNS } from '../../core/bar.ts';
import {
  ALL_COLUMNS,
  barsReply,
  columnMask,
  maskColumns,
  parseChunkRequest,
  parseFeedReply,
  replyColumns,
} from './protocol.ts';

const valid = { type: 'chunk', request: 7, series: 0, chunk: 3, columns: 33 };

describe('parseChunkRequest', () => {
  it('accepts a request and rebuilds it from its own fields', () => {
    const parsed = parseChunkRequest({ ...valid, extra: 'dropped', path: ['constructor'] });
    expect(parsed).toEqual(valid);
  });

  it.each([
    ['null', null],
    ['a string', 'chunk'],
    ['an array', ['chunk', 1, 2, 3]],
    ['another type', { ...valid, type: 'APPLY' }],
    ['no request id', { ...valid, request: undefined }],
    ['a negative chunk', { ...valid, chunk: -1 }],
    ['a fraction', { ...valid, chunk: 0.5 }],
    ['NaN', { ...valid, series: Number.NaN }],
    ['infinity', { ...valid, series: Number.POSITIVE_INFINITY }],
    ['a number past 32 bits', { ...valid, request: 2 ** 32 }],
    ['a numeric string', { ...valid, series: '0' }],
    ['a boxed number', { ...valid, series: Object(0) }],
    ['no columns', { ...valid, columns: 0 }],
    ['an unknown column', { ...valid, columns: ALL_COLUMNS + 1 }],
    ['a bigint', { ...valid, columns: 1n }],
  ])('refuses %s', (_, data) => {
    expect(parseChunkRequest(data)).toBeUndefined();
  });

  it('reads no inherited field and runs no getter', () => {
    expect(parseChunkRequest(Object.create(valid))).toBeUndefined();
    let called = false;
    const trap = {
      ...valid,
      get series() {
        called = true;
        return 0;
      },
    };
    expect(parseChunkRequest(trap)).toBeUndefined();
    expect(called).toBe(false);
  });

  it('never throws and never lets anything but small integers through', () => {
    fc.assert(
      fc.property(
        fc.anything({ withNullPrototype: true, withBigInt: true, withTypedArray: true }),
        (data) => {
          const parsed = parseChunkRequest(data);
          return parsed === undefined || Number.isInteger(parsed.chunk);
        },
      ),
    );
  });
});

describe('column masks', () => {
  it('are read back in storage order', () => {
    fc.assert(
      fc.property(fc.subarray([...STORED_COLUMNS], { minLength: 1 }), (columns) => {
        expect(maskColumns(columnMask([...columns].reverse()))).toEqual(columns);
      }),
    );
  });
});

describe('column bits', () => {
  it('keep the meaning they had before there were optional columns', () => {
    expect(columnMask(['timestamp', 'volume'])).toBe(0b100_001);
    expect(columnMask(['dividend', 'splitRatio'])).toBe(0b110_000_000);
  });
});

describe('replies', () => {
  const request = {
    type: 'chunk',
    request: 1,
    series: 0,
    chunk: 0,
    columns: columnMask(['open', 'close']),
  } as const;

  it('carry the columns asked for under their names', () => {
    const { reply, bytes } = barsReply(request, {
      close: Float64Array.of(2, 4),
      open: Float64Array.of(1, 3),
      volume: Float64Array.of(9, 9),
    });
    expect(bytes).toBe(32);
    expect(replyColumns(reply)).toEqual({ open: Float64Array.of(1, 3), close: Float64Array.of(2, 4) });
    expect(parseFeedReply(structuredClone(reply))).toEqual(reply);
  });

  it('never transfer the neighbours of a view', () => {
    const shared = Float64Array.of(1, 2, 3, 4);
    const { transfer } = barsReply(request, { open: shared.subarray(0, 2), close: shared.subarray(2, 4) });
    expect(new Set(transfer).size).toBe(2);
    expect(transfer).not.toContain(shared.buffer);
    expect(transfer.map((buffer) => buffer.byteLength)).toEqual([16, 16]);
  });

  it.each([
    [
      'columns of unequal length',
      { type: 'bars', request: 1, columns: 3, arrays: [new Float64Array(1), new Float64Array(2)] },
    ],
    ['too few arrays', { type: 'bars', request: 1, columns: 3, arrays: [new Float64Array(1)] }],
    ['other arrays', { type: 'bars', request: 1, columns: 1, arrays: [[1, 2]] }],
    ['an unknown code', { type: 'refused', request: 1, code: 'whatever', message: '' }],
    ['another type', { type: 'done', request: 1 }],
  ])('are refused with %s', (_, data) => {
    expect(parseFeedReply(data)).toBeUndefined();
  });
});
