import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';

/** Opens the workbench and waits until its database has answered. */
export async function openWorkbench(page: Page, url = './'): Promise<void> {
  await page.goto(url);
  await page.waitForFunction(() => 'backtab' in globalThis);
  await page.evaluate(async () => {
    await globalThis.backtab.ready;
  });
}

/** S&P 500 daily bars 2000-2020 of the vega-datasets package, as the file stands there. */
export function sp500Csv(): string {
  const entry = createRequire(import.meta.url).resolve('vega-datasets');
  const root = entry.slice(0, entry.lastIndexOf(join('vega-datasets')) + 'vega-datasets'.length);
  return readFileSync(join(root, 'data', 'sp500-2000.csv'), 'utf8');
}

/** Where the public reference files are, see the README; tests that need them are skipped where they are absent. */
export const REFERENCE_DATA = process.env.BACKTAB_REFERENCE_DATA ?? join(dirname(process.cwd()), 'shared');

/** `rows` minute bars of a made-up random walk as CSV text, from 2020-01-01. */
export function minuteCsv(rows: number, symbolSeed = 1): string {
  const lines = ['timestamp,open,high,low,close,volume'];
  let state = symbolSeed;
  let price = 100;
  for (let row = 0; row < rows; row++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const open = price;
    price = Math.max(1, Math.round((price + (state / 2 ** 32 - 0.5)) * 100) / 100);
    const time = new Date(1577836800000 + row * 60000).toISOString();
    lines.push(
      `${time},${open.toFixed(2)},${(Math.max(open, price) + 0.05).toFixed(2)},${(Math.min(open, price) - 0.05).toFixed(2)},${price.toFixed(2)},${100 + (state % 900)}`,
    );
  }
  return `${lines.join('\n')}\n`;
}
