import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { findBrowser } from './scripts/browser/find-browser.ts';
import { launchArguments } from './scripts/browser/launch-arguments.ts';
import appConfig from './vite.config.ts';

const executablePath = findBrowser();

export default defineConfig({
  test: {
    projects: [
      {
        resolve: appConfig.resolve ?? {},
        plugins: appConfig.plugins ?? [],
        test: {
          name: 'unit',
          sequence: { groupOrder: 0 },
          environment: 'node',
          // A test that has to be fast says so itself; this only ends one that hangs, on a busy machine too.
          testTimeout: 60_000,
          include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.ts'],
          exclude: ['tests/e2e/**', '**/*.browser.test.{ts,tsx}'],
        },
      },
      {
        resolve: appConfig.resolve ?? {},
        worker: { format: 'es' },
        cacheDir: '.cache/vite-browser-tests',
        optimizeDeps: {
          include: ['apache-arrow', '@duckdb/duckdb-wasm/blocking', 'fast-check', 'parquet-wasm/esm'],
        },
        test: {
          name: 'browser',
          // After the unit tests, which use both cores.
          sequence: { groupOrder: 1 },
          include: ['src/**/*.browser.test.{ts,tsx}'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          // Each file has a browser context, and so a private file system, of its own.
          fileParallelism: true,
          maxWorkers: 2,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            api: { port: 4312 },
            provider: playwright({
              launchOptions: { args: [...launchArguments()], ...(executablePath ? { executablePath } : {}) },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
