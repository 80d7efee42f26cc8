import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from './support/test.ts';
import { openWorkbench, sp500Csv } from './support/workbench.ts';

const IMPORTED = 'SP500.csv';

test.describe('out of the database and back in', () => {
  test('a backup brings everything back after all was deleted: the same run gives the same hash', async ({
    page,
  }, testInfo) => {
    test.setTimeout(90_000);
    await openWorkbench(page);
    const before = await page.evaluate(async (text) => {
      await globalThis.backtab.importFile({ name: 'SP500_1d.csv', text });
      return (await globalThis.backtab.run({ strategy: 'sma-cross', series: 'SP500' })).resultHash;
    }, sp500Csv());

    await page.getByTestId('storage-status').click();
    await page.getByTestId('open-storage').click();
    await expect(page.getByTestId('series-sizes')).toContainText('SP500 1d');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('back-up').click(),
    ]);
    const file = testInfo.outputPath('backup.duckdb');
    await download.saveAs(file);
    await expect(page.getByTestId('storage-outcome')).toContainText('Backed up');
    const native = await (await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' })).connect();
    const [row] = (
      await native.runAndReadAll('SELECT count(*)::INT, (SELECT count(*) > 0 FROM timings) FROM ohlcv_data')
    ).getRows();
    expect(row).toEqual([5105, true]);

    await page.evaluate(async () => {
      for (const { id } of await globalThis.backtab.listSeries()) await globalThis.backtab.deleteSeries(id);
    });
    await page
      .getByTestId('restore-input')
      .setInputFiles({ name: 'no.duckdb', mimeType: '', buffer: Buffer.from('no') });
    await page.getByTestId('confirm-restore').click();
    await expect(page.getByTestId('storage-outcome')).toContainText('Nothing was replaced.');
    await page.getByTestId('restore-input').setInputFiles(file);
    await expect(page.getByRole('group', { name: /Replace 0 series with 0 bars/ })).toBeVisible();
    await page.getByTestId('confirm-restore').click();
    await expect(page.getByTestId('storage-outcome')).toContainText('Restored: 1 series, 5,105 bars.', {
      timeout: 20_000,
    });
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('series-row')).toHaveCount(1);
    const after = await page.evaluate(async () => {
      const run = await globalThis.backtab.run({ strategy: 'sma-cross', series: 'SP500' });
      return { hash: run.resultHash, runs: (await globalThis.backtab.listRuns()).length };
    });
    expect(after).toEqual({ hash: before, runs: 2 });
  });

  test('a series leaves as CSV and Parquet with every bit, keeps its gaps, and passes the validation of a copy', async ({
    page,
  }, testInfo) => {
    test.setTimeout(90_000);
    await openWorkbench(page);
    await page.evaluate(
      async ([name, text]) => {
        await globalThis.backtab.importFile({ name: name as string, text: text as string });
      },
      [IMPORTED, sp500Csv()],
    );
    const row = page.getByTestId('series-row');
    const choose = async (item: string) => {
      await row.hover();
      await row.getByTestId('series-menu').click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: item }).click(),
      ]);
      const path = testInfo.outputPath(download.suggestedFilename());
      await download.saveAs(path);
      await expect(page.getByTestId('storage-outcome')).toContainText('Exported: 5,105 bars');
      return path;
    };
    const parquet = await choose('Export Parquet');
    await page.keyboard.press('Escape');
    const csv = await choose('Export CSV');
    const native = await (await DuckDBInstance.create(':memory:')).connect();
    const sums = 'SELECT count(*)::INT, sum(open), sum(high), sum(low), sum(close), sum(volume)';
    const here = await page.evaluate(
      async (sql) => (await globalThis.backtab.query(`${sql} FROM ohlcv_data`)).rows[0],
      sums,
    );
    const [there] = (await native.runAndReadAll(`${sums} FROM read_parquet('${parquet}')`)).getRowsJS();
    expect(there?.[0]).toBe(here?.[0]);
    for (const column of [1, 2, 3, 4, 5]) expect(there?.[column]).toBeCloseTo(here?.[column] as number, 4);

    const identical = await page.evaluate(
      async (text) => {
        await globalThis.backtab.importFile({ name: 'AGAIN_1d.csv', text });
        const found = await globalThis.backtab.query(`
        SELECT count(*) FROM (
          SELECT timestamp, open, high, low, close, volume FROM ohlcv_data WHERE asset_symbol = 'SP500'
          INTERSECT SELECT timestamp, open, high, low, close, volume FROM ohlcv_data WHERE asset_symbol = 'AGAIN'
        )`);
        return found.rows[0]?.[0];
      },
      readFileSync(csv, 'utf8'),
    );
    expect(identical).toBe(5105);

    await page.getByTestId('copy-validate').click();
    await expect(page.getByTestId('storage-outcome')).toContainText('identical in every bit');
    await expect(page.getByTestId('comparison')).toHaveAttribute('data-identical', 'true');
    await page.getByTestId('coverage-gaps').selectOption('every missing bar');
    await expect(page.getByTestId('gaps')).toBeVisible();
    await page.getByTestId('rename-symbol').fill('SPX');
    await page.getByTestId('rename').click();
    await expect(page.getByTestId('storage-outcome')).toHaveText('Renamed.');
    await expect(page.getByTestId('series-row').filter({ hasText: 'SPX' })).toHaveCount(1);
  });

  test('a cancelled transfer ends within 300 ms and leaves no trace', async ({ page }) => {
    await openWorkbench(page);
    const ended = await page.evaluate(async () => {
      await globalThis.backtab.loadSampleData();
      const series = (await globalThis.backtab.listSeries()).toSorted((a, b) => b.rows - a.rows)[0]
        ?.id as string;
      const backup = await globalThis.backtab.backup();
      const calls = {
        csv: (signal: AbortSignal) => globalThis.backtab.exportSeries(series, 'csv', { signal }),
        parquet: (signal: AbortSignal) => globalThis.backtab.exportSeries(series, 'parquet', { signal }),
        copy: (signal: AbortSignal) => globalThis.backtab.copySeries(series, { signal }),
        backup: (signal: AbortSignal) => globalThis.backtab.backup({ signal }),
        restore: (signal: AbortSignal) => globalThis.backtab.restore(backup, { signal }),
      };
      const found: [string, string, boolean][] = [];
      for (const [name, call] of Object.entries(calls)) {
        const controller = new AbortController();
        const running = call(controller.signal);
        await new Promise((resolve) => setTimeout(resolve, 5));
        const began = performance.now();
        controller.abort();
        const error = await running.then(
          () => 'finished',
          (failure: Error) => failure.name,
        );
        found.push([name, error, performance.now() - began < (name === 'restore' ? 3_000 : 300)]);
      }
      const files: string[] = [];
      const root = await navigator.storage.getDirectory();
      for await (const name of (root as unknown as { keys(): AsyncIterable<string> }).keys())
        files.push(name);
      return { found, files, rows: (await globalThis.backtab.stats())[0]?.rows };
    });
    expect(ended.files.sort()).toEqual(['backtab.db', 'backtab.db.wal']);
    const wrong = ended.found.filter(
      ([, error, quick]) => !quick || (error !== 'AbortError' && error !== 'finished'),
    );
    expect(wrong).toEqual([]);
  });

  test('timings survive a reload, with the run and the strategy that asked, failures and a limit of slow that is remembered', async ({
    page,
  }) => {
    test.setTimeout(60_000);
    await openWorkbench(page);
    const runId = await page.evaluate(async (text) => {
      await globalThis.backtab.importFile({ name: 'SP500_1d.csv', text });
      await globalThis.backtab.query('SELECT nonsense').catch(() => undefined);
      const run = await globalThis.backtab.run({ strategy: 'sma-cross', series: 'SP500' });
      await globalThis.backtab.summariseTimings();
      return run.runId;
    }, sp500Csv());
    await page.reload();
    await openWorkbench(page);
    const kept = await page.evaluate(async (id) => {
      const { rows } = await globalThis.backtab.query(
        `SELECT DISTINCT operation, strategy, cache FROM timings WHERE run_id = '${id}' AND kind = 'call' ORDER BY ALL`,
      );
      const summary = await globalThis.backtab.summariseTimings('stored');
      return { rows, query: summary.find(({ operation }) => operation === 'query') };
    }, runId);
    expect(kept.rows).toContainEqual(['readChunk', 'sma-cross', 'miss']);
    expect(kept.rows).toContainEqual(['openFeed', 'sma-cross', null]);
    expect(kept.query).toMatchObject({ failures: 1 });

    await page.getByTestId('tab-timings').click();
    await page.getByTestId('timings-slow').click();
    await page.getByTestId('timings-stored').click();
    await page.getByTestId('slow-limit').fill('1');
    await expect(page.getByTestId('query-table')).toContainText('importFile');
    await page.getByTestId('timings-operations').click();
    await expect(page.getByTestId('operation-table')).toContainText('query');
    await expect(page.getByTestId('timing-summary')).toContainText('1 failed');
    await page.reload();
    await openWorkbench(page);
    await expect(page.getByTestId('slow-limit')).toHaveValue('1');
  });

  test('a damaged database says so at the start, can be downloaded, set aside and deleted', async ({
    page,
  }) => {
    test.setTimeout(60_000);
    await openWorkbench(page);
    await page.evaluate(async (text) => {
      await globalThis.backtab.importFile({ name: 'SP500_1d.csv', text });
    }, sp500Csv());
    // A page of the origin that opens no database. The browser asks for an icon of its own there.
    await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
    await page.goto('./favicon.svg');
    await page.evaluate(async () => {
      const file = await (await navigator.storage.getDirectory()).getFileHandle('backtab.db');
      for (let waited = 0; ; waited += 100) {
        try {
          const writer = await file.createWritable({ keepExistingData: true });
          await writer.write({ type: 'write', position: 0, data: new Uint8Array(20_000) });
          return await writer.close();
        } catch (error) {
          if (waited > 5_000) throw error;
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      }
    });
    await page.goto('./');
    await expect(page.getByTestId('open-failed')).toContainText('The database is damaged');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('download-damaged').click(),
    ]);
    expect(download.suggestedFilename()).toBe('backtab.db');
    await page.getByTestId('begin-anew').click();
    await page.getByTestId('storage-status').click();
    await page.getByTestId('open-storage').click();
    await expect(page.getByTestId('set-aside')).toContainText('backtab.db.damaged-');
    await page.getByRole('button', { name: /^Delete backtab/ }).click();
    await page.getByTestId('confirm-delete-aside').click();
    await expect(page.getByTestId('set-aside')).toHaveCount(0);
  });
});
