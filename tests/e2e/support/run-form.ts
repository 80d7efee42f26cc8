import { expect, type Page } from '@playwright/test';

/** What a user types into the strategy panel before a run. */
export interface FormEntries {
  readonly fast?: number;
  readonly slow?: number;
  readonly short?: boolean;
  readonly cash?: number;
  readonly commissionPct?: number;
  readonly fills?: 'next-open' | 'backtesting.py';
  readonly finalize?: boolean;
  readonly runOn?: 'DuckDB' | 'Memory' | 'Both';
}

async function setSwitch(page: Page, label: string, on: boolean): Promise<void> {
  const control = page.getByRole('switch', { name: label });
  if ((await control.isChecked()) !== on) await control.press('Space');
  await expect(control).toBeChecked({ checked: on });
}

async function setNumber(page: Page, selector: string, value: number): Promise<void> {
  await page.locator(selector).fill(String(value));
  await page.locator(selector).blur();
}

/** Folds a group of the strategy panel out. */
export async function openGroup(page: Page, title: 'Costs' | 'Account' | 'Fills'): Promise<void> {
  const heading = page.getByTestId(`group-${title.toLowerCase()}`).locator('[aria-expanded]');
  if ((await heading.getAttribute('aria-expanded')) === 'false') await heading.click();
}

/** Fills in the strategy panel. */
export async function fillForm(page: Page, entries: FormEntries): Promise<void> {
  if (entries.slow !== undefined) await setNumber(page, '#param-slow', entries.slow);
  if (entries.fast !== undefined) await setNumber(page, '#param-fast', entries.fast);
  if (entries.short !== undefined) await setSwitch(page, 'Sell short on a cross below', entries.short);
  if (entries.cash !== undefined) await setNumber(page, '#run-cash', entries.cash);
  if (entries.commissionPct !== undefined) await setNumber(page, '#run-commission', entries.commissionPct);
  if (entries.fills !== undefined) {
    await openGroup(page, 'Fills');
    await page.locator('#run-fills').selectOption(entries.fills);
  }
  if (entries.finalize !== undefined) {
    await openGroup(page, 'Account');
    await setSwitch(page, 'Finalize trades', entries.finalize);
  }
  if (entries.runOn !== undefined)
    await page.getByTestId('run-on').getByText(entries.runOn, { exact: true }).click();
}

/** Presses Run and waits until the result of that run stands on the page. */
export async function pressRun(page: Page): Promise<void> {
  const before = await page.evaluate(async () => (await backtab.lastRun())?.runId);
  await page.getByTestId('run-button').click();
  await page.waitForFunction(async (id) => (await backtab.lastRun())?.runId !== id, before);
  await expect(page.getByTestId('run-progress')).toHaveCount(0);
}

/** Full-precision value behind a figure of the KPI strip. */
export async function kpi(page: Page, name: string): Promise<number> {
  const figure = page.getByTestId(`kpi-${name}`);
  await expect(figure).toBeVisible();
  return Number(await figure.getAttribute('data-value'));
}

/** Drops a file on the page as a user's drag and drop does. */
export async function dropFile(page: Page, name: string, content: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ name, content }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], name));
      return transfer;
    },
    { name, content },
  );
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('body', type, { dataTransfer: transfer });
}
