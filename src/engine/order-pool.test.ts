import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ORDER_TYPES } from '../core/order.ts';
import { OrderPool, type PendingOrder } from './order-queue.ts';

/** Another value for every field of an order, whatever fields it has: what a used order may be left with. */
function use(order: PendingOrder): void {
  const fields = order as unknown as Record<string, unknown>;
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'number') fields[name] = 77.5;
    else if (typeof value === 'boolean') fields[name] = !value;
    else if (typeof value === 'string') fields[name] = `used ${value}`;
    else if (Array.isArray(value)) fields[name] = ['used'];
    else fields[name] = { used: true };
  }
}

describe('orders that serve again', () => {
  it.each(ORDER_TYPES)('have every field of a new one: %s', (type) => {
    const pool = new OrderPool();
    const used = pool.take(0, 1, 'market', 'trade', '');
    const before: Partial<PendingOrder> = { ...used };
    use(used);
    const names = Object.keys(used) as (keyof PendingOrder)[];
    for (const name of names) expect(used[name], `${name} was used`).not.toEqual(before[name]);
    const fresh = new OrderPool().take(3, -1, type, 'close', 'why');
    pool.end(used);
    pool.recycle();
    const again = pool.take(3, -1, type, 'close', 'why');
    expect(again).toBe(used);
    expect(Object.keys(fresh)).toEqual(names);
    for (const name of names) expect(again[name], name).toEqual(fresh[name]);
  });

  it('are never handed out while they are in use, nor before the next time to recycle', () => {
    let served = 0;
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 4, arbitrary: fc.constant('take') }, fc.constant('recycle'), fc.nat()), {
          maxLength: 1_200,
          size: 'max',
        }),
        (steps) => {
          const pool = new OrderPool();
          const live = new Set<PendingOrder>();
          const resting = new Set<PendingOrder>();
          const known = new Set<PendingOrder>();
          for (const step of steps) {
            if (step === 'take') {
              const order = pool.take(0, 1, 'market', 'trade', '');
              expect(live.has(order), 'in use').toBe(false);
              expect(resting.has(order), 'looked at').toBe(false);
              if (known.has(order)) served++;
              live.add(order);
              known.add(order);
            } else if (step === 'recycle') {
              pool.recycle();
              resting.clear();
            } else if (live.size > 0) {
              const order = [...live][step % live.size]!;
              live.delete(order);
              resting.add(order);
              pool.end(order);
            }
          }
        },
      ),
      { numRuns: 200 },
    );
    expect(served).toBeGreaterThan(1_000);
  });

  it('are at most 512 that are kept: of a thousand that end at a time most are let go', () => {
    const pool = new OrderPool();
    const first = new Set(Array.from({ length: 1_000 }, () => pool.take(0, 1, 'market', 'trade', '')));
    for (const order of first) pool.end(order);
    pool.recycle();
    const second = Array.from({ length: 1_000 }, () => pool.take(0, 1, 'market', 'trade', ''));
    expect(new Set(second).size).toBe(1_000);
    expect(second.filter((order) => first.has(order)).length).toBeLessThanOrEqual(512);
  });
});
