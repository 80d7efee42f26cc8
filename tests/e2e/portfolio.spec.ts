import { openGroup, pressRun } from './support/run-form.ts';
import { expect, test } from './support/test.ts';
import { openWorkbench } from './support/workbench.ts';

test('several series run from one pool of cash, chosen by keyboard, with the same bytes on every storage', async ({
  page,
}) => {
  await openWorkbench(page);
  await page.evaluate(() => globalThis.backtab.loadSampleData());
  await page.getByTestId('strategy-select').selectOption('equal-weight');
  const add = page.getByTestId('run-others');
  await expect(add).toBeEnabled();
  for (let series = 0; series < 2; series++) {
    await add.focus();
    await page.keyboard.press('ArrowDown');
    await expect(page.getByTestId('run-others-list').getByRole('listitem')).toHaveCount(series + 1);
  }
  await page.getByTestId('run-benchmark').selectOption({ index: 1 });
  await page.getByTestId('run-on').getByText('Both').click();
  await page.getByTestId('run-button').click();
  await expect(page.getByTestId('result-title')).toContainText('+ 2 more', { timeout: 30_000 });
  await page.getByRole('tab', { name: /trades/i }).click();
  await expect(page.getByTestId('trade-table')).toContainText('Asset');
  await expect(page.getByTestId('legend-benchmark')).toHaveText(/^SYN-\w+ 1[dm]$/);
  await page.getByTestId('tab-orders').click();
  await page.getByTestId('order-table').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('order-history')).toContainText('filled');

  const run = await page.evaluate(async () => {
    const last = await globalThis.backtab.lastRun();
    return (
      last && {
        identical: last.identical,
        series: last.specification.series.length,
        benchmark: last.specification.benchmark?.symbol,
        traded: [...new Set(last.trades.map(({ series }) => series))].sort(),
        storages: last.runs.map(({ storage }) => storage),
      }
    );
  });
  expect(run).toMatchObject({
    identical: true,
    series: 3,
    traded: [0, 1, 2],
    storages: ['duckdb', 'memory'],
  });
  expect(run?.benchmark).toBeTruthy();

  await page.getByTestId('rerun-switch').press('Space');
  await openGroup(page, 'Account');
  await page.locator('#contract-multiplier-1').fill('5');
  await pressRun(page);
  const contracts = await page.evaluate(async () => (await backtab.lastRun())?.specification.contract);
  expect(contracts).toEqual([{}, { multiplier: 5 }, {}]);

  await page.getByTestId('run-others-list').getByRole('button').first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('run-others-list').getByRole('listitem')).toHaveCount(1);
});
