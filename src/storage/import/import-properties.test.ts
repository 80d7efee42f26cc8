import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BacktabError } from '../../core/error.ts';
import { importFile } from './import-file.ts';
import type { ImportReport } from './import-types.ts';
import { previewFile } from './preview-file.ts';
import { createControl, createStorage, storedBars, textFile } from './test-storage.ts';

const START = Date.UTC(2024, 0, 1);
const HEADER = ['timestamp', 'open', 'high', 'low', 'close', 'volume'];

/** A valid row whose time is its number in minutes. */
function validRow(index: number): string[] {
  const open = 100 + (index % 13);
  return [
    new Date(START + index * 60_000).toISOString(),
    String(open),
    String(open + 2.5),
    String(open - 2.25),
    String(open + 1.125),
    String(index),
  ];
}

const REMARKS: readonly string[] = [
  'Daily prices of ABC Corp.',
  'Source: a vendor, as it stands',
  'Exported 2024-03-01 17:30 UTC',
  '"Prices, adjusted" (see below)',
  'Disclaimer; no warranty | whatsoever',
  'sep=,',
];
const valid = fc.constant('valid');
const damage = fc.constantFrom(
  'no time',
  'no price',
  'text price',
  'crossed',
  'short',
  'long',
  'no volume',
  'open quote',
);
const skipped = fc.constantFrom('blank', 'comment');
const line = fc.oneof(
  { weight: 12, arbitrary: valid },
  { weight: 3, arbitrary: damage },
  { weight: 1, arbitrary: skipped },
);

function write(kind: string, index: number, delimiter: string): string {
  const row = validRow(index);
  if (kind === 'blank') return '  ';
  if (kind === 'comment') return '# a remark; with, every|delimiter\t"';
  if (kind === 'no time') row[0] = '';
  if (kind === 'no price') row[3] = '';
  if (kind === 'text price') row[1] = '12abc';
  if (kind === 'crossed') row[2] = '1';
  if (kind === 'short') row.pop();
  if (kind === 'long') row.push('1');
  if (kind === 'no volume') row[5] = '';
  if (kind === 'open quote') row[4] = '"1';
  return row.join(delimiter);
}

async function attempt(file: Parameters<typeof importFile>[0]): Promise<ImportReport | BacktabError> {
  const storage = createStorage();
  const preview = await previewFile(file).catch((error: unknown) => error as BacktabError);
  try {
    const report = await importFile(file, {}, storage, createControl());
    expect(preview).toMatchObject({ problems: [] });
    expect((await storedBars(storage, report.series)).timestamp.length).toBe(report.store.inserted);
    return report;
  } catch (error) {
    if (!(error instanceof BacktabError)) throw error;
    expect(error.code).not.toBe('internal');
    if (preview instanceof Error) expect(preview).toBeInstanceOf(BacktabError);
    if (error.code === 'missing-column') expect(preview).not.toMatchObject({ problems: [] });
    expect(await storage.listSeries()).toEqual([]);
    return error;
  }
}

