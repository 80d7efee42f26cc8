import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { dropFile } from './support/run-form.ts';
import { sharedTest as test } from './support/shared-workbench.ts';
import { expect } from './support/test.ts';

const FLAWED = [
  'Date;Open;High;Low;Close;Volume',
  '2024-01-02;10,5;11;10;10,75;100',
  '2024-01-03;10,75;;10;10,5;120',
  '',
  '2024-01-04;10,5;10;11;10,25;90',
  '2024-01-05;abc;11;10;10,5;80',
  'yesterday;10,5;11;10;10,5;80',
  '2024-01-08;10,5;11;10;10,5;80',
].join('\r\n');

test('the report adds up and names the line and the reason of every rejected row', async ({ page }) => {
  await dropFile(page, 'FLAWED.csv', FLAWED);
  await expect(page.getByTestId('import-delimiter')).toHaveValue(';');
  await page.getByTestId('import-confirm').click();
  await expect(page.getByTestId('import-report')).toBeVisible();
  await expect(page.getByTestId('report-rows-in')).toHaveAttribute('data-value', '6');
  await expect(page.getByTestId('report-stored')).toHaveAttribute('data-value', '2');
  await expect(page.getByTestId('report-rejected')).toHaveAttribute('data-value', '4');
  const lines = await page.getByTestId('rejections').locator('tbody tr').allTextContents();
  expect(lines.map((line) => Number.parseInt(line, 10))).toEqual([3, 5, 6, 7]);
  expect(lines[0]).toMatch(/high/i);
  expect(await page.evaluate(async () => (await backtab.query('select count(*) from bars')).rows)).toEqual([
    [2],
  ]);
});

for (const [name, content, code] of [
  ['empty.csv', '', 'empty-file'],
  ['people.csv', 'name,age,city\nAda,36,London\nAlan,41,Wilmslow\n', 'not-ohlcv'],
  ['noclose.csv', 'date,open,high,low\n2024-01-02,1,2,0.5\n2024-01-03,1,2,0.5\n', 'missing-column'],
] as const) {
  test(`"${name}" is refused as ${code}, and nothing is stored`, async ({ page }) => {
    const error = await page.evaluate(
      ({ name, text }) =>
        backtab.importFile({ name, text }).then(
          () => null,
          ({ code, message }) => ({ code, message }),
        ),
      { name, text: content },
    );
    expect(error?.code).toBe(code);
    if (name === 'noclose.csv') expect(error?.message).toMatch(/close/);
    expect(await page.evaluate(() => backtab.listSeries())).toEqual([]);
    await dropFile(page, name, content);
    await expect(page.getByTestId('import-dialog')).toContainText(/not|no |empty|missing/i);
  });
}

test('an import is cancelled by its button and leaves nothing', async ({ page }) => {
  await page.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([makeCsv(1_500_000)], 'LONG_1m.csv'));
    for (const type of ['dragenter', 'dragover', 'drop']) {
      document.body.dispatchEvent(
        new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }),
      );
    }
  });
  await page.getByTestId('import-confirm').click();
  await page.getByTestId('import-cancel').click();
  await expect(page.getByTestId('import-dialog')).toHaveAttribute('data-phase', 'preview');
  await expect(page.getByTestId('import-dialog')).toContainText(/nothing/i);
  expect(await page.evaluate(() => backtab.listSeries())).toEqual([]);
  expect(await page.evaluate(async () => (await backtab.query('select count(*) from bars')).rows)).toEqual([
    [0],
  ]);
});

for (const compression of ['snappy', 'zstd'] as const) {
  test(`a Parquet file with ${compression} pages is imported row group by row group`, async ({
    page,
  }, info) => {
    const file = info.outputPath('WALK_1m.parquet');
    const duckdb = await (await DuckDBInstance.create()).connect();
    await duckdb.run(`COPY (
      SELECT make_timestamp(1577836800000000 + i * 60000000) AS timestamp, 100.0 + i % 7 AS open, 108.0 + i % 7 AS high,
        99.0::DOUBLE AS low, 101.0 + i % 7 AS close, i::DOUBLE AS volume FROM range(50000) t(i)
    ) TO '${file}' (FORMAT parquet, COMPRESSION ${compression}, ROW_GROUP_SIZE 20480)`);
    duckdb.closeSync();
    await page
      .getByTestId('file-input')
      .setInputFiles({ name: 'WALK_1m.parquet', mimeType: '', buffer: readFileSync(file) });
    await page.getByTestId('import-confirm').click();
    await expect(page.getByTestId('report-stored')).toHaveAttribute('data-value', '50000');
    const { rows } = await page.evaluate(() =>
      backtab.query('select count(*), sum(open), sum(volume), min(timestamp), max(timestamp) from bars'),
    );
    expect(rows[0]).toEqual([
      50_000,
      5_149_997,
      1_249_975_000,
      1577836800000,
      1577836800000 + 49_999 * 60_000,
    ]);
  });
}
