import { expect, test } from '@playwright/test';
import { HARNESS_PORT } from './harness-server.ts';
import { type LossBench, openBench } from './loss-page.ts';

let bench: LossBench;
test.setTimeout(120_000);
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
