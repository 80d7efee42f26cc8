import { expect, test } from '/work/outback/tests/e2e/support/test.ts';
import { openWorkbench, sp500Csv } from '/work/outback/tests/e2e/support/workbench.ts';
import AxeBuilder from '@axe-core/playwright';
for (const [w, h] of [[1440, 900], [1280, 720]] as const) for (const theme of ['dark', 'light'] as const) {
  test(`shots ${w} ${theme}`, async ({ page }) => {
    test.setTimeout(120000);
    await page.setViewportSize({ width: w, height: h });
    await openWorkbench(page);
    if (theme === 'light') await page.getByTestId('theme-toggle').click();
    await page.evaluate(async (text) => {
      await globalThis.backtab.loadSampleData();
      await globalThis.backtab.importFile({ name: 'SP500_1d.csv', text });
      await globalThis.backtab.compare({ strategy: 'sma-cross', series: 'SP500' });
      await globalThis.backtab.query('select nix').catch(() => 0);
      const root = await navigator.storage.getDirectory();
      const f = await root.getFileHandle('backtab.db.damaged-1790000000000', { create: true });
      const wr = await (f as any).createWritable(); await wr.write(new Uint8Array(5_000_000)); await wr.close();
    }, sp500Csv());
    const shot = async (name: string) => {
      await page.waitForTimeout(500);
      await page.screenshot({ path: `/tmp/shots/${name}-${w}-${theme}.png` });
      const { violations } = await new AxeBuilder({ page }).analyze();
      for (const v of violations) if (v.impact === 'serious' || v.impact === 'critical') console.log(name, theme, v.id, v.nodes.map((n) => n.html.slice(0, 200)));
    };
    await page.getByTestId('tab-timings').click();
    await shot('timings-run');
    await page.getByTestId('timings-slow').click(); await page.getByTestId('slow-limit').fill('5'); await page.getByTestId('timings-stored').click();
    await shot('timings-slow');
    await page.getByTestId('timings-operations').click();
    await shot('timings-ops');
    await page.getByTestId('storage-status').click();
    await shot('status');
    await page.getByTestId('open-storage').click();
    await page.getByTestId('back-up').click();
    await expect(page.getByTestId('storage-outcome')).toContainText('Backed');
    await page.getByTestId('restore-input').setInputFiles({ name: 'old.duckdb', mimeType: '', buffer: Buffer.from('no') });
    await shot('storage');
    await page.getByTestId('confirm-restore').click();
    await expect(page.getByTestId('storage-outcome')).toContainText('Nothing');
    await shot('storage-refused');
    await page.keyboard.press('Escape');
    const row = page.getByTestId('series-row').filter({ hasText: 'SP500' });
    await row.hover(); await row.getByTestId('series-menu').click();
    await shot('menu');
    await page.getByRole('menuitem', { name: 'Copy to memory' }).click();
    await expect(page.getByTestId('comparison')).toBeVisible();
    await page.getByTestId('coverage-gaps').selectOption('every missing bar');
    await shot('series');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Settings' }).click();
    await shot('settings');
  });
}
test('damaged', async ({ page }) => {
  await openWorkbench(page);
  await page.evaluate(async (text) => { await globalThis.backtab.importFile({ name: 'SP500_1d.csv', text }); }, sp500Csv());
  await page.goto('about:blank');
  await page.goto('./favicon.svg');
  await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    for (let i = 0; i < 50; i++) { try { const f = await root.getFileHandle('backtab.db'); const wr = await (f as any).createWritable({ keepExistingData: true }); await wr.seek(0); await wr.write(new Uint8Array(20000)); await wr.close(); break; } catch { await new Promise((r) => setTimeout(r, 100)); } }
  });
  await page.goto('./');
  await expect(page.getByTestId('open-failed')).toBeVisible();
  await page.screenshot({ path: '/tmp/shots/damaged.png' });
  const { violations } = await new AxeBuilder({ page }).analyze();
  console.log(violations.map((v) => v.id));
  const [d] = await Promise.all([page.waitForEvent('download'), page.getByTestId('download-damaged').click()]);
  console.log(d.suggestedFilename());
  await page.getByTestId('begin-anew').click();
  await expect(page.getByTestId('storage-status')).toBeVisible();
  await page.getByTestId('storage-status').click();
  await page.getByTestId('open-storage').click();
  await expect(page.getByTestId('set-aside')).toContainText('backtab.db.damaged-');
  await page.getByRole('button', { name: /^Delete backtab/ }).click();
  await page.getByTestId('confirm-delete-aside').click();
  await expect(page.getByTestId('set-aside')).toHaveCount(0);
});
