import type { BrowserContext, Page } from '@playwright/test';
import { killRenderer, reloadCrashed, rendererPid } from './support/renderer-process.ts';
import { installCsvMaker } from './support/series-source.ts';
import { expect, test } from './support/test.ts';
import { minuteCsv, openWorkbench, sp500Csv } from './support/workbench.ts';

/** Longest time from the end of the leading tab to an answer in the tab that takes over, milliseconds. */
const TAKEOVER = 3_000;

async function openTab(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await openWorkbench(page);
  return page;
}

const importCsv = (page: Page, name: string, text: string) =>
  page.evaluate(async (file) => (await backtab.importFile(file)).rowsStored, { name, text });

const symbols = (page: Page) =>
  page.evaluate(async () =>
    (await backtab.listSeries()).map(({ symbol, rows }) => `${symbol} ${rows}`).sort(),
  );

const through = (page: Page) => page.evaluate(async () => (await backtab.status()).throughOtherTab === true);

const runHash = (page: Page, series = 'SP500') =>
  page.evaluate(
    async (series) =>
      (await backtab.run({ strategy: 'sma-cross', series, params: { fast: 10, slow: 30 } })).resultHash,
    series,
  );

test('a second tab works through the first: lists, imports, charts, queries and runs', async ({
  page,
  context,
}) => {
  await openWorkbench(page);
  await importCsv(page, 'SP500.csv', sp500Csv());
  const second = await openTab(context);
  expect([await through(page), await through(second)]).toEqual([false, true]);
  expect(await symbols(second)).toEqual(['SP500 5105']);
  await expect(second.getByTestId('series-row')).toHaveCount(1);
  await expect(second.getByTestId('storage-status')).toContainText('through another tab');

  expect(await importCsv(second, 'MINE_1m.csv', minuteCsv(5_000))).toBe(5_000);
  for (const tab of [page, second]) {
    expect(await symbols(tab)).toEqual(['MINE 5000', 'SP500 5105']);
    await expect(tab.getByTestId('series-row')).toHaveCount(2);
  }

  const count = await second.evaluate(
    async () => (await backtab.query('SELECT count(*) FROM ohlcv_data')).rows[0]?.[0],
  );
  expect(count).toBe(10_105);
  const hashes = [await runHash(page), await runHash(second)];
  expect(hashes[1]).toBe(hashes[0]);
  const failure = await second.evaluate(() =>
    backtab.query('DROP TABLE bars').then(
      () => 'done',
      (error) => error.code,
    ),
  );
  expect(failure).toBe('query-refused');
});

/** Waits until a tab that works through another one has its spare worker, and gives that time to load DuckDB. */
async function spareReady(follower: Page): Promise<void> {
  const hasSpare = () => follower.workers().some((worker) => worker.url().includes('storage.worker'));
  await expect.poll(hasSpare).toBe(true);
  await follower.waitForTimeout(2_000);
}

/** Ends the leading tab by `end` and waits until `follower` leads; milliseconds. */
async function takeover(follower: Page, end: () => Promise<void>): Promise<number> {
  await spareReady(follower);
  const ended = await follower.evaluate(() => performance.now() + performance.timeOrigin);
  await end();
  const led = await follower.evaluate(async () => {
    while ((await backtab.status()).throughOtherTab) await new Promise((r) => setTimeout(r, 10));
    return performance.now() + performance.timeOrigin;
  });
  return led - ended;
}

