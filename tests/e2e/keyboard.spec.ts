import { writeFileSync } from 'node:fs';
import { expect, test } from './support/test.ts';
import { openWorkbench, sp500Csv } from './support/workbench.ts';

test('keyboard alone imports a file, runs a backtest and reads the result', async ({ page }, info) => {
  const file = info.outputPath('SP500.csv');
  writeFileSync(file, sp500Csv());
  await openWorkbench(page);

  const chooser = page.waitForEvent('filechooser');
  await page.getByTestId('add-files').focus();
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(file);
  await expect(page.getByTestId('import-confirm')).toBeEnabled();
  for (let presses = 0; presses < 60; presses++) {
    if (await page.getByTestId('import-confirm').evaluate((button) => button === document.activeElement))
      break;
    await page.keyboard.press('Tab');
  }
  await expect(page.getByTestId('import-confirm')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('import-report')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('import-dialog')).toBeHidden();
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('kpi-equityFinal')).toBeVisible();

  await page.getByTestId('tab-overview').focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('tab-trades')).toBeFocused();
  await expect(page.getByTestId('trade-table')).toBeVisible();
  const legend = await page.getByTestId('chart-legend').textContent();
  await page.keyboard.press('j');
  await expect(page.getByTestId('chart-legend')).not.toHaveText(legend ?? '');

  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
