import { expect, test } from './support/test.ts';
import { openWorkbench, sp500Csv } from './support/workbench.ts';

test('without a private file system the workbench runs in memory and says so', async ({ page }) => {
  await page.route('**/assets/storage.worker-*.js', async (route) => {
    const response = await route.fetch();
    const body = `delete FileSystemFileHandle.prototype.createSyncAccessHandle;\n${await response.text()}`;
    await route.fulfill({ response, body });
  });
  await openWorkbench(page);
  const status = await page.evaluate(() => backtab.status());
  expect(status.place).toBe('memory');
  expect(status.reason).not.toBe('');
  await expect(page.getByTestId('memory-banner')).toBeVisible();

  await page.evaluate((text) => backtab.importFile({ name: 'SP500.csv', text }), sp500Csv());
  const run = await page.evaluate(() =>
    backtab.run({ strategy: 'sma-cross', series: 'SP500', storage: 'both', cash: 1_000_000 }),
  );
  expect(run.identical).toBe(true);
  await page.reload();
  await openWorkbench(page);
  expect(await page.evaluate(() => backtab.listSeries())).toEqual([]);
});