test('when the leading tab closes, reloads or its process is killed, another one takes over with every bar within 3 s', async ({
  page,
  context,
}) => {
  await openWorkbench(page);
  const tabs = [page, await openTab(context), await openTab(context)] as const;
  expect(await Promise.all(tabs.map(through))).toEqual([false, true, true]);
  const stored: string[] = [];
  const store = async (tab: Page, symbol: string, rows: number) => {
    expect(await importCsv(tab, `${symbol}_1m.csv`, minuteCsv(rows))).toBe(rows);
    stored.push(`${symbol} ${rows}`);
  };
  await store(tabs[0], 'ALPHA', 1_000);
  await store(tabs[1], 'BETA', 2_000);

  const [, second, third] = tabs;
  const leaderOf = async (candidates: readonly Page[]) => {
    const followers = await Promise.all(candidates.map(through));
    const leaders = candidates.filter((_, index) => !followers[index]);
    expect(leaders, 'leading tabs').toHaveLength(1);
    return leaders[0] as Page;
  };
  const times: Record<string, number> = {};
  times.close = await takeover(second, () => page.close());
  expect(await leaderOf([second, third])).toBe(second);
  expect(await symbols(third)).toEqual(stored);
  await store(third, 'GAMMA', 3_000);

  times.reload = await takeover(third, async () => void (await second.reload()));
  await second.waitForFunction(() => 'backtab' in globalThis);
  expect(await leaderOf([second, third])).toBe(third);
  expect(await symbols(second)).toEqual(stored);
  await store(second, 'KAPPA', 4_000);

  const pid = await rendererPid(third);
  const crashed = await context.newCDPSession(third);
  times.kill = await takeover(second, () => killRenderer(third, pid));
  expect(await symbols(second)).toEqual(stored);
  const reloaded = await reloadCrashed(
    crashed,
    `(async () => {
    const { throughOtherTab } = await backtab.ready;
    return { throughOtherTab, series: (await backtab.listSeries()).length };
  })()`,
  );
  expect(reloaded).toEqual({ throughOtherTab: true, series: stored.length });
  expect(await through(second)).toBe(false);

  console.log('takeover ms', JSON.stringify(times));
  for (const [how, milliseconds] of Object.entries(times)) {
    expect(milliseconds, how).toBeLessThan(TAKEOVER);
  }
});

test('when the leader is killed, the import and the run of another tab are done by the next one, and its own import leaves no trace', async ({
  page,
  context,
}) => {
  await installCsvMaker(page);
  await openWorkbench(page);
  await importCsv(page, 'SP500.csv', sp500Csv());
  const second = await context.newPage();
  await installCsvMaker(second);
  await openWorkbench(second);
  const hash = await runHash(second);
  await page.evaluate(
    async () => void (await backtab.importFile(makeCsv(1_000_000), { name: 'LONG_1m.csv' })),
  );

  const pid = await rendererPid(page);
  const own = page
    .evaluate(async () => void (await backtab.importFile(makeCsv(1_500_000), { name: 'HALF_1m.csv' })))
    .catch(() => {});
  const imported = second.evaluate(async () => {
    const report = await backtab.importFile(makeCsv(300_000), { name: 'OTHER_1m.csv' });
    return report.rowsStored;
  });
  const run = second.evaluate(async () => {
    let begun = 0;
    const onProgress = ({ phase }: { phase: string }) => {
      if (phase === 'loading') begun++;
      if (phase === 'running') Object.assign(globalThis, { running: true });
    };
    const request = { strategy: 'sma-cross', series: 'LONG', params: { fast: 10, slow: 30 } };
    return { hash: (await backtab.run(request, { onProgress })).resultHash, begun };
  });
  await second.waitForFunction(() => 'running' in globalThis);
  await killRenderer(page, pid);
  await own;

  expect(await imported).toBe(300_000);
  expect(await run).toEqual({ hash: await runHash(second, 'LONG'), begun: 2 });
  expect(await symbols(second)).toEqual(['LONG 1000000', 'OTHER 300000', 'SP500 5105']);
  expect(await runHash(second)).toBe(hash);
  expect(await through(second)).toBe(false);
});

test('a tab that cannot reach the leader says so, and goes on by itself once that one is gone', async ({
  page,
  context,
}) => {
  await page.route('**/blank', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<link rel="icon" href="data:,">' }),
  );
  await page.goto('./blank');
  await page.evaluate(() => {
    void navigator.locks.request('backtab:leader', () => new Promise(() => {}));
  });
  const second = await openTab(context);
  expect(await second.evaluate(async () => (await backtab.ready).place)).toBe('held');
  await expect(second.getByTestId('held-notice')).toBeVisible();
  await expect(second.getByText(/another tab holds the database/i).first()).toBeVisible();
  const failure = await second.evaluate(() => backtab.listSeries().then(String, (error) => error.code));
  expect(failure).toBe('database-in-use');
  await page.close();
  await expect(second.getByTestId('held-notice')).toHaveCount(0);
  expect(await symbols(second)).toEqual([]);
});
