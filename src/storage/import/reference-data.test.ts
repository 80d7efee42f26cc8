import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { BarColumns } from '../../core/bar.ts';
import { importFile } from './import-file.ts';
import type { ImportOptions, ImportReport } from './import-types.ts';
import { previewFile } from './preview-file.ts';
import { createControl, createStorage, storedBars, textFile } from './test-storage.ts';

const folder = join(process.env.BACKTAB_REFERENCE_DATA ?? '../shared', 'data');
const present = existsSync(join(folder, 'datasets.json'));
const list = <T>(path: string): T[] =>
  present ? (JSON.parse(readFileSync(join(folder, path), 'utf8')) as T[]) : [];

interface Dataset {
  readonly name: string;
  readonly rows: number;
  readonly start: string;
  readonly end: string;
  readonly timeframe: string;
  readonly ohlc_violations: number;
}
interface ExpectedBar {
  readonly stamp?: string;
  readonly printed?: string;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}
interface Expected {
  readonly file: string;
  readonly symbol?: string;
  readonly timeframe: string;
  readonly rows: number;
  readonly stamp?: string;
  readonly refuse?: string;
  readonly first: ExpectedBar;
  readonly last: ExpectedBar;
}

const datasets = list<Dataset>('datasets.json');
const expected = list<Expected>(join('original', 'expected.json'));

async function load(
  path: string,
  options: ImportOptions = {},
): Promise<{ readonly report: ImportReport; readonly bars: BarColumns }> {
  const file = textFile(path.split('/').at(-1) as string, readFileSync(join(folder, path)));
  const storage = createStorage();
  const report = await importFile(file, options, storage, createControl());
  return { report, bars: await storedBars(storage, report.series) };
}

const TIMEFRAMES: Readonly<Record<string, string>> = {
  '1D': '1d',
  '1H': '1h',
  '1M': '1mo',
  '5min': '5m',
  '1min': '1m',
};

describe.skipIf(!present)('the plain reference files', () => {
  test.each(datasets.filter(({ ohlc_violations }) => ohlc_violations === 0))(
    '$name comes in whole',
    async (dataset) => {
      const { report, bars } = await load(`${dataset.name}.csv`, { mapping: { stampSide: 'open' } });
      expect(report).toMatchObject({ rowsIn: dataset.rows, rowsStored: dataset.rows, rowsRejected: 0 });
      expect(report.store).toEqual({ inserted: dataset.rows, updated: 0, skipped: 0 });
      expect(report.series).toMatchObject({
        symbol: dataset.name.split('_')[0],
        timeframe: TIMEFRAMES[dataset.timeframe],
        source: 'file',
      });
      expect(new Date(bars.timestamp[0] as number)).toEqual(new Date(dataset.start));
      expect(new Date(bars.timestamp.at(-1) as number)).toEqual(new Date(dataset.end));
    },
  );

  test.each(datasets.filter(({ ohlc_violations, rows }) => ohlc_violations === rows))(
    '$name is refused as mislabelled, with labels that would fit',
    async ({ name }) => {
      await expect(load(`${name}.csv`)).rejects.toMatchObject({
        code: 'not-ohlcv',
        message: expect.stringMatching(/mislabelled.*labelled low, open, high, close/),
      });
    },
  );
});

function openTime({ stamp, printed }: ExpectedBar, { stamp: side = '', timeframe }: Expected): number {
  if (stamp) return Date.parse(stamp);
  const text = printed as string;
  if (timeframe === '1mo') return Date.parse(`${text.slice(0, 7)}-01`);
  return Date.parse(`${text.replace(' ', 'T')}Z`) - (side.startsWith('close') ? 5 * 60_000 : 0);
}

describe.skipIf(!present)('the original vendor files', () => {
  test.each(expected.filter(({ refuse }) => refuse === undefined))(
    '$file comes in as expected.json says',
    async (want) => {
      const close = want.stamp?.startsWith('close') ?? false;
      // Month ends prove the close side; a session's first stamp is only a hint, so the user says it.
      const declared: ImportOptions =
        close && want.timeframe !== '1mo' ? { mapping: { stampSide: 'close' } } : {};
      const { report, bars } = await load(`original/${want.file}`, declared);
      expect(report).toMatchObject({ rowsIn: want.rows, rowsStored: want.rows, rowsRejected: 0 });
      expect(report.mapping.stampSide).toBe(close ? 'close' : 'open');
      expect(report.series.timeframe).toBe(want.timeframe);
      if (want.symbol) expect(report.series.symbol).toBe(want.symbol);
      for (const [row, bar] of [
        [0, want.first],
        [want.rows - 1, want.last],
      ] as const) {
        expect(new Date(bars.timestamp[row] as number)).toEqual(new Date(openTime(bar, want)));
        for (const column of ['open', 'high', 'low', 'close', 'volume'] as const)
          expect(bars[column][row], column).toBe(bar[column]);
      }
    },
  );

  test.each(expected.filter(({ refuse }) => refuse !== undefined))(
    '$file is refused, nothing stored',
    async ({ file }) => {
      await expect(load(`original/${file}`)).rejects.toMatchObject({ code: 'not-ohlcv' });
    },
  );

  test('2006-min-005.txt draws attention to stamps that mark the end of the bar', async () => {
    const { report } = await load('original/2006-min-005.txt');
    expect(report.notes.join(' ')).toMatch(/09:05, one bar after 09:00.*END/);
  });

  test('2006-min-005.txt is read in the zone that the user declares', async () => {
    const { bars } = await load('original/2006-min-005.txt', {
      mapping: { timeZone: 'Europe/Berlin', stampSide: 'close' },
      series: { symbol: 'ESTX50', assetType: 'index' },
    });
    expect(new Date(bars.timestamp[0] as number).toISOString()).toBe('2006-01-02T08:00:00.000Z');
  });

  test('a header that forgets the time column shifts nothing', async () => {
    const plain = readFileSync(join(folder, 'FESX_1min_2006.csv'), 'utf8').trim().split('\n').slice(1, 500);
    const odd = plain.map((line) => `${line.replace('T', ',').replace('Z', '')},0`);
    const file = textFile(
      '2006-01-02-volume-min-001.txt',
      `Date,Open,High,Low,Close,Volume,OpenInterest\n${odd.join('\n')}\n`,
    );
    const preview = await previewFile(file);
    expect(preview.mapping.roles).toEqual([
      'date',
      'time',
      'open',
      'high',
      'low',
      'close',
      'volume',
      'ignore',
    ]);
    expect(preview.notes[0]).toMatch(/names 7 columns, the rows have 8 fields/);
    const storage = createStorage();
    const report = await importFile(file, {}, storage, createControl());
    const bars = await storedBars(storage, report.series);
    const [stamp, ...numbers] = (plain[0] as string).split(',');
    expect(bars.timestamp[0]).toBe(Date.parse(stamp as string));
    expect([bars.open[0], bars.high[0], bars.low[0], bars.close[0], bars.volume[0]]).toEqual(
      numbers.map(Number),
    );
  });
});
