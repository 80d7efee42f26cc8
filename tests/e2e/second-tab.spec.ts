import { expect, test } from './support/test.ts';
import { openWorkbench, sp500Csv } from './support/workbench.ts';

test('a second tab says that the first one holds the data, and opens it once the first is closed', async ({
  page,
  context,
}) => {
  await openWorkbench(page);
  await page.evaluate((text) => backtab.importFile({ name: 'SP500.csv', text }), sp500Csv());

  const second = await context.newPage();
  await openWorkbench(second);
  expect(await second.evaluate(async () => (await backtab.ready).place)).toBe('held');
  const retry = second.getByTestId('retry-open');
  await expect(retry).toBeVisible();
  await expect(second.getByText(/another tab/i).first()).toBeVisible();

  await retry.click();
  await expect(retry).toBeDisabled();
  await expect(retry).toBeEnabled({ timeout: 10_000 });

  await page.close();
  await retry.click();
  await expect(second.getByTestId('series-row')).toHaveCount(1);
  expect(await second.evaluate(async () => (await backtab.listSeries())[0]?.rows)).toBe(5105);
});
