import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { importFile } from './import-file.ts';
import type { ImportOptions } from './import-types.ts';
import { previewFile } from './preview-file.ts';
import { createControl, createStorage, storedBars, textFile } from './test-storage.ts';

async function load(name: string, text: string | Uint8Array<ArrayBuffer>, options: ImportOptions = {}) {
  const storage = createStorage();
  const report = await importFile(textFile(name, text), options, storage, createControl());
  return { report, bars: await storedBars(storage, report.series) };
}

const HEADER = 'Date,Open,High,Low,Close,Volume';
const day = (n: number) => `2024-01-${String(n).padStart(2, '0')}`;
const FIRST = Date.UTC(2024, 0, 1);
const row = (n: number) => `${day(n)},10.5,12,9.25,11,100`;
const rows = (count: number) => Array.from({ length: count }, (_, index) => row(index + 1));

function expectThreeDays({ report, bars }: Awaited<ReturnType<typeof load>>): void {
  expect(report).toMatchObject({ rowsIn: 3, rowsStored: 3, rowsRejected: 0 });
  expect([...bars.timestamp]).toEqual([FIRST, FIRST + 86_400_000, FIRST + 2 * 86_400_000]);
  expect([bars.open[0], bars.high[1], bars.low[2], bars.close[0], bars.volume[1]]).toEqual([
    10.5, 12, 9.25, 11, 100,
  ]);
}

describe('a CSV file comes in alike', () => {
  const comma = [HEADER, ...rows(3)].join('\n');
  const german = comma.replaceAll(',', ';').replaceAll('.', ',');
  const bytes = (text: string) => new TextEncoder().encode(text);
  const utf16 = (text: string) =>
    new Uint8Array([0xff, 0xfe, ...new Uint8Array(Uint16Array.from(text, (c) => c.charCodeAt(0)).buffer)]);
  test.each<[string, string | Uint8Array<ArrayBuffer>]>([
    ['with commas', comma],
    ['without a last line break', comma.trimEnd()],
    ['with semicolons', comma.replaceAll(',', ';')],
    ['with semicolons and decimal commas', german],
    ['with tabs', comma.replaceAll(',', '\t')],
    ['with pipes', comma.replaceAll(',', '|')],
    ['with CRLF', comma.replaceAll('\n', '\r\n')],
    ['with CR alone', comma.replaceAll('\n', '\r')],
    ['with a UTF-8 byte order mark', `\uFEFF${comma}`],
    ['in UTF-16', utf16(comma)],
    ['with a dollar sign before the prices', comma.replace(/(?<=,)(10.5|12|9.25|11)(?=,)/g, '$$$1')],
    ['with a euro sign and decimal commas', german.replace(/(?<=;)(10,5|12|9,25|11)(?=;)/g, '€ $1')],
    ['in quotes', comma.replace(/[^,\n]+/g, '"$&"')],
    ['in quotes with CRLF', comma.replace(/[^,\n]+/g, '"$&"').replaceAll('\n', '\r\n')],
    ['with quoted decimal commas', comma.replace(/[^,\n]+/g, (field) => `"${field.replace('.', ',')}"`)],
    ['with blank lines and comments', `# made by hand\n\n${comma.replace('\n', '\n\n# rows\n   \n')}\n\n`],
    ['with a header behind #', `#${comma}`],
    ['with an unnamed first column', comma.replace('Date', '')],
    ['with trailing delimiters', `${comma}\n`.replaceAll('\n', ',\n')],
    [
      'with trailing delimiters on rows only',
      `${HEADER}\n${rows(3)
        .map((text) => `${text},`)
        .join('\n')}`,
    ],
    ['with spaces around fields', comma.replaceAll(',', ' , ')],
    ['newest first', [HEADER, ...rows(3).reverse()].join('\n')],
    ['in mixed order', [HEADER, row(2), row(3), row(1)].join('\n')],
    ['without a header', rows(3).join('\n')],
    ['with short names', comma.replace(HEADER, 't,o,h,l,c,v')],
    ['with angle brackets', comma.replace(HEADER, '<DATE>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<TICKVOL>')],
    [
      'with columns in another order',
      `Volume,Close,Low,High,Open,Adj Close,Date\n${rows(3)
        .map((text) => [...text.split(',').reverse().slice(0, 5), '9', text.slice(0, 10)].join(','))
        .join('\n')}`,
    ],
    [
      'with a row number',
      `,date,open,high,low,close,volume\n${rows(3)
        .map((text, index) => `${index},${text}`)
        .join('\n')}`,
    ],
    [
      'with a row number that the header forgets',
      `${HEADER}\n${rows(3)
        .map((text, index) => `${index},${text}`)
        .join('\n')}`,
    ],
    ['gzipped', new Uint8Array(gzipSync(bytes(comma)))],
    ['with epoch seconds', comma.replace(/2024-01-\d\d/g, (date) => String(Date.parse(date) / 1000))],
    [
      'with epoch ms and Binance names',
      comma.replace('Date', 'Open time').replace(/2024-01-\d\d/g, (date) => String(Date.parse(date))),
    ],
    ['with YYYYMMDD', comma.replace(/2024-01-(\d\d)/g, '202401$1')],
    ['with MetaTrader dates', comma.replace(/2024-01-(\d\d)/g, '2024.01.$1 00:00')],
    ['with offsets', comma.replace(/2024-01-(\d\d)/g, '2024-01-$1T02:00:00+02:00')],
  ])('%s', async (_, text) => {
    expectThreeDays(await load('ABC.csv', text));
  });
});

