import { expect, test } from '@playwright/test';
import { HARNESS_PORT } from './harness-server.ts';
import { type LossBench, openBench, openInPage } from './loss-page.ts';

let bench: LossBench;
test.setTimeout(240_000);
test.beforeEach(async () => {
  bench = await openBench(HARNESS_PORT);
});
test.afterEach(async () => {
  await bench.end();
});

for (const [name, room, rows] of [
  ['the bars', 3_000_000, 2_000_000],
  ['the commit', 500_000, 100],
] as const) {
  test(`without room for ${name} a write fails as quota-exceeded and the database stays as it was`, async () => {
    await bench.session('kill', (page) => page.evaluate(() => globalThis.bench.store('SAFE', 0, 10_000)));
    await bench.session('kill', async (page) => {
      const session = await page.context().newCDPSession(page);
      const { origin } = new URL(page.url());
      const { usage } = await session.send('Storage.getUsageAndQuota', { origin });
      await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + room });
      const store = () =>
        page.evaluate(
          (count) =>
            globalThis.bench.store('MUCH', 0, count).then(
              () => 'stored',
              (error) => error.code,
            ),
          rows,
        );
      expect(await store()).toBe('quota-exceeded');
      expect(await page.evaluate(() => globalThis.bench.rows())).toEqual({ SAFE: 10_000 });
      await session.send('Storage.overrideQuotaForOrigin', { origin });
      await page.evaluate(() => globalThis.bench.store('LATER', 0, 5000));
      expect(await page.evaluate(() => globalThis.bench.rows())).toEqual({ LATER: 5000, SAFE: 10_000 });
    });
    const found = await bench.session('kill', (page) => page.evaluate(() => globalThis.bench.rows()));
    expect(found).toEqual({ LATER: 5000, SAFE: 10_000 });
  });
}

test('a database of an earlier version that finds no room to be packed opens with its bars as they are', async () => {
  await bench.session('close', async (page) => {
    await page.evaluate(async () => {
      await globalThis.bench.store('SAFE', 0, 3_000_000);
      const { harness } = await globalThis.started;
      await harness.revertSchema(3);
      await (Reflect.get(globalThis, 'storage') as { close(): Promise<void> }).close();
    });
    const session = await page.context().newCDPSession(page);
    const { origin } = new URL(page.url());
    const { usage } = await session.send('Storage.getUsageAndQuota', { origin });
    // What a commit must find free, and room for the levels of detail; a copy of the bars takes as much again.
    await session.send('Storage.overrideQuotaForOrigin', {
      origin,
      quotaSize: usage + 8_388_608 + 3_000_000,
    });
    await page.evaluate(openInPage);
    expect(await page.evaluate(() => globalThis.bench.rows())).toEqual({ SAFE: 3_000_000 });
    const { rows } = await page.evaluate(async () =>
      (await globalThis.started).harness.userQuery(
        `SELECT (SELECT count(*) FROM packed_bars), (SELECT count(*) FROM raw_bars),
         (SELECT sum(rows)::INTEGER FROM bar_levels WHERE level = 0), (SELECT max(version) FROM schema_version)`,
      ),
    );
    expect(rows).toEqual([[0, 3_000_000, 3_000_000, 5]]);
  });
});