describe('any damaged CSV file', () => {
  test('has rows in = rows stored + rows rejected, with the right lines, under any delimiter and line break', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 60 }),
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        async (damaged, delimiter, newline, closed) => {
          const kinds = [...Array.from({ length: 40 }, () => 'valid'), ...damaged];
          const lines = [
            HEADER.join(delimiter),
            ...kinds.map((kind, index) => write(kind, index, delimiter)),
          ];
          const report = await attempt(textFile('ABC_1m.csv', lines.join(newline) + (closed ? newline : '')));
          if (report instanceof BacktabError) throw report;
          const counted = kinds.filter((kind) => kind !== 'blank' && kind !== 'comment');
          const bad = kinds.flatMap((kind, index) =>
            ['valid', 'blank', 'comment'].includes(kind) ? [] : [index + 2],
          );
          expect(report.rowsIn).toBe(counted.length);
          expect(report.rowsRejected).toBe(bad.length);
          expect(report.rowsStored).toBe(report.rowsIn - report.rowsRejected);
          expect(report.rejections.map((rejection) => rejection.line)).toEqual(bad);
          for (const rejection of report.rejections) expect(lines[rejection.line - 1]).toBe(rejection.text);
        },
      ),
      { numRuns: 150 },
    );
  }, 60_000);

  test('accounts for every line, whatever banner stands before its table and whatever footer behind it', async () => {
    const remark = fc.constantFrom(...REMARKS);
    const remarks = fc.array(remark, { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(
        remarks,
        remarks,
        fc.array(fc.oneof(line, remark), { maxLength: 40 }),
        fc.boolean(),
        fc.constantFrom(HEADER, ['Zeit', 'Eins', 'Zwei', 'Drei', 'Vier', 'Menge'], undefined),
        async (banner, footer, damaged, blank, header) => {
          const kinds = [...damaged, ...Array.from({ length: 40 }, () => 'valid')];
          const roles = ['timestamp', 'open', 'high', 'low', 'close', 'volume'] as const;
          // A table without names begins with a row, so that no damaged one passes for a banner.
          const rows = [...(header ? [] : ['valid']), ...kinds].map((kind, index) =>
            REMARKS.includes(kind) ? kind : write(kind, index, ','),
          );
          const lines = [
            ...banner,
            ...(blank ? ['', '# a remark'] : []),
            ...(header ? [header.join(',')] : []),
            ...rows,
            ...footer,
          ];
          const file = textFile('ABC_1m.csv', lines.join('\n'));
          const storage = createStorage();
          const report = await importFile(file, { mapping: { roles } }, storage, createControl());
          const isFilled = (text: string) => text.trim() !== '' && !text.startsWith('#');
          expect(report.linesSkipped).toBe(banner.length + footer.length);
          expect(report.rowsIn).toBe(rows.filter(isFilled).length);
          expect(report.rowsIn).toBe(report.rowsStored + report.rowsRejected);
          expect(report.rowsIn + report.linesSkipped).toBe(lines.filter(isFilled).length - (header ? 1 : 0));
          for (const rejection of report.rejections) expect(lines[rejection.line - 1]).toBe(rejection.text);
        },
      ),
      { numRuns: 200 },
    );
  }, 60_000);

  test('either adds up or is refused whole, whatever bytes were changed', async () => {
    const clean = new TextEncoder().encode(
      [HEADER.join(','), ...Array.from({ length: 50 }, (_, index) => validRow(index).join(','))].join('\n'),
    );
    const change = fc.record({ at: fc.nat(clean.length - 1), byte: fc.integer({ min: 0, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 40 }), async (changes) => {
        const bytes = clean.slice();
        for (const { at, byte } of changes) bytes[at] = byte;
        const report = await attempt(textFile('ABC_1m.csv', bytes));
        if (report instanceof BacktabError) return;
        expect(report.rowsIn).toBe(report.rowsStored + report.rowsRejected);
        expect(report.store.inserted + report.store.updated + report.store.skipped).toBe(report.rowsStored);
      }),
      { numRuns: 250 },
    );
  }, 60_000);

  test('never makes the import fail with anything but an error that has a code', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        await attempt(textFile('X.csv', new Uint8Array(bytes)));
      }),
      { numRuns: 200 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.string({ maxLength: 300, unit: fc.constantFrom(...'12.,;"\n\r\t #-:TZabc') }),
        async (text) => {
          await attempt(textFile('X.csv', text));
        },
      ),
      { numRuns: 200 },
    );
  }, 60_000);

  test('is split the same wherever its chunks end', async () => {
    const rows = Array.from({ length: 400 }, (_, index) =>
      validRow(index)
        .map((field) => (index % 3 ? field : `"${field}"`))
        .join(','),
    );
    const bytes = new TextEncoder().encode([HEADER.join(','), ...rows].join('\r\n'));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 97 }), async (size) => {
        const { CsvScanner } = await import('./csv-scanner.ts');
        const scanner = new CsvScanner(',');
        let lines = 0;
        for (let at = 0; at < bytes.length; at += size) {
          scanner.feed(bytes.slice(at, at + size), at + size >= bytes.length);
          while (scanner.next()) {
            lines++;
            expect(scanner.count).toBe(6);
            const last = new TextDecoder().decode(
              scanner.fields.subarray(scanner.starts[5], scanner.ends[5]),
            );
            if (lines > 1) expect(last).toBe(String(lines - 2));
          }
        }
        expect(lines).toBe(401);
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