describe('a row that is no bar', () => {
  const BAD: readonly (readonly [string, string])[] = [
    ['yesterday,10,12,9,11,100', 'unreadable timestamp "yesterday"'],
    ['2024-02-30,10,12,9,11,100', 'unreadable timestamp "2024-02-30"'],
    [',10,12,9,11,100', 'unreadable timestamp ""'],
    [`${day(20)},,12,9,11,100`, 'empty open price'],
    [`${day(20)},10,12abc,9,11,100`, 'high "12abc" is not a number'],
    [`${day(20)},10,Infinity,9,11,100`, 'high "Infinity" is not finite'],
    [`${day(20)},10,1e999,9,11,100`, 'high "1e999" is not finite'],
    [`${day(20)},10,12,nan,11,100`, 'low "nan" is not finite'],
    [`${day(20)},10,8,9,11,100`, 'high 8 is below low 9'],
    [`${day(20)},13,12,9,11,100`, 'high 12 is below open 13'],
    [`${day(20)},10,12,9,12.5,100`, 'high 12 is below close 12.5'],
    [`${day(20)},10,12,10.5,11,100`, 'low 10.5 is above open 10'],
    [`${day(20)},11,12,10.5,10,100`, 'low 10.5 is above close 10'],
    [`${day(20)},10,12,9,11,-1`, 'negative volume -1'],
    [`${day(20)},10,12,9,11,`, 'empty volume'],
    [`${day(20)},10,12,9`, '4 fields where 6 are expected'],
    [`${day(20)},10,12,9,11,100,7`, '7 fields where 6 are expected'],
    [
      `${day(20)},"10,12,9,11,100`,
      'a quoted field is not closed on its line, or is followed by other characters',
    ],
  ];
  test.each(BAD)('"%s" is rejected: %s', async (line, reason) => {
    const text = [HEADER, ...rows(12), '', line, row(13)].join('\r\n');
    const { report } = await load('ABC.csv', text);
    expect(report).toMatchObject({ rowsIn: 14, rowsStored: 13, rowsRejected: 1 });
    expect(report.rejections).toEqual([{ line: 15, reason, text: line }]);
  });

  test('with a line break inside quotes is two rejected lines', async () => {
    const text = [HEADER, ...rows(12), `${day(20)},10,12,9,11,"1`, '00"', row(13)].join('\n');
    const { report } = await load('ABC.csv', text);
    expect(report).toMatchObject({ rowsIn: 15, rowsStored: 13, rowsRejected: 2 });
    expect(report.rejections.map(({ line }) => line)).toEqual([14, 15]);
  });

  test('repeats a time with other values: rejected with the line of the first; an identical repeat is skipped', async () => {
    const other = row(3).replace('11,100', '11,101');
    const neighbours = await load('ABC.csv', [HEADER, ...rows(3), other, row(3), row(4)].join('\n'));
    expect(neighbours.report.rejections).toEqual([
      { line: 5, reason: 'a bar of this time came before, on line 4, with other values', text: other },
    ]);
    expect(neighbours.report).toMatchObject({ rowsIn: 6, rowsStored: 5, store: { inserted: 4, skipped: 1 } });
    const apart = await load('ABC.csv', [HEADER, ...rows(6), other, row(2), row(7)].join('\n'));
    expect(apart.report.rejections.map(({ line, reason }) => [line, reason])).toEqual([
      [8, 'a bar of this time came before, on line 4, with other values'],
    ]);
    expect(apart.report).toMatchObject({ rowsIn: 9, rowsStored: 8, store: { inserted: 7, skipped: 1 } });
  });

  test('is listed among the first 1,000 only, and always counted', async () => {
    const bad = Array.from({ length: 1_500 }, () => `${day(20)},,12,9,11,100`);
    const { report } = await load('ABC.csv', [HEADER, ...rows(12), ...bad].join('\n'));
    expect(report).toMatchObject({ rowsIn: 1_512, rowsStored: 12, rowsRejected: 1_500 });
    expect(report.rejections).toHaveLength(1_000);
  });
});

