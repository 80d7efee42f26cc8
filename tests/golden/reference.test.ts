import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBars } from './bars.ts';
import type { GoldenRun } from './golden-file.ts';
import { expectGolden, expectStatistics, readGolden, runGolden } from './golden-run.ts';

const reference = process.env.BACKTAB_REFERENCE_DATA ?? join(import.meta.dirname, '../../../shared');
const absent = !existsSync(join(reference, 'golden'));
const bars = (symbol: string) => readBars(join(reference, 'data', `${symbol}.csv`));
const golden = (id: string) => readGolden(join(reference, 'golden', `${id}.json`));
const curve = (id: string) =>
  JSON.parse(readFileSync(join(reference, 'golden/equity', `${id}.json`), 'utf8')) as number[];

const index = absent
  ? []
  : (JSON.parse(readFileSync(join(reference, 'golden/index.json'), 'utf8')) as readonly {
      readonly id: string;
    }[]);

describe.skipIf(absent)('runs of backtesting.py on the reference data', () => {
  it('are all there', () => expect(index).toHaveLength(62));

  it.each(index.map(({ id }) => id))(
    '%s: every trade, equity bar and statistic, whatever the chunks',
    async (id) => {
      const expected = golden(id);
      const file = expected.data.file.replace('.csv', '');
      const equity = existsSync(join(reference, 'golden/equity', `${id}.json`)) ? curve(id) : undefined;
      const hashes = new Set<string>();
      for (const chunkRows of [65_536, 500, 31]) {
        const result = await runGolden(expected, bars(file), chunkRows);
        expectGolden(result, expected, equity);
        hashes.add(result.resultHash);
      }
      expect(hashes.size).toBe(1);
    },
  );

  it.each(['GOOG', 'EURUSD'])('%s: exclusive orders change nothing for a long-only cross', async (symbol) => {
    const expected = golden(`sma-10-30-long-${symbol}-c20bp`);
    const result = await runGolden(expected, bars(symbol), 65_536, { exclusiveOrders: true });
    expectGolden(result, expected);
  });
});

describe.skipIf(absent)('ruin in backtesting.py', () => {
  it('ruin-short-BTCUSD: everything is closed at the close that uses up the equity, which stays 0', async () => {
    const id = 'ruin-short-BTCUSD';
    const expected = golden(id);
    for (const chunkRows of [65_536, 3]) {
      const result = await runGolden(expected, bars('BTCUSD'), chunkRows);
      expectGolden(result, expected, curve(id));
      expect(result.warnings).toContainEqual(expect.objectContaining({ code: 'ruin', bar: 8 }));
    }
  });
});

describe.skipIf(absent)(
  'published figures of backtesting.py: GOOG, SMA 10/30 long and short, finalized',
  () => {
    const published = (commission: number): GoldenRun => ({
      ...golden('sma-10-20-short-finalize-GOOG-c0'),
      strategy: { name: 'SmaCross', params: { n1: 10, n2: 30, short: 1 } },
      broker: { ...golden('sma-10-20-short-finalize-GOOG-c0').broker, commission },
    });

    it('without commission: every statistic', async () => {
      const result = await runGolden(published(0), bars('GOOG'));
      const { maxDrawdownDuration, equityFinal, equityPeak } = result.statistics;
      expect(equityFinal).toBeCloseTo(51_422.99, 6);
      expect(equityPeak).toBeCloseTo(75_787.44, 6);
      expect(maxDrawdownDuration).toBe(584 * 86_400_000);
      expect(result.statistics.returnPct).toBeCloseTo(414.2299, 4);
      expectStatistics(result.statistics, {
        '# Trades': 66,
        'Buy & Hold Return [%]': 522.0601851852,
        'Return (Ann.) [%]': 21.1910992491,
        'Volatility (Ann.) [%]': 36.497160907,
        'CAGR [%]': 21.160245706,
        'Sharpe Ratio': 0.5806232244,
        'Sortino Ratio': 1.0853434352,
        'Calmar Ratio': 0.441664092,
        'Max. Drawdown [%]': -47.9801270501,
        'Avg. Drawdown [%]': -5.9258515819,
        'Exposure Time [%]': 96.7411545624,
        'Win Rate [%]': 46.9696969697,
        'Best Trade [%]': 53.5959522949,
        'Worst Trade [%]': -18.3988735384,
        'Profit Factor': 2.1679459743,
        'Expectancy [%]': 3.2748078067,
        SQN: 1.0766187357,
        'Kelly Criterion': 0.1518705127,
        'Alpha [%]': 394.3739114203,
        Beta: 0.0380339071,
      });
      const sides = result.trades.map(({ size, entryPrice, exitPrice }) => [size, entryPrice, exitPrice]);
      expect(sides.slice(0, 2)).toEqual([
        [-55, 180.36, 186.31],
        [51, 186.31, 193.69],
      ]);
      expect(sides).toContainEqual([64, 695, 797.8]);
    });

    it.each([
      ['trade on close', { tradeOnClose: true }, 64_392.08],
      ['a spread of 0.1%', { spread: 0.001 }, 48_167.68953],
      ['a fee of 1 and 0.2%', { fees: { type: 'flat-percent', amount: 1, rate: 0.002 } }, 39_268.65136],
    ] as const)('with %s: final equity', async (_name, terms, equity) => {
      const { statistics } = await runGolden(published(0), bars('GOOG'), 65_536, terms);
      expect(statistics.equityFinal).toBeCloseTo(equity, 5);
    });

    it('with 0.2% commission: final equity, fees and Sharpe ratio', async () => {
      const { statistics } = await runGolden(published(0.002), bars('GOOG'));
      expect(statistics.equityFinal).toBeCloseTo(39_280.73682, 5);
      expect(statistics.commissions).toBeCloseTo(8_731.11318, 5);
      expect(statistics.sharpeRatio).toBeCloseTo(0.4933715823, 9);
    });
  },
);
