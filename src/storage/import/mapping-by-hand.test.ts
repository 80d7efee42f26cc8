import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importFile } from './import-file.ts';
import type { ColumnRole, ImportOptions } from './import-types.ts';
import { previewFile } from './preview-file.ts';
import { createControl, createStorage, storedBars, textFile } from './test-storage.ts';

async function load(text: string, mapping: ImportOptions['mapping'] & object = {}, name = 'FUND.csv') {
  const storage = createStorage();
  const report = await importFile(textFile(name, text), { mapping }, storage, createControl());
  return { report, bars: await storedBars(storage, report.series) };
}

const preview = (text: string, mapping: ImportOptions['mapping'] & object = {}) =>
  previewFile(textFile('FUND.csv', text), { mapping });
const DAYS = ['2024-01-01', '2024-01-02', '2024-01-03'];
const NAV = ['Date,NAV', ...DAYS.map((day, index) => `${day},${10 + index}.5`)].join('\n');

describe('a preview that the user has to settle', () => {
  test.each<[string, string, RegExp[]]>([
    [
      'without a column of times',
      'name,age,city\nAnn,34,Paris\nBob,29,Rome',
      [/time of the bars/, /open, high, low, close/],
    ],
    [
      'of prose',
      'It was the best of times,\nit was the worst of times, it was',
      [/time of the bars/, /Not found/],
    ],
    ['with one price', NAV, [/^Not found: open, high, low\. .*close only/]],
    [
      'with stamps nobody reads',
      'Date,Open,High,Low,Close\nMonday,1,2,1,1\nTuesday,1,2,1,1',
      [/^Column "Date".*"Monday" is in no known format/],
    ],
    [
      'with a header that does not fit',
      'Date,Open,High,Low,Close\n2024-01-01,1,2,1,1,5,6',
      [/^The header names 5 columns/, /Not found/],
    ],
  ])('%s shows its first rows and says what is missing', async (_, text, problems) => {
    const shown = await preview(text);
    expect(shown.sampleRows.length).toBeGreaterThan(0);
    expect(shown.problems).toEqual(problems.map((problem) => expect.stringMatching(problem)));
    await expect(load(text)).rejects.toMatchObject({
      code: expect.stringMatching(/not-ohlcv|missing-column/),
    });
  });

  test('has no problem left once the columns are named', async () => {
    const roles: ColumnRole[] = ['timestamp', 'open', 'high', 'low', 'close', 'ignore', 'volume'];
    const text = 'Date,Open,High,Low,Close\n2024-01-01,1,2,1,1,5,6\n2024-01-02,1,2,1,1,5,6';
    expect((await preview(text, { roles })).problems).toEqual([]);
    const { report, bars } = await load(text, { roles });
    expect(report).toMatchObject({ rowsIn: 2, rowsStored: 2 });
    expect([...bars.volume]).toEqual([6, 6]);
  });

  test('has one when the chosen format reads none of the stamps', async () => {
    const { problems } = await preview(NAV, { closeOnly: true, timestampFormat: 'month-name' });
    expect(problems).toEqual([expect.stringMatching(/reads as month-name/)]);
  });
});

describe('one price a bar', () => {
  test('is never assumed, and stored as open, high, low and close when chosen, which is said', async () => {
    await expect(load(NAV)).rejects.toMatchObject({
      code: 'missing-column',
      message: expect.stringMatching(/import the close alone/),
    });
    const { report, bars } = await load(NAV, { closeOnly: true });
    expect(report).toMatchObject({ rowsIn: 3, rowsStored: 3, mapping: { closeOnly: true } });
    for (const column of ['open', 'high', 'low', 'close'] as const)
      expect([...bars[column]]).toEqual([10.5, 11.5, 12.5]);
    expect([...bars.volume]).toEqual([0, 0, 0]);
    expect(report.notes.join(' ')).toMatch(/Only the close is read.*volume of every bar is stored as 0/);
  });

  test('of a table with four takes the close', async () => {
    const four = ['Date,Open,High,Low,Close', ...DAYS.map((day) => `${day},1,9,0.5,2`)].join('\n');
    const { bars } = await load(four, { closeOnly: true });
    expect([bars.open[0], bars.high[0], bars.low[0], bars.close[0]]).toEqual([2, 2, 2, 2]);
    const roles: ColumnRole[] = ['timestamp', 'open', 'ignore', 'ignore', 'close'];
    await expect(load(four, { closeOnly: true, roles })).rejects.toMatchObject({ code: 'bad-argument' });
  });

  test('that is no number is a rejected row with its reason', async () => {
    const { report } = await load(`${NAV}\n2024-01-04,none\n2024-01-05,`, { closeOnly: true });
    expect(report.rejections.map(({ reason }) => reason)).toEqual([
      'close "none" is not a number',
      'empty close price',
    ]);
  });

  test.each([['sp500.csv', 123, 1394.46, '2000-01-01']])(
    'of the published file %s comes in with its month names',
    async (name, rows, close, first) => {
      const entry = createRequire(import.meta.url).resolve('vega-datasets');
      const root = entry.slice(0, entry.lastIndexOf('vega-datasets') + 'vega-datasets'.length);
      const { report, bars } = await load(
        readFileSync(join(root, 'data', name), 'utf8'),
        { closeOnly: true },
        name,
      );
      expect(report).toMatchObject({ rowsIn: rows, rowsStored: rows, series: { timeframe: '1mo' } });
      expect(bars.close[0]).toBe(close);
      expect(new Date(bars.timestamp[0] as number)).toEqual(new Date(first));
    },
  );
});

