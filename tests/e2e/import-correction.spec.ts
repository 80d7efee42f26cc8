import { dropFile } from './support/run-form.ts';
import { expect, test } from './support/test.ts';
import { openWorkbench } from './support/workbench.ts';

const DAYS = ['2020-01-02', '2020-01-03', '2020-01-06', '2020-01-07'];

test('a file whose column names mean nothing is mapped by hand, column by column', async ({ page }) => {
  await openWorkbench(page);
  const rows = DAYS.map((day, i) => `${day};${10 + i},5;${12 + i},25;${9 + i},0;${11 + i},125;1000`);
  await dropFile(page, 'SAP.csv', ['Datum;Eröffnung;Hoch;Tief;Schluss;Stück', ...rows].join('\n'));
  const confirm = page.getByTestId('import-confirm');
  await expect(confirm).toBeDisabled();
  for (const [column, role] of ['open', 'high', 'low', 'close', 'volume'].entries()) {
    const select = page.getByTestId(`role-${column + 1}`);
    await select.selectOption(role);
    await expect(select).toHaveValue(role);
  }
  await confirm.click();
  await expect(page.getByTestId('report-stored')).toHaveAttribute('data-value', '4');
  const first = await page.evaluate(async () => {
    const { rows } = await backtab.query(
      "SELECT open, high, low, close, volume FROM ohlcv_data WHERE asset_symbol = 'SAP' ORDER BY timestamp",
    );
    return rows[0];
  });
  expect(first).toEqual([10.5, 12.25, 9, 11.125, 1000]);
});

test('swapped price labels are put right after the import refused them', async ({ page }) => {
  await openWorkbench(page);
  const rows = DAYS.map((day, i) => `${day},${9 + i},${10 + i},${12 + i},${11 + i},100`);
  await dropFile(page, 'XYZ.csv', ['date,open,high,low,close,volume', ...rows].join('\n'));
  await page.getByTestId('import-confirm').click();
  await page.getByTestId('import-back').click();
  await page.getByTestId('role-1').selectOption('low');
  await page.getByTestId('role-2').selectOption('open');
  await expect(page.getByTestId('role-3')).toHaveValue('high');
  await page.getByTestId('import-confirm').click();
  await expect(page.getByTestId('report-stored')).toHaveAttribute('data-value', '4');
  await expect(page.getByTestId('report-rejected')).toHaveAttribute('data-value', '0');
});
