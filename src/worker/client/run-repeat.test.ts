import { describe, expect, it } from 'vitest';
import type { SeriesInfo } from '../../core/series.ts';
import type { BacktestSpecification } from '../../engine/backtest-specification.ts';
import type { StoredRun } from '../stored-run.ts';
import { sourceOfRun, sourceRecord } from '../strategy-source.ts';
import { compareRepeat, requestOfRun } from './run-repeat.ts';
import { checkRunRequest } from './run-request.ts';

const bars = (id: string, changes: Partial<SeriesInfo> = {}) =>
  ({
    id,
    symbol: id,
    timeframe: '1d',
    revision: 1,
    rows: 10,
    first: 0,
    last: 9,
    updatedAt: 1_000,
    ...changes,
  }) as SeriesInfo;

const terms = {
  start: 5,
  end: 90,
  session: { timeZone: 'Europe/London', open: 480, close: 990, hours: 'extended' },
  fees: { type: 'per-unit', amount: 0.01, min: 1, max: 9 },
  slippage: { type: 'ticks', ticks: 2, tickSize: 0.05 },
  spread: 0.001,
  margin: 0.5,
  maintenanceMargin: 0.25,
  financing: { borrowRate: 0.03 },
  cashFlows: [{ time: 40, amount: -5 }],
  contract: { multiplier: 50 },
  adjustments: 'raw',
  lotSize: 0.1,
  hedging: true,
  tradeOnClose: true,
  intrabar: 'adaptive',
  band: true,
  maxGap: null,
  volumeLimit: 0.2,
  trailHistory: true,
} as const satisfies Partial<BacktestSpecification>;

const specification: BacktestSpecification = {
  strategy: 'sma-cross',
  params: { fast: 3, slow: 7, short: true },
  series: [bars('GOOG')],
  finerBars: [bars('GOOG-1m')],
  benchmark: bars('SPY'),
  cash: 5_000,
  commission: 0.0007,
  fillProfile: 'close',
  exclusiveOrders: false,
  finalizeTrades: true,
  riskFreeRate: 0.02,
  ...terms,
};

function stored(changes: Partial<BacktestSpecification> = {}, hash = 'a', engineVersion = '1'): StoredRun {
  const result = { specification: { ...specification, ...changes }, resultHash: hash, engineVersion };
  const runs = [{ storage: 'memory', result }];
  return { runId: 'first', runs } as unknown as StoredRun;
}

describe('a run repeated from its record', () => {
  it('is asked for with every term that it had', () => {
    const { settings, series, finerBars, benchmark, storages } = checkRunRequest(requestOfRun(stored()));
    const { series: _, finerBars: __, benchmark: ___, ...others } = specification;
    expect(settings).toEqual(others);
    expect({ series, finerBars, benchmark, storages }).toEqual({
      series: ['GOOG'],
      finerBars: ['GOOG-1m'],
      benchmark: 'SPY',
      storages: ['memory'],
    });
  });

  it('has the text that its strategy was given as, and says so when that is not there or not the same', async () => {
    const custom = stored({ strategy: 'custom' });
    const source = await sourceRecord("exports.default = { id: 'mine' }; // ü");
    expect(await sourceOfRun(stored())).toBeUndefined();
    expect(await sourceOfRun({ ...custom, source })).toBe(source.text);
    expect(source.sha256).toBe('46039bf0937d588e3b1931d86b21f29b7ded7e6c3dd157b080979e3414aad146');
    await expect(sourceOfRun(custom)).rejects.toMatchObject({
      code: 'unknown-strategy',
      message: 'The text of the strategy of run "first" is not kept: run it again with runSource',
    });
    await expect(sourceOfRun({ ...custom, source: { ...source, text: 'other' } })).rejects.toMatchObject({
      code: 'unknown-strategy',
      message: expect.stringContaining('is not the one that ran'),
    });
  });

  it('has the same hash or not', () => {
    expect(compareRepeat(stored(), stored())).toMatchObject({
      repeatOf: 'first',
      sameHash: true,
      changes: [],
    });
    expect(compareRepeat(stored(), stored({}, 'b')).sameHash).toBe(false);
  });

  it.each([{ revision: 2, rows: 12 }, { updatedAt: 2_000 }])(
    'says which bars were written again: %j',
    (change) => {
      for (const role of ['series', 'finerBars'] as const) {
        const again = stored({ [role]: [bars(role === 'series' ? 'GOOG' : 'GOOG-1m', change)] });
        const { changes } = compareRepeat(stored(), again);
        expect(changes).toHaveLength(1);
        expect(changes[0]).toContain(`revision ${change.revision ?? 1} with ${change.rows ?? 10} bars now`);
      }
      expect(compareRepeat(stored(), stored({ benchmark: bars('SPY', change) })).changes).toHaveLength(1);
    },
  );

  it('says that the engine is another one', () => {
    expect(compareRepeat(stored(), stored({}, 'a', '2')).changes).toEqual(['The engine was 1 and is 2']);
  });
});
