import { expect, test } from './support/test.ts';
import { openWorkbench, sp500Csv } from './support/workbench.ts';

test('the convention of the figures is chosen in the overview, named on focus, and remembered', async ({
  page,
}) => {
  await openWorkbench(page);
  const figures = await page.evaluate(async (text) => {
    await globalThis.backtab.importFile({ name: 'SP500_1d.csv', text });
    const { statistics, performance } = await globalThis.backtab.run({
      strategy: 'sma-cross',
      series: 'SP500',
    });
    return { own: statistics.sharpeRatio, quantstats: performance?.quantstats.sharpe };
  }, sp500Csv());
  await page.reload();
  await openWorkbench(page);

  await expect(page.getByTestId('convention')).toHaveValue('backtesting.py');
  await expect(page.getByTestId('kpi-sharpeRatio')).toHaveAttribute('data-value', String(figures.own));
  await page.getByTestId('convention').selectOption('quantstats');
  const sharpe = page.getByTestId('kpi-quantstats-sharpe');
  await expect(sharpe).toHaveAttribute('data-value', String(figures.quantstats));
  await page.locator('button', { has: sharpe }).focus();
  await expect(page.getByRole('tooltip')).toContainText('quantstats convention');

  await page.reload();
  await openWorkbench(page);
  await expect(page.getByTestId('convention')).toHaveValue('quantstats');

  await page.getByTestId('tab-returns').click();
  const years = page.getByTestId('monthly-grid').locator('tbody tr');
  await expect(years.first()).toContainText('2000');
  await expect(years).toHaveCount(21);
  await expect(page.getByTestId('rolling-chart').locator('canvas').first()).toBeVisible();
  await page.getByTestId('tab-drawdowns').click();
  await expect(page.getByTestId('drawdown-table').locator('[data-index="0"]')).toContainText('−');
  await page.getByTestId('tab-breakdown').click();
  await expect(page.getByTestId('breakdown-table').locator('[data-index="0"]')).toContainText('all trades');
});
