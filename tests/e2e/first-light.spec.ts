import { dropFile, fillForm, kpi, pressRun } from './support/run-form.ts';
import { expect, test } from './support/test.ts';
import { openWorkbench, sp500Csv } from './support/workbench.ts';

/** kernc/backtesting.py on S&P 500, SMA 10/20 with shorts, commission 0.2%, cash 1,000,000: see tests/golden. */
const GOLDEN = {
  equityFinal: 178913.11468664024,
  returnPct: -82.10868853133599,
  sharpeRatio: -0.48274622979333165,
  trades: 256,
  winRatePct: 33.59375,
};

test('the first click shows a finished backtest on sample data in under 5 s', async ({ page }) => {
  await openWorkbench(page);
  const begun = Date.now();
  await page.getByTestId('load-sample').first().click();
  await expect(page.getByTestId('kpi-equityFinal')).toBeVisible();
  await expect(page.getByTestId('chart').locator('canvas').first()).toBeVisible();
  const elapsed = Date.now() - begun;
  console.log(`sample data to finished chart: ${elapsed} ms`);
  expect(elapsed).toBeLessThan(5_000);
  await expect(page.getByTestId('series-row')).toHaveCount(6);
  await expect(page.getByTestId('series-row').first()).toContainText('synthetic');
  await expect(page.getByTestId('chart-title')).toContainText('synthetic');
});

test('a file dropped, a button pressed, and the golden numbers read off the screen', async ({ page }) => {
  await openWorkbench(page);
  await dropFile(page, 'SP500.csv', sp500Csv());
  await expect(page.getByTestId('import-symbol')).toHaveValue('SP500');
  await page.getByTestId('import-confirm').click();
  await expect(page.getByTestId('import-report')).toContainText('5,105');
  await page.getByTestId('import-done').click();

  await fillForm(page, {
    fast: 10,
    slow: 20,
    short: true,
    cash: 1_000_000,
    commissionPct: 0.2,
    fills: 'backtesting.py',
  });
  await pressRun(page);
  expect(await kpi(page, 'trades')).toBe(GOLDEN.trades);
  expect(await kpi(page, 'equityFinal')).toBeCloseTo(GOLDEN.equityFinal, 6);
  expect(await kpi(page, 'returnPct')).toBeCloseTo(GOLDEN.returnPct, 7);
  expect(await kpi(page, 'sharpeRatio')).toBeCloseTo(GOLDEN.sharpeRatio, 7);
  expect(await kpi(page, 'winRatePct')).toBeCloseTo(GOLDEN.winRatePct, 7);
  await expect(page.getByTestId('kpi-equityFinal')).toContainText('178,913.11');
  await expect(page.getByTestId('kpi-trades')).toContainText('256');
});

test('data and the last run are still there after a reload', async ({ page }) => {
  await openWorkbench(page);
  await page.getByTestId('load-sample').first().click();
  await expect(page.getByTestId('kpi-equityFinal')).toBeVisible();
  await fillForm(page, { fast: 12, slow: 34 });
  await pressRun(page);
  const before = {
    equity: await kpi(page, 'equityFinal'),
    hash: await page.evaluate(async () => (await backtab.lastRun())?.resultHash),
  };
  const series = await page.evaluate(() => backtab.listSeries());

  await page.reload();
  await openWorkbench(page);
  expect(await kpi(page, 'equityFinal')).toBe(before.equity);
  expect(await page.evaluate(async () => (await backtab.lastRun())?.resultHash)).toBe(before.hash);
  expect(await page.evaluate(() => backtab.listSeries())).toEqual(series);
  await expect(page.getByTestId('chart').locator('canvas').first()).toBeVisible();
  await expect(page.getByTestId('series-row')).toHaveCount(6);
});

test('side by side, DuckDB and memory give identical results, with every query listed', async ({ page }) => {
  await openWorkbench(page);
  await page.getByTestId('load-sample').first().click();
  await expect(page.getByTestId('kpi-equityFinal')).toBeVisible();
  await fillForm(page, { runOn: 'Both' });
  await pressRun(page);
  await page.getByTestId('tab-compare').click();
  await expect(page.getByTestId('identical')).toContainText(/identical/i);
  const run = await page.evaluate(async () => {
    const last = await backtab.lastRun();
    return (
      last && {
        identical: last.identical,
        hashes: last.runs.map((one) => one.resultHash),
        storages: last.runs.map((one) => one.storage),
      }
    );
  });
  expect(run?.identical).toBe(true);
  expect(run?.storages).toEqual(['duckdb', 'memory']);
  expect(new Set(run?.hashes).size).toBe(1);
  await page.getByTestId('tab-timings').click();
  await expect(page.getByTestId('timing-dashboard')).toBeVisible();
  await expect(page.getByTestId('query-table')).toContainText(/select/i);
});

test('clicking a trade takes the chart there, and the trades can be saved as CSV', async ({ page }) => {
  await openWorkbench(page);
  await page.getByTestId('load-sample').first().click();
  await expect(page.getByTestId('kpi-equityFinal')).toBeVisible();
  await page.getByTestId('tab-trades').click();
  const title = page.getByTestId('chart-legend');
  const before = await title.textContent();
  await page.getByTestId('trade-table').getByRole('row').nth(3).click();
  await expect(title).not.toHaveText(before ?? '');
  const download = page.waitForEvent('download');
  await page.getByTestId('export-trades').click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
  const stream = await file.createReadStream();
  let text = '';
  for await (const chunk of stream) text += chunk;
  const trades = await page.evaluate(async () => (await backtab.lastRun())?.trades.length);
  expect(text.trim().split('\n')).toHaveLength(1 + (trades ?? 0));
});
