import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBars } from './bars.ts';
import { expectGolden, readGolden, runGolden } from './golden-run.ts';

const bars = readBars(new URL('../../node_modules/vega-datasets/data/sp500-2000.csv', import.meta.url));
const ids = readdirSync(new URL('./sp500', import.meta.url)).map((file) => file.replace('.json', ''));

describe('runs of backtesting.py on the S&P 500 from 2000 to 2020', () => {
  it('are all there', () => expect(ids).toHaveLength(32));

  for (const id of ids) {
    it(`${id}: every trade, equity value and statistic, whatever the chunks`, async () => {
      const golden = readGolden(new URL(`./sp500/${id}.json`, import.meta.url));
      const hashes = new Set<string>();
      for (const chunkRows of [65_536, 1_000, 97]) {
        const result = await runGolden(golden, bars, chunkRows);
        expectGolden(result, golden);
        hashes.add(result.resultHash);
      }
      expect(hashes.size).toBe(1);
    });
  }

  it('a single altered bar changes the result hash', async () => {
    const golden = readGolden(new URL('./sp500/sma-10-20-short-SP500-c0.json', import.meta.url));
    const altered = { ...bars, close: bars.close.slice() };
    altered.close[2_500]! += 0.01;
    const [genuine, forged] = await Promise.all([runGolden(golden, bars), runGolden(golden, altered)]);
    expect(forged.resultHash).not.toBe(genuine.resultHash);
  });
});
