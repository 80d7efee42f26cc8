import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GoldenRun } from '../golden/golden-file.ts';
import { inOurUnits, STATISTICS } from '../golden/statistic-names.ts';
import { sharedTest as test } from './support/shared-workbench.ts';
import { expect } from './support/test.ts';
import { REFERENCE_DATA, sp500Csv } from './support/workbench.ts';

const SP500 = ['sma-10-20-short', 'sma-10-20-short-finalize', 'sma-50-200-long', 'buyhold'];
const REFERENCE: Readonly<Record<string, readonly string[]>> = {
  GOOG: [
    'sma-10-20-short-GOOG',
    'sma-10-20-short-finalize-GOOG',
    'sma-10-30-long-GOOG',
    'sma-50-200-long-GOOG',
    'buyhold-GOOG',
  ],
  EURUSD: ['sma-10-30-long-EURUSD'],
  BTCUSD: ['sma-3-6-long-BTCUSD-cash10M'],
};
const absent = !existsSync(join(REFERENCE_DATA, 'golden'));

/** Rounds of a run recorded elsewhere whose times this file does not share: the file is stamped at month ends, the import moves the stamps to the months' starts. */
const TIMES = /^(Start|End|.*Duration.*)$/;

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const relativeError = (actual: number, expected: number) =>
  Math.abs(actual - expected) / Math.max(1, Math.abs(expected));

/** The request that repeats a golden run with a shipped strategy. */
function requestFor(golden: GoldenRun, series: string) {
  const { n1, n2, short } = golden.strategy.params;
  const cross = golden.strategy.name === 'SmaCross';
  return {
    strategy: cross ? 'sma-cross' : 'buy-hold',
    params: cross ? { fast: n1 as number, slow: n2 as number, short: short === 1 } : {},
    series,
    storage: 'both',
    cash: golden.broker.cash,
    commission: golden.broker.commission as number,
    fillProfile: 'backtesting.py',
    exclusiveOrders: golden.broker.exclusive_orders === 1,
    finalizeTrades: golden.broker.finalize_trades === 1,
  } as const;
}

async function expectRuns(
  page: import('@playwright/test').Page,
  csv: string,
  symbol: string,
  goldens: readonly GoldenRun[],
): Promise<void> {
  const { seriesId } = await page.evaluate((file) => backtab.importFile(file), {
    name: `${symbol}.csv`,
    text: csv,
  });
  for (const golden of goldens) {
    // What is not compared stays in the page: a whole run is megabytes of JSON on the debugging connection.
    const run = await page.evaluate(
      async (request) => {
        const { identical, trades, equity, statistics } = await backtab.run(request);
        return { identical, trades, equityFinal: equity.at(-1), statistics };
      },
      requestFor(golden, seriesId),
    );
    expect(run.identical, golden.id).toBe(true);
    const closed = run.trades.filter(({ open }) => !open);
    const bars = ({
      size,
      entryBar,
      exitBar,
      entryPrice,
      exitPrice,
    }: {
      size: number;
      entryBar: number;
      exitBar: number | null;
      entryPrice: number;
      exitPrice: number;
    }) => [size, entryBar, exitBar, entryPrice, exitPrice];
    expect(closed.map(bars), golden.id).toEqual(golden.trades.map(bars));
    expect(relativeError(run.equityFinal as number, golden.equity.final), golden.id).toBeLessThanOrEqual(
      1e-9,
    );
    for (const [name, expected] of Object.entries(golden.stats)) {
      if (symbol === 'BTCUSD' && TIMES.test(name)) continue;
      const actual = run.statistics[STATISTICS[name] as keyof typeof run.statistics];
      if (expected === null) expect(actual, `${golden.id} ${name}`).toBeNull();
      else
        expect(
          relativeError(actual as number, inOurUnits(expected)),
          `${golden.id} ${name}: ${actual}`,
        ).toBeLessThanOrEqual(1e-7);
    }
  }
}

test('S&P 500: the shipped strategies repeat the golden runs on both storages, through the page', async ({
  page,
}) => {
  const goldens = SP500.flatMap((run) => [`${run}-SP500-c0`, `${run}-SP500-c20bp`]).map((id) =>
    read(join('tests/golden/sp500', `${id}.json`)),
  );
  await expectRuns(page, sp500Csv(), 'SP500', goldens);
});

for (const [symbol, runs] of Object.entries(REFERENCE)) {
  test(`${symbol}: the shipped strategies repeat the golden runs on both storages, through the page`, async ({
    page,
  }) => {
    test.skip(absent, `No reference files in ${REFERENCE_DATA}`);
    const goldens = runs
      .flatMap((run) => [`${run}-c0`, `${run}-c20bp`])
      .map((id) => read(join(REFERENCE_DATA, 'golden', `${id}.json`)));
    await expectRuns(
      page,
      readFileSync(join(REFERENCE_DATA, 'data', `${symbol}.csv`), 'utf8'),
      symbol,
      goldens,
    );
  });
}
