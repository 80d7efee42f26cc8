import { type BrowserProcess, createProfile, launchBrowser } from './support/browser-process.ts';
import { installCsvMaker } from './support/series-source.ts';
import { expect, test } from './support/test.ts';
import { openWorkbench, sp500Csv } from './support/workbench.ts';

const BARS_AT_RISK = 900_000;

async function open(folder: string, url: string): Promise<BrowserProcess> {
  const browser = await launchBrowser(folder);
  await installCsvMaker(browser.page);
  await openWorkbench(browser.page, url);
  return browser;
}

/** Starts an import and resolves once `rows` rows have been read; the import goes on. */
async function startImport(browser: BrowserProcess, name: string, rows: number): Promise<void> {
  await browser.page.evaluate(
    ({ name, rows, total }) =>
      new Promise<void>((resolve, reject) => {
        const onProgress = (progress: { rows: number }) => {
          if (progress.rows >= rows) resolve();
        };
        backtab.importFile(makeCsv(total), { name, onProgress }).catch(reject);
      }),
    { name, rows, total: BARS_AT_RISK },
  );
}

const listed = (browser: BrowserProcess) =>
  browser.page.evaluate(async () =>
    (await backtab.listSeries()).map(({ symbol, rows }) => `${symbol} ${rows}`),
  );

const counted = (browser: BrowserProcess) =>
  browser.page.evaluate(async () => {
    const { rows } = await backtab.query('select count(*) from bars');
    return rows[0]?.[0];
  });

test('SIGKILL in the middle of an import loses no acknowledged bar and leaves no half import', async ({
  baseURL,
}) => {
  test.setTimeout(180_000);
  const url = baseURL as string;
  const profile = createProfile();
  try {
    let browser = await open(profile.folder, url);
    const report = await browser.page.evaluate(
      (text) => backtab.importFile({ name: 'SP500.csv', text }),
      sp500Csv(),
    );
    expect(report.rowsStored).toBe(5105);

    for (const rows of [1, 250_000, 650_000]) {
      await startImport(browser, 'HALF_1m.csv', rows);
      await browser.kill();
      browser = await open(profile.folder, url);
      expect(await listed(browser), `killed after ${rows} rows`).toEqual(['SP500 5105']);
      expect(await counted(browser)).toBe(5105);
    }

    const stored = await browser.page.evaluate(
      async (rows) => (await backtab.importFile(makeCsv(rows), { name: 'WHOLE_1m.csv' })).rowsStored,
      200_000,
    );
    expect(stored).toBe(200_000);
    await browser.kill();
    browser = await open(profile.folder, url);
    expect(await listed(browser)).toEqual(['SP500 5105', 'WHOLE 200000']);
    await browser.close();
  } finally {
    profile.remove();
  }
});
