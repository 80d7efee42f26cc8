import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { dropFile, openGroup } from './support/run-form.ts';
import { expect, test } from './support/test.ts';
import { openWorkbench, sp500Csv } from './support/workbench.ts';

async function expectAccessible(page: Page, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const lines = serious.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
  expect(lines, state).toEqual([]);
}

for (const theme of ['dark', 'light'] as const) {
  test(`axe finds nothing serious in the ${theme} theme`, async ({ page }) => {
    test.setTimeout(120_000);
    await openWorkbench(page);
    if (theme === 'light') await page.getByTestId('theme-toggle').click();
    await expectAccessible(page, 'empty');

    await dropFile(page, 'SP500.csv', sp500Csv());
    await expect(page.getByTestId('import-confirm')).toBeEnabled();
    await page.waitForTimeout(400);
    await expectAccessible(page, 'import preview');
    await page.getByTestId('import-confirm').click();
    await expect(page.getByTestId('import-report')).toBeVisible();
    await expectAccessible(page, 'import report');
    await page.getByTestId('import-done').click();

    await page.getByTestId('run-on').getByText('Both', { exact: true }).click();
    await page.getByTestId('run-button').click();
    await expect(page.getByTestId('kpi-equityFinal')).toBeVisible();
    for (const tab of [
      'overview',
      'trades',
      'orders',
      'returns',
      'drawdowns',
      'breakdown',
      'timings',
      'compare',
    ]) {
      await page.getByTestId(`tab-${tab}`).click();
      await page.waitForTimeout(300);
      await expectAccessible(page, tab);
    }
    for (const group of ['Costs', 'Account', 'Fills'] as const) await openGroup(page, group);
    await page.getByTestId('add-flow').click();
    await page.locator('#run-slippage-type').selectOption('ticks');
    await expectAccessible(page, 'terms of a run');
    for (const button of ['run-record-button', 'kept-runs-button']) {
      await page.getByTestId(button).click();
      await page.waitForTimeout(400);
      await expectAccessible(page, button);
      await page.keyboard.press('Escape');
    }
    await page.getByTestId('storage-status').click();
    await page.getByTestId('open-storage').click();
    await expect(page.getByTestId('series-sizes')).toBeVisible();
    await expectAccessible(page, 'storage');
    await page.getByTestId('series-sizes').getByRole('button').first().click();
    await expect(page.getByTestId('coverage-figures')).toBeVisible();
    await expectAccessible(page, 'series');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await expect(page.getByTestId('cheat-sheet')).toBeVisible();
    await page.waitForTimeout(400);
    await expectAccessible(page, 'cheat sheet');
  });
}
