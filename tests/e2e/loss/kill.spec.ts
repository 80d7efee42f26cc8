import { expect, test } from '@playwright/test';
import { HARNESS_PORT } from './harness-server.ts';
import { type LossBench, openBench } from './loss-page.ts';

const ROUNDS = 4;
const BATCH = 5000;

let bench: LossBench;
test.setTimeout(240_000);
test.beforeEach(async () => {
  bench = await openBench(HARNESS_PORT);
});
test.afterEach(async () => {
  await bench.end();
});

const rowsFound = () => bench.session('kill', (page) => page.evaluate(() => globalThis.bench.rows()));

test('a browser killed in the middle of an import leaves the acknowledged bars and nothing of the import', async () => {
  await bench.session('kill', async (page) => {
    await page.evaluate(() => globalThis.bench.store('SAFE', 0, 10_000));
    await page.evaluate(async () => {
      const { harness } = await globalThis.started;
      const storage = Reflect.get(globalThis, 'storage') as Awaited<ReturnType<typeof harness.openStorage>>;
      const key = Reflect.get(globalThis, 'benchKey') as (symbol: string) => never;
      const bars = Reflect.get(globalThis, 'benchBars') as (first: number, rows: number) => never;
      const writer = await storage.openWriter(key('HALF'));
      for (let part = 0; part < 6; part++) await writer.append(bars(part * 131_072, 131_072));
      void writer.append(bars(6 * 131_072, 131_072));
    });
  });
  expect(await rowsFound()).toEqual({ SAFE: 10_000 });
  await bench.session('close', (page) => page.evaluate(() => globalThis.bench.store('HALF', 0, 200_000)));
  expect(await rowsFound()).toEqual({ SAFE: 10_000, HALF: 200_000 });
});

test(`a browser killed at any moment of a row of writes keeps every acknowledged one, ${ROUNDS} times over`, async () => {
  let acknowledged = 0;
  for (let round = 0; round < ROUNDS; round++) {
    await bench.session('kill', async (page) => {
      const found = (await page.evaluate(() => globalThis.bench.rows())).LOOP ?? 0;
      expect(found % BATCH).toBe(0);
      expect(found).toBeGreaterThanOrEqual(acknowledged);
      await page.exposeFunction('acknowledge', (rows: number) => {
        acknowledged = rows;
      });
      acknowledged = found;
      void page
        .evaluate(
          async ([first, batch]) => {
            const acknowledge = Reflect.get(globalThis, 'acknowledge') as (rows: number) => Promise<void>;
            for (let at = first; ; at += batch) {
              await globalThis.bench.store('LOOP', at, batch);
              await acknowledge(at + batch);
            }
          },
          [found, BATCH] as const,
        )
        .catch(() => {});
      const target = found + (3 + round) * BATCH;
      await expect
        .poll(() => acknowledged, { timeout: 60_000, intervals: [5] })
        .toBeGreaterThanOrEqual(target);
      await page.waitForTimeout(7 * round);
    });
  }
  const found = (await rowsFound()).LOOP ?? 0;
  expect(found).toBeGreaterThanOrEqual(acknowledged);
  expect(found % BATCH).toBe(0);
});