describe('a vendor table', () => {
  test('with percentages, suffixes and no volume is read as it is meant', async () => {
    const rows = DAYS.map(
      (_, index) => `"Jan 0${index + 1}, 2024","1,000.5","1,000.0","1,001.0","999.5","1.2M","0.45%"`,
    );
    const { report, bars } = await load(
      ['"Date","Price","Open","High","Low","Vol.","Change %"', ...rows].join('\n'),
    );
    expect(report.mapping.roles).toEqual(['timestamp', 'close', 'open', 'high', 'low', 'volume', 'ignore']);
    expect([bars.close[0], bars.volume[0]]).toEqual([1000.5, 1_200_000]);
    const silent = rows.map((row) => row.replace('1.2M', ''));
    const none = await load(['"Date","Price","Open","High","Low","Vol.","Change %"', ...silent].join('\n'));
    expect(none.report).toMatchObject({ rowsIn: 3, rowsStored: 3 });
    expect([...none.bars.volume]).toEqual([0, 0, 0]);
  });

  test('with decimal commas has points between the thousands of its volume', async () => {
    const rows = DAYS.map((day) => `${day};10,5;12;9,25;11;1.000`);
    const { report, bars } = await load(['Date;Open;High;Low;Close;Volume', ...rows].join('\n'));
    expect(report.mapping.decimalComma).toBe(true);
    expect([...bars.volume]).toEqual([1_000, 1_000, 1_000]);
    expect(bars.open[0]).toBe(10.5);
  });

  test('never takes a percentage for a price', async () => {
    const text = ['Date,% Close,Close,Volume change', ...DAYS.map((day) => `${day},0.1,10,3`)].join('\n');
    expect((await preview(text)).mapping.roles).toEqual(['timestamp', 'ignore', 'close', 'ignore']);
  });

  test('says spans in days and groups its numbers', async () => {
    const days = [1, 4, 7, 10].map((day) => `2024-01-${String(day).padStart(2, '0')},1,1,1,1`);
    const { notes } = await preview(['Date,Open,High,Low,Close', ...days].join('\n'));
    expect(notes.join(' ')).toMatch(/Most bars are 3 days apart/);
    const bad = Array.from({ length: 1_500 }, () => '2024-02-01,,1,1,1');
    const { report } = await load(['Date,Open,High,Low,Close', ...days, ...bad].join('\n'));
    expect(report.notes).toContain('Rows rejected: 1,500; the first 1,000 are listed.');
  });
});

const folder = join(process.env.BACKTAB_REFERENCE_DATA ?? '../shared', 'data', 'original');

describe.skipIf(!existsSync(folder))('a real daily file', () => {
  const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
  const name = (month: string) => MONTHS[Number(month) - 1] as string;
  test.each<[string, (year: string, month: string, day: string) => string]>([
    ['Jan 2, 2020', (year, month, day) => `"${name(month)} ${Number(day)}, ${year}"`],
    ['02-Jan-2020', (year, month, day) => `${day}-${name(month)}-${year}`],
    ['02-JAN-20', (year, month, day) => `${day}-${name(month).toUpperCase()}-${year.slice(2)}`],
    ['2 Jan 2020 00:00', (year, month, day) => `${Number(day)} ${name(month)} ${year} 00:00`],
  ])('gives the same bars with dates as %s', async (_, write) => {
    const text = readFileSync(join(folder, 'GOOG.csv'), 'utf8');
    const plain = await load(text, {}, 'GOOG.csv');
    const named = text.replace(/^(\d{4})-(\d\d)-(\d\d)/gm, (_, year, month, day) => write(year, month, day));
    const again = await load(named, {}, 'GOOG.csv');
    expect(again.report.mapping.timestampFormat).toBe('month-name');
    expect(again.bars).toEqual(plain.bars);
  });

  test('gives its closes as the only price', async () => {
    const text = readFileSync(join(folder, 'GOOG.csv'), 'utf8');
    const { bars } = await load(text, {}, 'GOOG.csv');
    const single = await load(text, { closeOnly: true }, 'GOOG.csv');
    expect(single.bars.low).toEqual(bars.close);
    expect(single.bars.volume).toEqual(bars.volume);
  });
});