describe('what is valid though odd', () => {
  test('negative prices are stored, and noted', async () => {
    const { report, bars } = await load(
      'CL.csv',
      [HEADER, ...rows(3), `${day(4)},-10,5,-40.32,-37.63,100`].join('\n'),
    );
    expect(bars.close[3]).toBe(-37.63);
    expect(report.notes.join(' ')).toMatch(/price of zero or less, stored as they are: 1/);
  });

  test('a file without volume stores 0, and says so', async () => {
    const text = [HEADER, ...rows(3)].map((line) => line.split(',').slice(0, 5).join(',')).join('\n');
    const { report, bars } = await load('ABC.csv', text);
    expect([...bars.volume]).toEqual([0, 0, 0]);
    expect(report.notes.join(' ')).toMatch(/no volume column/);
  });

  test('replace overwrites stored bars, keep does not', async () => {
    const storage = createStorage();
    const changed = [HEADER, row(1).replace('11,100', '11.5,100')].join('\n');
    await importFile(textFile('ABC_1d.csv', [HEADER, ...rows(2)].join('\n')), {}, storage, createControl());
    const kept = await importFile(textFile('ABC_1d.csv', changed), {}, storage, createControl());
    expect(kept).toMatchObject({ rowsStored: 1, store: { inserted: 0, updated: 0, skipped: 1 } });
    const replaced = await importFile(
      textFile('ABC_1d.csv', changed),
      { onConflict: 'replace' },
      storage,
      createControl(),
    );
    expect(replaced.store).toEqual({ inserted: 0, updated: 1, skipped: 0 });
    expect((await storedBars(storage, kept.series)).close[0]).toBe(11.5);
  });

  test('naive stamps are read in the declared zone, and those that its clocks skip are rejected', async () => {
    const hours = Array.from(
      { length: 24 },
      (_, hour) => `2024-03-31 ${String(hour).padStart(2, '0')}:00,1,2,1,2,5`,
    );
    const { report, bars } = await load('DAX_1h.csv', [HEADER, ...hours].join('\n'), {
      mapping: { timeZone: 'Europe/Berlin' },
    });
    expect(report.rejections.map(({ line, reason }) => [line, reason])).toEqual([
      [4, 'timestamp "2024-03-31 02:00" does not exist in Europe/Berlin: the clocks skip it'],
    ]);
    expect(
      new Set([...bars.timestamp].slice(1).map((time, index) => time - (bars.timestamp[index] as number))),
    ).toEqual(new Set([3_600_000]));
  });
});

