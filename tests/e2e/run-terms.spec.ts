import { dropFile, openGroup, pressRun } from './support/run-form.ts';
import { expect, test } from './support/test.ts';
import { openWorkbench, sp500Csv } from './support/workbench.ts';

test('terms are set in the form, stand in the record of the run, and a kept run repeats with its hash', async ({
  page,
}) => {
  await openWorkbench(page);
  await dropFile(page, 'SP500_1d.csv', sp500Csv());
  await page.getByTestId('import-confirm').click();
  await page.getByTestId('import-done').click();
  await page.getByTestId('rerun-switch').press('Space');

  await openGroup(page, 'Costs');
  await page.locator('#run-fee-type').selectOption('per-unit');
  await page.locator('#fee-amount').fill('0.02');
  await page.locator('#fee-max').fill('0.5');
  await expect(page.locator('#fee-max')).toHaveAttribute('aria-invalid', 'true');
  await page.locator('#fee-max').fill('25');
  await page.locator('#run-slippage-type').selectOption('bps');
  await page.locator('#slippage-bps').fill('7');
  await openGroup(page, 'Fills');
  await page.locator('#run-intrabar').selectOption('adaptive');
  await expect(page.locator('#run-finer-0')).toHaveCount(0);
  await openGroup(page, 'Account');
  await page.locator('#rate-cashRate').fill('2');
  await page.getByTestId('add-flow').click();
  await page.locator('#flow-day-0').fill('2010-06-01');
  await page.locator('#flow-amount-0').fill('-500');
  await pressRun(page);

  const asked = await page.evaluate(async () => (await backtab.lastRun())!.specification);
  expect(asked).toMatchObject({
    fees: { type: 'per-unit', amount: 0.02, min: 1, max: 25 },
    slippage: { type: 'bps', bps: 7 },
    intrabar: 'adaptive',
    financing: { cashRate: 0.02 },
    cashFlows: [{ time: Date.UTC(2010, 5, 1), amount: -500 }],
  });
  await expect(page.getByTestId('cash-ledger')).toContainText('withdrawal −500.00, cash interest +');
  await page.getByTestId('run-record-button').click();
  const record = page.getByTestId('run-record');
  await expect(record).toContainText('commission 0.02 a unit, at least 1, at most 25, slippage 7 bps');
  await expect(record).toContainText('next-open, adaptive');
  await expect(record).toContainText('withdrawal 500 on 2010-06-01');
  await page.keyboard.press('Escape');
  const first = await page.evaluate(async () => (await backtab.lastRun())!);

  await page.reload();
  await expect(page.locator('#slippage-bps')).toHaveValue('7');
  await page.getByRole('button', { name: 'Reset costs' }).click();
  await expect(page.getByTestId('group-costs-summary')).toHaveText('as by default');
  await pressRun(page);
  const plain = await page.evaluate(async () => (await backtab.lastRun())!);
  expect(plain.specification).not.toHaveProperty('slippage');
  expect(plain.resultHash).not.toBe(first.resultHash);

  await page.getByTestId('kept-runs-button').click();
  await page.getByTestId('kept-runs').getByTitle(`Show ${first.runId}`).click();
  await expect(page.getByTestId('group-costs-summary')).toContainText('slippage 7 bps');
  await page.getByRole('button', { name: new RegExp(`^Repeat .*${first.runId}$`) }).click();
  await expect(page.getByTestId('repeat-outcome')).toHaveAttribute('data-same', 'true');
  await expect(page.getByTestId('repeat-outcome')).toContainText(first.resultHash.slice(0, 12));

  const rewritten = await page.evaluate(async (id) => {
    await backtab.importFile({
      name: 'SP500_1d.csv',
      text: 'Date,Open,High,Low,Close,Volume\n2030-01-02,5,5,5,5,1\n2030-01-03,6,6,6,6,1\n',
    });
    const { sameHash, changes, repeatOf } = await backtab.repeatRun(id);
    const unknown = await backtab.repeatRun('none').catch((error) => error.code);
    return { sameHash, changes, repeatOf, unknown };
  }, first.runId);
  expect(rewritten).toMatchObject({ sameHash: false, repeatOf: first.runId, unknown: 'unknown-run' });
  expect(rewritten.changes).toEqual([expect.stringMatching(/^SP500 1d was written again .* revision \d+/)]);
});
