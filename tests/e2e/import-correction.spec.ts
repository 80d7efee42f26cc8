import { dropFile } from './support/run-form.ts';
import { sharedTest as test } from './support/shared-workbench.ts';
import { expect } from './support/test.ts';

const DAYS = ['2020-01-02', '2020-01-03', '2020-01-06', '2020-01-07'];

test('a file whose column names mean nothing is mapped by hand, column by column', async ({ page }) => {
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

test('a table with a time and one price is mapped by hand to bars of one price', async ({ page }) => {
  const rows = DAYS.map((day, i) => `${i},at ${day},${100 + i}.5,${i / 10}%,${7 * i}`);
  await dropFile(
    page,
    'FUND.csv',
    ['A fund, daily', 'No.;is;not;the;delimiter;here', 'No.,Valued,NAV,Change %,Units', ...rows].join('\n'),
  );
  const confirm = page.getByTestId('import-confirm');
  const problems = page.getByTestId('import-problems');
  await expect(problems).toContainText('No column was recognized as the time');
  await expect(page.getByTestId('import-dialog')).toContainText('2 lines before the header skipped');
  await expect(confirm).toBeDisabled();
  await page.getByTestId('role-1').selectOption('timestamp');
  await expect(problems).toContainText('is in no known format');
  await page.getByTestId('import-discard').click();

  const dated = DAYS.map((day, i) => `${i},${day},${100 + i}.5,${i / 10}%,${7 * i}`);
  await dropFile(page, 'FUND.csv', ['A fund, daily', 'No.,Valued,NAV,Change %,Units', ...dated].join('\n'));
  await expect(problems).toContainText('choose “close only”');
  await expect(confirm).toBeDisabled();
  await page.getByTestId('role-2').selectOption('close');
  await page.getByTestId('import-prices').selectOption('close');
  await expect(page.getByTestId('import-dialog')).toContainText('stored as its close');
  await expect(problems).toHaveCount(0);
  await confirm.click();
  await expect(page.getByTestId('report-stored')).toHaveAttribute('data-value', '4');
  const bars = await page.evaluate(async () => {
    const { rows } = await backtab.query(
      "SELECT open, high, low, close, volume FROM ohlcv_data WHERE asset_symbol = 'FUND' ORDER BY timestamp",
    );
    return rows;
  });
  expect(bars).toEqual(DAYS.map((_, i) => [100.5 + i, 100.5 + i, 100.5 + i, 100.5 + i, 0]));
});
