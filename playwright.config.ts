import { defineConfig } from '@playwright/test';
import { findBrowser } from './scripts/browser/find-browser.ts';
import { launchArguments } from './scripts/browser/launch-arguments.ts';
import { ALONE } from './tests/e2e/support/alone.ts';

const port = Number(process.env.PORT ?? 4173);
const executablePath = findBrowser();

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  fullyParallel: false,
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // One worker unless the command line says more; `alone` must never have more than one.
  projects: [
    { name: 'together', grepInvert: ALONE, timeout: 180_000, expect: { timeout: 20_000 } },
    { name: 'alone', grep: ALONE, workers: 1 },
  ],
  timeout: 60_000,
  reporter: [['list'], ['json', { outputFile: process.env.BACKTAB_E2E_REPORT ?? '.cache/playwright.json' }]],
  use: {
    baseURL: `http://localhost:${port}/`,
    viewport: { width: 1440, height: 900 },
    launchOptions: { args: launchArguments(), ...(executablePath ? { executablePath } : {}) },
    // Pictures of every frame would take a tenth of the processor; the last one tells enough.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
  },
  webServer: {
    command: 'npx tsx scripts/serve-for-tests.ts',
    url: `http://localhost:${port}/`,
    reuseExistingServer: !process.env.CI,
    env: { PORT: String(port) },
  },
});