describe('a file that is refused whole', () => {
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
  const noise = new Uint8Array(4_096).map((_, index) => (index * 167 + 13) % 256);
  test.each<[string, string | Uint8Array<ArrayBuffer>, string, RegExp]>([
    ['without a byte', '', 'empty-file', /empty/],
    ['of blank lines', '\n \r\n\n', 'empty-file', /empty/],
    ['of a header', `${HEADER}\n`, 'empty-file', /header.*no rows/],
    ['that is a picture', png, 'unsupported-file', /PNG/],
    ['of binary noise', noise, 'unsupported-file', /binary/],
    ['that is JSON', '[{"open": 1}]', 'unsupported-file', /JSON/],
    ['that is a web page', '<!DOCTYPE html><html></html>', 'unsupported-file', /web page/],
    [
      'of prose',
      'It was the best of times,\nit was the worst of times, it was\nthe age of wisdom',
      'not-ohlcv',
      /looked for/,
    ],
    [
      'of people',
      'name,age,city\nAnn,34,Paris\nBob,29,Rome',
      'not-ohlcv',
      /open, high, low.*"name", "age", "city"/,
    ],
    ['without a low', 'Date,Open,High,Close\n2024-01-01,1,2,1', 'missing-column', /not found: low/],
    ['without a date', 'Open,High,Low,Close\n1,2,1,1', 'missing-column', /not found: timestamp/],
    [
      'with dates nobody reads',
      'Date,Open,High,Low,Close\nMonday,1,2,1,1\nTuesday,1,2,1,1',
      'not-ohlcv',
      /"Monday"/,
    ],
    [
      'with a header that does not fit its rows',
      'Date,Open,High,Low,Close\n2024-01-01,1,2,1,1,5,6',
      'not-ohlcv',
      /names 5 columns.*7 fields/,
    ],
    [
      'of two instruments',
      `Symbol,${HEADER}\nA,${row(1)}\nA,${row(2)}\nB,${row(1)}`,
      'unsupported-file',
      /line 4 changes from "A" to "B"/,
    ],
    [
      'with swapped high and low',
      [HEADER, ...rows(12).map((line) => line.replace('12,9.25', '9.25,12'))].join('\n'),
      'not-ohlcv',
      /mislabelled/,
    ],
    [
      'whose gzip is broken',
      new Uint8Array(gzipSync(HEADER)).subarray(0, 20).slice(),
      'unreadable-file',
      /gzip/,
    ],
  ])('%s', async (_, text, code, message) => {
    const storage = createStorage();
    const attempt = importFile(textFile('X.csv', text), {}, storage, createControl());
    await expect(attempt).rejects.toMatchObject({
      name: 'BacktabError',
      code,
      message: expect.stringMatching(message),
    });
    expect(await storage.listSeries()).toEqual([]);
  });

  test('is still previewed when the user can say which column is which', async () => {
    const file = textFile(
      'X.csv',
      ['when,p1,p2,p3,p4', ...rows(3).map((line) => line.split(',').slice(0, 5).join(','))].join('\n'),
    );
    const preview = await previewFile(file);
    expect(preview.mapping.roles).toEqual(['timestamp', 'ignore', 'ignore', 'ignore', 'ignore']);
    expect(preview.problems).toEqual([expect.stringMatching(/^Not found: open, high, low, close/)]);
    const storage = createStorage();
    const mapping = { roles: ['timestamp', 'open', 'high', 'low', 'close'] as const };
    expect(await importFile(file, { mapping }, storage, createControl())).toMatchObject({ rowsStored: 3 });
    await expect(importFile(file, {}, storage, createControl())).rejects.toMatchObject({ code: 'not-ohlcv' });
  });

  test('for a mapping that contradicts itself', async () => {
    const file = textFile('X.csv', [HEADER, ...rows(3)].join('\n'));
    const attempt = (mapping: ImportOptions['mapping'] & object) => previewFile(file, { mapping });
    await expect(attempt({ roles: ['timestamp'] })).rejects.toMatchObject({ code: 'bad-argument' });
    await expect(
      attempt({ roles: ['timestamp', 'open', 'open', 'low', 'close', 'volume'] }),
    ).rejects.toMatchObject({ code: 'bad-argument' });
    await expect(
      importFile(file, { mapping: { timeZone: 'Mars' } }, createStorage(), createControl()),
    ).rejects.toMatchObject({
      code: 'bad-argument',
    });
  });
});
