import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { BAR_COLUMNS } from '../../core/bar.ts';
import { SYNTHETIC_SOURCE } from '../../core/series.ts';
import { createControl, createStorage, storedBars } from '../import/test-storage.ts';
import { generateSample } from './generate-sample.ts';
import { importSample } from './import-sample.ts';
import { tradingDays } from './trading-days.ts';

const sample = generateSample();

function digest(series: typeof sample): string {
  const hash = createHash('sha256');
  for (const { key, bars } of series) {
    hash.update(key.symbol);
    for (const column of BAR_COLUMNS) hash.update(new Uint8Array(bars[column].slice().buffer));
  }
  return hash.digest('hex');
}

function autocorrelation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let lagged = 0;
  let total = 0;
  for (const [index, value] of values.entries()) {
    total += (value - mean) ** 2;
    if (index > 0) lagged += (value - mean) * ((values[index - 1] as number) - mean);
  }
  return lagged / total;
}

describe('the synthetic sample', () => {
  test('is the same bytes for the same seed, and other bytes for another', () => {
    expect(digest(sample)).toBe('04d98509ea0acc29f1390f870cf2dfa3658ad643354b922913ce8b740ef1c801');
    expect(digest(generateSample(1))).not.toBe(digest(sample));
  });

  test('is five assets of daily bars over ten years and one of a month of minutes, all marked synthetic', () => {
    expect(sample.map(({ key }) => `${key.symbol} ${key.timeframe}`)).toEqual([
      'SYN-ALPHA 1d',
      'SYN-BRAVO 1d',
      'SYN-CHARLIE 1d',
      'SYN-DELTA 1d',
      'SYN-ECHO 1d',
      'SYN-FOXTROT 1m',
    ]);
    for (const { key, bars } of sample) {
      expect(key.source).toBe(SYNTHETIC_SOURCE);
      expect(bars.timestamp.length).toBeGreaterThan(key.timeframe === '1d' ? 2_550 : 8_000);
    }
  });

  test.each(sample)(
    '$key.symbol holds valid bars on ticks, ascending, with gaps and missing bars',
    ({ key, bars }) => {
      const ticks = key.symbol === 'SYN-ECHO' ? 100_000 : key.symbol === 'SYN-FOXTROT' ? 4 : 100;
      let gaps = 0;
      for (let row = 0; row < bars.timestamp.length; row++) {
        const [open, high, low, close] = [
          bars.open[row],
          bars.high[row],
          bars.low[row],
          bars.close[row],
        ] as number[] as [number, number, number, number];
        expect(high >= Math.max(open, close) && low <= Math.min(open, close) && low > 0).toBe(true);
        for (const price of [open, high, low, close]) expect(Math.round(price * ticks) / ticks).toBe(price);
        expect(Number.isInteger(bars.volume[row]) && (bars.volume[row] as number) > 0).toBe(true);
        if (row === 0) continue;
        expect(bars.timestamp[row] as number).toBeGreaterThan(bars.timestamp[row - 1] as number);
        if (open !== bars.close[row - 1]) gaps++;
      }
      const days = new Set([...bars.timestamp].map((time) => Math.floor(time / 86_400_000))).size;
      expect(gaps).toBeGreaterThan(days / 2);
      expect(bars.timestamp.length).toBeLessThan(
        key.timeframe === '1d'
          ? tradingDays(Date.UTC(2015, 0, 1), Date.UTC(2024, 11, 31)).length
          : days * 390,
      );
    },
  );

  test.each(sample)(
    '$key.symbol has volatility that clusters and volume that follows the range',
    ({ bars }) => {
      const returns: number[] = [];
      const ranges: number[] = [];
      for (let row = 1; row < bars.close.length; row++) {
        returns.push(Math.abs((bars.close[row] as number) / (bars.close[row - 1] as number) - 1));
        ranges.push(((bars.high[row] as number) - (bars.low[row] as number)) / (bars.close[row] as number));
      }
      expect(autocorrelation(returns)).toBeGreaterThan(0.05);
      const order = ranges
        .map((_, index) => index)
        .sort((a, b) => (ranges[a] as number) - (ranges[b] as number));
      const mean = (rows: number[]) =>
        rows.reduce((sum, row) => sum + (bars.volume[row + 1] as number), 0) / rows.length;
      const quarter = Math.floor(order.length / 4);
      expect(mean(order.slice(-quarter))).toBeGreaterThan(1.3 * mean(order.slice(0, quarter)));
    },
  );

  test('comes into a storage by the import path, bar for bar, well under 1.5 s of a processor', async () => {
    const storage = createStorage();
    const started = process.cpuUsage();
    const reports = await importSample(storage, createControl());
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1_000).toBeLessThan(1_500);
    for (const [index, { key, bars }] of sample.entries()) {
      expect(reports[index]).toMatchObject({ series: key, rowsIn: bars.timestamp.length, rowsRejected: 0 });
      expect(await storedBars(storage, key)).toEqual(bars);
    }
    const again = await importSample(storage, createControl());
    expect(again.map(({ store }) => store.inserted)).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
