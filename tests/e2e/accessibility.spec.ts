import { expectAccessible } from './support/accessible.ts';
import { dropFile, openGroup } from './support/run-form.ts';
import { expect, test } from './support/test.ts';
import { openWorkbench, sp500Csv } from './support/workbench.ts';

/** Tabs of a result, and what stands in each once it is there. */
const TABS = {
  overview: 'kpi-equityFinal',
  trades: 'trade-table',
  orders: 'order-table',
  returns: 'monthly-grid',
  drawdowns: 'drawdown-table',
  breakdown: 'breakdown-table',
  timings: 'timing-dashboard',
  compare: 'identical',
} as const;

for (const theme of ['dark', 'light'] as const) {
  test(`axe finds nothing serious in the ${theme} theme`, async ({ page }) => {
    test.setTimeout(120_000);
    await openWorkbench(page);
    if (theme === 'light') await page.getByTestId('theme-toggle').click();
    await expectAccessible(page, 'empty');

    await dropFile(page, 'SP500.csv', sp500Csv());
    await expect(page.getByTestId('import-confirm')).toBeEnabled();
    await expectAccessible(page, 'import preview');
    await page.getByTestId('import-confirm').click();
    await expect(page.getByTestId('import-report')).toBeVisible();
    await expectAccessible(page, 'import report');
    await page.getByTestId('import-done').click();

    await page.getByTestId('run-on').getByText('Both', { exact: true }).click();
    await page.getByTestId('run-button').click();
    await expect(page.getByTestId('kpi-equityFinal')).toBeVisible();
    for (const [tab, content] of Object.entries(TABS)) {
      await page.getByTestId(`tab-${tab}`).click();
      await expect(page.getByTestId(content)).toBeVisible();
      await expectAccessible(page, tab);
    }
    for (const group of ['Costs', 'Account', 'Fills'] as const) await openGroup(page, group);
    await page.getByTestId('add-flow').click();
    await page.locator('#run-slippage-type').selectOption('ticks');
    // Terms that change run again by themselves, and a result is dimmed until the next one is there.
    await page.waitForFunction(
      async () => (await backtab.lastRun())?.specification.slippage?.type === 'ticks',
    );
    await expect(page.getByTestId('results')).toHaveAttribute('aria-busy', 'false');
    await expectAccessible(page, 'terms of a run');
    for (const list of ['run-record', 'kept-runs']) {
      await page.getByTestId(`${list}-button`).click();
      await expect(page.getByTestId(list)).toBeVisible();
      await expectAccessible(page, list);
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
    await expectAccessible(page, 'cheat sheet');
  });
}
