import type { Page } from '@playwright/test';
import { installCsvMaker } from './series-source.ts';
import { expect, test } from './test.ts';
import { openWorkbench } from './workbench.ts';

/** Closes what is open over the workbench and deletes every series. */
async function clear(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  await expect(async () => {
    if ((await dialog.count()) > 0) await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0, { timeout: 500 });
  }).toPass();
  await page.evaluate(async () => {
    for (const { id } of await backtab.listSeries()) await backtab.deleteSeries(id);
  });
}

/**
 * `test` on one open workbench for all tests of a process, without a series and with `makeCsv`: for what does not depend on a fresh profile. Kept runs
 * and what was typed into the form stay. The first test after a failure gets a new one.
 */
export const sharedTest = test.extend<object, { readonly workbench: Page }>({
  workbench: [
    async ({ browser }, use, { project }) => {
      const { baseURL, viewport } = project.use;
      const page = await browser.newPage({ viewport: viewport ?? null });
      await installCsvMaker(page);
      await openWorkbench(page, baseURL);
      await use(page);
      await page.close();
    },
    { scope: 'worker' },
  ],
  page: async ({ workbench }, use) => {
    await clear(workbench);
    await use(workbench);
  },
});
