import { expect, test } from 'vitest';
import { regularBars, seriesKey } from '../contract/sample-bars.ts';
import { importFile } from '../import/import-file.ts';
import { createControl, createStorage } from '../import/test-storage.ts';
import { exportCsv } from './csv-export.ts';

const key = seriesKey();

test('a series comes back from its CSV bit for bit', async () => {
  const storage = createStorage();
  const bars = regularBars(500, Date.UTC(1969, 10, 1));
  bars.close.set([0.1 + 0.2, 1e12 + 0.125, 1e-7]);
  bars.high.set([1e13, 1e13, 1e13]);
  bars.low.set([0, 0, 0]);
  await storage.storeOhlcv(key, bars);
  const file = new File([await exportCsv(storage, key)], 'TEST_1d.csv');
  const copy = createStorage();
  await importFile(file, { series: { symbol: key.symbol, timeframe: '1d' } } as never, copy, createControl());
  const [stored] = await copy.listSeries();
  if (!stored) throw new Error('Nothing was imported');
  const everything = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  expect(await copy.getHistoricalPrices(stored, everything)).toEqual(bars);
});

test('unknown values are empty, and the columns are those of ohlcv_data', async () => {
  const storage = createStorage();
  const bars = { ...regularBars(2), dividend: Float64Array.of(Number.NaN, 0.5) };
  await storage.storeOhlcv(key, bars);
  expect((await (await exportCsv(storage, key)).text()).split('\n')).toEqual([
    'timestamp,open,high,low,close,volume,adj_close,dividend,split_ratio',
    '1970-01-01T00:00:00.000Z,100,102,98,101,1000,,,',
    '1970-01-02T00:00:00.000Z,101,103,99,102,1001,,0.5,',
    '',
  ]);
});

test('a series that is not stored is an error', async () => {
  await expect(exportCsv(createStorage(), key)).rejects.toMatchObject({ code: 'unknown-series' });
});
