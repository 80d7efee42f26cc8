import type { Page } from '@playwright/test';
import { installCsvMaker } from './support/series-source.ts';
import { expect, test } from './support/test.ts';
import { openWorkbench, sp500Csv } from './support/workbench.ts';

/** One step of DuckDB that takes several seconds and lets nothing in between. */
const STUCK = 'SELECT list_sum(list_transform(range(30000000), x -> x * x + sqrt(x)))';

/** Longest time from a cancel to its answer, milliseconds. */
const CANCEL = 300;

/** Counts the storage workers that `page` starts and that end. */
function countWorkers(page: Page): { started: number; ended: number } {
  const count = { started: 0, ended: 0 };
  page.on('worker', (worker) => {
    if (!worker.url().includes('storage.worker')) return;
    count.started++;
    worker.on('close', () => count.ended++);
  });
  return count;
}

/** Starts a query that does not answer, cancels it after half a second, and says how it ended and how long after the cancel. */
const cancelStuck = (page: Page) =>
  page.evaluate(async (sql) => {
    const controller = new AbortController();
    const query = backtab.query(sql, { signal: controller.signal }).then(
      () => 'answered',
      (error) => error.name,
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    const cancelled = performance.now();
    controller.abort();
    return { outcome: await query, milliseconds: performance.now() - cancelled };
  }, STUCK);

const rowsOf = (page: Page) =>
  page.evaluate(async () =>
    (await backtab.listSeries()).map(({ symbol, rows }) => `${symbol} ${rows}`).sort(),
  );

test('SQL stuck in one step is cancelled from either tab within 300 ms, and a new worker serves both', async ({
  page,
  context,
}) => {
  const workers = countWorkers(page);
  await openWorkbench(page);
  await page.evaluate((text) => backtab.importFile({ name: 'SP500.csv', text }), sp500Csv());
  const second = await context.newPage();
  await openWorkbench(second);

  for (const [index, tab] of [page, second].entries()) {
    const other = tab === page ? second : page;
    const stuck = cancelStuck(tab);
    await page.waitForTimeout(200);
    const rows = rowsOf(other);
    const { outcome, milliseconds } = await stuck;
    console.log(`cancelled after ${milliseconds.toFixed(0)} ms`);
    expect(outcome).toBe('AbortError');
    expect(milliseconds).toBeLessThan(CANCEL);
    expect(await rows).toEqual(['SP500 5105']);
    expect(await rowsOf(tab)).toEqual(['SP500 5105']);
    expect(workers).toEqual({ started: index + 2, ended: index + 1 });
  }

  const slow = await page.evaluate(
    (sql) => backtab.query(sql, { timeLimit: 400 }).catch((error) => [error.code, error.message]),
    STUCK,
  );
  expect(slow).toEqual(['query-failed', expect.stringContaining('0.4 s')]);
  expect(await rowsOf(second)).toEqual(['SP500 5105']);
});

test('SQL stuck during an import is cancelled within 300 ms, and the import goes on', async ({ page }) => {
  const workers = countWorkers(page);
  await installCsvMaker(page);
  await openWorkbench(page);
  const stored = page.evaluate(
    async () => (await backtab.importFile(makeCsv(600_000), { name: 'BIG_1m.csv' })).rowsStored,
  );
  await page.waitForTimeout(300);
  const { outcome, milliseconds } = await cancelStuck(page);
  expect(outcome).toBe('AbortError');
  expect(milliseconds).toBeLessThan(CANCEL);
  expect(await stored).toBe(600_000);
  expect(workers).toEqual({ started: 1, ended: 0 });
});

test('an import that grew the heap is followed by a new worker, and no call of either tab notices', async ({
  page,
  context,
}) => {
  const workers = countWorkers(page);
  await installCsvMaker(page);
  await openWorkbench(page);
  const second = await context.newPage();
  await openWorkbench(second);
  const rows = 2_500_000;
  expect(
    await page.evaluate(
      async (count) => (await backtab.importFile(makeCsv(count), { name: 'HUGE_1m.csv' })).rowsStored,
      rows,
    ),
  ).toBe(rows);
  const poll = (tab: Page) =>
    tab.evaluate(async () => {
      let longest = 0;
      for (const end = performance.now() + 6_000; performance.now() < end; ) {
        const began = performance.now();
        const [series] = await backtab.listSeries();
        if (series?.rows !== 2_500_000) throw new Error(`${series?.rows} rows`);
        longest = Math.max(longest, performance.now() - began);
        // Longer than the quiet time that the worker waits for.
        await new Promise((resolve) => setTimeout(resolve, 1_300));
      }
      return longest;
    });
  const waits = await Promise.all([poll(page), poll(second)]);
  console.log('longest wait of a call over the restart, ms', JSON.stringify(waits));
  expect(workers).toEqual({ started: 2, ended: 1 });
  expect(await second.evaluate(async () => (await backtab.status()).throughOtherTab)).toBe(true);
});
