import { chromium } from '@playwright/test';
import { ensureBrowser } from './browser/ensure-browser.ts';
import { launchArguments } from './browser/launch-arguments.ts';
import { address, serve } from './serve.ts';

/** Takes the README's picture of the built workbench: sample data, a finished run, 1440x900, dark. */
const server = await serve();
const browser = await chromium.launch({ executablePath: ensureBrowser(), args: launchArguments() });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.goto(address(server));
await page.getByTestId('load-sample').first().click();
await page.getByTestId('kpi-equityFinal').waitFor();
await page.locator('[data-testid="series-row"]', { hasText: 'SYN-ECHO' }).click();
await page.getByTestId('run-button').click();
await page.getByTestId('tab-trades').click();
await page.locator('[data-testid="trade-table"] [role="row"][data-index="2"]').click();
await page.waitForTimeout(2_000);
await page.mouse.move(0, 0);
await page.screenshot({ path: 'docs/screenshot.png' });
console.log('docs/screenshot.png');
await browser.close();
await server.close();
