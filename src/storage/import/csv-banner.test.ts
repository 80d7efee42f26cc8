import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importFile } from './import-file.ts';
import { previewFile } from './preview-file.ts';
import { createControl, createStorage, storedBars, textFile } from './test-storage.ts';

const folder = join(process.env.BACKTAB_REFERENCE_DATA ?? '../shared', 'data', 'original');

async function load(text: string, name = 'ABC.csv') {
  const storage = createStorage();
  const report = await importFile(textFile(name, text), {}, storage, createControl());
  return { report, bars: await storedBars(storage, report.series) };
}

const HEADER = 'Date,Open,High,Low,Close,Volume';
const ROWS = Array.from(
  { length: 4 },
  (_, index) => `2024-01-${String(index + 1).padStart(2, '0')},10.5,12,9.25,11,100`,
);
const BANNER = ['ABC Corp., daily', 'Source: a vendor, who warrants nothing', '', 'Currency,USD'];
const FOOTER = ['', 'Data as of January', 'Terms, conditions and so on'];

describe('lines before the table', () => {
  test('are skipped, counted and named, and the lines of the report stay those of the file', async () => {
    const { report } = await load([...BANNER, HEADER, ...ROWS, '2024-01-09,,1,1,1,1'].join('\r\n'));
    expect(report).toMatchObject({ rowsIn: 5, rowsStored: 4, rowsRejected: 1, linesSkipped: 3 });
    expect(report.notes[0]).toBe('3 lines before the header skipped: lines 1 to 4 ("ABC Corp., daily", …).');
    expect(report.rejections[0]?.line).toBe(10);
  });

  test.each<[string, string[], number]>([
    ['of the width of the table in a spreadsheet', ['A title,,,,,', ',,,,,'], 2],
    ['that a spreadsheet reads as a hint', ['sep=,'], 1],
    ['that name the columns in prose', ['Open, high, low of every day'], 1],
    ['with an open quote', ['Prices of "ABC'], 1],
    ['as many as twenty', Array.from({ length: 20 }, (_, index) => `remark ${index}`), 20],
  ])('%s', async (_, banner, count) => {
    const { report, bars } = await load([...banner, HEADER, ...ROWS].join('\n'));
    expect(report).toMatchObject({ rowsIn: 4, rowsStored: 4, linesSkipped: count });
    expect(bars.close[0]).toBe(11);
  });

  test('are told by their width where the header has names of its own, or is missing', async () => {
    const preview = await previewFile(
      textFile('X.csv', [...BANNER, HEADER.replace(/\w+/g, 'Spalte $&x'), ...ROWS].join('\n')),
    );
    expect(preview.columnNames[1]).toBe('Spalte Openx');
    expect(preview.sampleRows).toHaveLength(4);
    const { report } = await load(['ABC Corp.', ...ROWS].join('\n'));
    expect(report).toMatchObject({ rowsIn: 4, rowsStored: 4, linesSkipped: 1 });
    expect(report.notes[0]).toBe('1 line before the first row skipped: line 1 ("ABC Corp.").');
  });

  test('are rows when they begin like one', async () => {
    const { report } = await load(['2024-01-08,10.5', ...ROWS].join('\n'));
    expect(report).toMatchObject({ rowsIn: 5, rowsStored: 4, rowsRejected: 1, linesSkipped: 0 });
  });
});

describe('lines behind the table', () => {
  test('are skipped, counted and named', async () => {
    const { report } = await load([HEADER, ...ROWS, ...FOOTER].join('\n'));
    expect(report).toMatchObject({ rowsIn: 4, rowsStored: 4, rowsRejected: 0, linesSkipped: 2 });
    expect(report.notes).toContain(
      '2 lines behind the last row skipped: lines 7 to 8 ("Data as of January", …).',
    );
  });

  test('are rejected rows when rows follow, when there are more than twenty, or when a row was cut short', async () => {
    const between = await load([HEADER, ...ROWS.slice(0, 2), 'a remark', ...ROWS.slice(2)].join('\n'));
    expect(between.report).toMatchObject({ rowsIn: 5, rowsRejected: 1, linesSkipped: 0 });
    expect(between.report.rejections).toEqual([
      { line: 4, reason: '1 field where 6 are expected', text: 'a remark' },
    ]);
    const many = await load([HEADER, ...ROWS, ...Array.from({ length: 21 }, () => 'a remark')].join('\n'));
    expect(many.report).toMatchObject({ rowsIn: 25, rowsRejected: 21, linesSkipped: 0 });
    const cut = await load([HEADER, ...ROWS, '2024-01-0'].join('\n'));
    expect(cut.report).toMatchObject({ rowsIn: 5, rowsRejected: 1, linesSkipped: 0 });
    const named = [HEADER, ...ROWS, 'x'].join('\n').replace(/2024-01-(\d\d)/g, 'Jan $1 2024');
    const cutName = await load(named.replace(/x$/, 'Jan 5 2024,10'));
    expect(cutName.report).toMatchObject({ rowsIn: 5, rowsRejected: 1, linesSkipped: 0 });
  });

  test('do not change the instrument of a file that names it', async () => {
    const rows = ROWS.map((row) => `ABC,${row}`);
    const { report } = await load([`Symbol,${HEADER}`, ...rows, 'Total,4 rows'].join('\n'));
    expect(report).toMatchObject({ rowsIn: 4, rowsStored: 4, linesSkipped: 1 });
  });
});

describe.skipIf(!existsSync(folder))('a real vendor file', () => {
  test.each(['GOOG.csv', 'yhoo-1996-2015.txt', '2006-min-005.txt'])(
    '%s comes in alike between a banner and a footer',
    async (name) => {
      const text = readFileSync(join(folder, name), 'utf8').trim();
      const plain = await load(text, name);
      const dressed = await load([...BANNER, text, ...FOOTER].join('\n'), name);
      expect(dressed.report).toMatchObject({
        rowsIn: plain.report.rowsIn,
        rowsStored: plain.report.rowsStored,
        linesSkipped: 5,
      });
      expect(dressed.bars).toEqual(plain.bars);
    },
  );
});
