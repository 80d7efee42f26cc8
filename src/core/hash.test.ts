import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { DIGEST_BLOCK_BARS, EquityDigest } from './equity-digest.ts';
import type { Fill } from './fill.ts';
import { fillColumns } from './fill-columns.ts';
import { type HashedResult, hashOf, resultHash } from './hash.ts';
import type { OrderRecord } from './order.ts';
import { orderColumns } from './order-columns.ts';

const order: OrderRecord = {
  id: 0,
  type: 'limit',
  side: 'buy',
  series: 0,
  submittedBar: 1,
  submittedTime: 1_000,
  size: 5,
  limit: 11,
  stop: null,
  timeInForce: 'DAY',
  status: 'filled',
  triggeredBar: 1,
  triggeredTime: 1_000,
  filledBar: 2,
  filledTime: 2_000,
  filledPrice: 10,
  endedBar: null,
  endedTime: null,
  reason: '',
  tag: 'é',
};
const fill: Fill = { orderId: 0, series: 0, bar: 2, time: 2_000, size: 5, price: 10, commission: 0.1 };
const result: HashedResult = {
  orders: orderColumns([order]),
  fills: fillColumns([fill]),
  equity: {
    timestamp: Float64Array.of(0, 1_000, 2_000, 5_000),
    equity: Float64Array.of(100, 100, 99.9, 104),
  },
};

describe('result hash', () => {
  it('is the SHA-256 of the documented bytes', async () => {
    const text = (value: string) => [...numbers(Buffer.byteLength(value)), ...Buffer.from(value)];
    const block = createHash('sha256');
    const numbers = (...values: number[]) => Buffer.from(Float64Array.from(values).buffer);
    const bytes = [
      ...text('backtab-result-3'),
      ...numbers(1, 1, 4, 2),
      ...text(''),
      ...text('é'),
      ...numbers(1, 1, 0, 1, 1_000, 5, 1, 2, 2_000, 10, 11, Number.NaN, 1, 1, 1_000, 0, 1),
      ...numbers(0, 0, 2, 2_000, 5, 10, 0.1),
      ...block
        .update(numbers(2, 0, 1_000, 3, 5_000, 0, 1))
        .update(numbers(100, 100, 99.9, 104))
        .digest(),
    ];
    expect(await hashOf(result)).toBe(createHash('sha256').update(Buffer.from(bytes)).digest('hex'));
  });

  it.each<[string, HashedResult]>([
    ['an order', { ...result, orders: orderColumns([{ ...order, size: 6 }]) }],
    [
      'an open order instead of a filled one',
      { ...result, orders: orderColumns([{ ...order, filledPrice: null }]) },
    ],
    ['a tag', { ...result, orders: orderColumns([{ ...order, tag: 'e' }]) }],
    ['a reason that was a tag', { ...result, orders: orderColumns([{ ...order, reason: 'é', tag: '' }]) }],
    ['a fill', { ...result, fills: fillColumns([{ ...fill, price: 10.000000000000002 }]) }],
    ['a missing fill', { ...result, fills: fillColumns([]) }],
    [
      'a time',
      { ...result, equity: { ...result.equity, timestamp: Float64Array.of(0, 1_000, 2_001, 5_000) } },
    ],
    [
      'an equity',
      { ...result, equity: { ...result.equity, equity: Float64Array.of(100, 100, 99.9, 104.1) } },
    ],
  ])('changes with %s', async (_, other) => {
    expect(await hashOf(other)).not.toBe(await hashOf(result));
  });

  it('is the same when blocks of bars are taken in while the run goes on', async () => {
    const bars = 2 * DIGEST_BLOCK_BARS + 10;
    const long: HashedResult = {
      ...result,
      equity: {
        timestamp: Float64Array.from({ length: bars }, (_, bar) => bar * 1_000),
        equity: Float64Array.from({ length: bars }, (_, bar) => Math.sin(bar)),
      },
    };
    const whole = await hashOf(long);
    const { timestamp, equity } = long.equity;
    const digest = new EquityDigest();
    for (let bar = 0; bar < bars; bar += DIGEST_BLOCK_BARS) {
      const end = bar + DIGEST_BLOCK_BARS;
      digest.append(timestamp.slice(bar, end), equity.slice(bar, end));
    }
    expect(await resultHash(long, digest)).toBe(whole);
    long.equity.equity[DIGEST_BLOCK_BARS + 3] = 0;
    expect(await hashOf(long)).not.toBe(whole);
  });

  it('does not depend on the order of the table of texts', async () => {
    const { orders } = result;
    const turned = { ...orders, texts: ['é', ''], tag: Float64Array.of(0), reason: Float64Array.of(1) };
    expect(await hashOf({ ...result, orders: turned })).toBe(await hashOf(result));
  });

  it('is the same without Web Crypto', async () => {
    const native = await hashOf(result);
    vi.stubGlobal('crypto', undefined);
    expect(await hashOf(result)).toBe(native);
    vi.unstubAllGlobals();
  });

  it('tells any two lists of times apart', async () => {
    const times = fc
      .uniqueArray(fc.nat({ max: 40 }), { maxLength: 12 })
      .map((list) => list.sort((a, b) => a - b));
    const hash = (list: number[]) =>
      hashOf({
        orders: orderColumns([]),
        fills: fillColumns([]),
        equity: { timestamp: Float64Array.from(list), equity: new Float64Array(list.length) },
      });
    await fc.assert(
      fc.asyncProperty(times, times, async (a, b) => {
        expect((await hash(a)) === (await hash(b))).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });
});
