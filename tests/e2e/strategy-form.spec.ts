import { expect, test } from './support/test.ts';
import { openWorkbench } from './support/workbench.ts';

test('a field left with what cannot be used shows again what a run uses', async ({ page }) => {
  await openWorkbench(page);
  const from = page.getByTestId('run-from');
  await from.fill('2020-01-01');
  for (const text of ['2020-02-31', 'soon']) {
    await from.fill(text);
    await from.blur();
    await expect(from).toHaveValue('2020-01-01');
  }
  for (const [id, value] of [
    ['#run-cash', '10,000'],
    ['#run-commission', '0.1'],
    ['#param-fast', '10'],
  ] as const) {
    const field = page.locator(id);
    await field.fill('');
    await field.blur();
    await expect(field).toHaveValue(value);
  }
  await page.locator('#run-cash').fill('25000');
  await page.locator('#run-cash').blur();
  await expect(page.locator('#run-cash')).toHaveValue('25,000');
  await page.locator('#run-cash').fill('-5');
  await page.locator('#run-cash').blur();
  await expect(page.locator('#run-cash')).toHaveValue('1');
});
