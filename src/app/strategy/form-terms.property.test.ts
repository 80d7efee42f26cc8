import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SeriesInfo } from '../../core/series.ts';
import { checkRunRequest } from '../../worker/client/run-request.ts';
import {
  type BacktestSpecification,
  FILL_PROFILES,
  INTRABAR_POLICIES,
  type StoredRun,
} from '../../worker/client/types.ts';
import { changedTerms, type FormTerms, hasOwnRules, percentOf, shareOf } from './form-terms.ts';
import { formOfRun, formProblem, initialForm, type RunForm, runRequest } from './run-form.ts';
import { accountWords, costWords, fillWords } from './term-words.ts';

const MAIN = 'GOOG:1d:stock:::file';
const FINER = 'GOOG:1m:stock:::file';
const main = { id: MAIN } as SeriesInfo;

const decimal = (most: number) => fc.integer({ min: 1, max: most * 1e6 }).map((units) => units / 1e6);
const share = decimal(1);
const money = decimal(5_000);

const fees = fc.oneof(
  fc.record({ type: fc.constant('flat' as const), amount: money }),
  fc.record({ type: fc.constant('flat-percent' as const), amount: money, rate: share }),
  fc.record(
    { type: fc.constant('per-unit' as const), amount: money, min: money, max: money },
    { requiredKeys: ['type', 'amount'] },
  ),
  fc.record({ type: fc.constant('maker-taker' as const), maker: share, taker: share }),
  fc.constant({ type: 'strategy' as const }),
);

const slippage = fc.oneof(
  fc.record({ type: fc.constant('fixed' as const), amount: money }),
  fc.record({ type: fc.constant('bps' as const), bps: money }),
  fc.record({ type: fc.constant('ticks' as const), ticks: money, tickSize: money }),
  fc.record({ type: fc.constant('volume-share' as const), coefficient: money }),
);

const margins = fc
  .tuple(decimal(0.5), decimal(0.5))
  .map(([low, more]) => ({ maintenanceMargin: low, margin: Number((low + more).toFixed(6)) }));

const some = fc.record(
  {
    fees,
    slippage,
    spread: decimal(0.5),
    financing: fc.record({ borrowRate: share, marginRate: share, cashRate: share }, { requiredKeys: [] }),
    cashFlows: fc.array(fc.record({ time: fc.integer({ min: 0, max: 2e12 }), amount: money }), {
      maxLength: 4,
    }),
    contract: fc.record({ multiplier: money, tickSize: money, initialMargin: money }, { requiredKeys: [] }),
    adjustments: fc.constantFrom('raw' as const, 'adjusted' as const),
    lotSize: money,
    hedging: fc.boolean(),
    tradeOnClose: fc.boolean(),
    intrabar: fc.constantFrom(...INTRABAR_POLICIES),
    band: fc.boolean(),
    maxGap: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 90 })),
    volumeLimit: share,
    riskFreeRate: decimal(0.5),
    finerBars: fc.constant([FINER]),
  },
  { requiredKeys: [] },
);

const terms: fc.Arbitrary<FormTerms> = fc
  .tuple(some, fc.option(margins, { nil: {} }))
  .map(([given, margin]) => changedTerms({}, { ...given, ...margin }));

const forms: fc.Arbitrary<RunForm> = fc
  .record({
    terms,
    commissionPct: decimal(50),
    cash: money,
    fillProfile: fc.constantFrom(...FILL_PROFILES),
    exclusiveOrders: fc.boolean(),
    finalizeTrades: fc.boolean(),
  })
  .map((given) => ({ ...initialForm([]), strategy: 'buy-hold', ...given }));

/** The run that the checked request of `form` leads to. */
function runOf(form: RunForm): StoredRun {
  const { settings, finerBars } = checkRunRequest(runRequest(form, main, []));
  const ids = (finerBars ?? []) as readonly string[];
  const specification: BacktestSpecification = {
    ...settings,
    series: [main],
    ...(ids.length === 0 ? {} : { finerBars: ids.map((id) => ({ id }) as SeriesInfo) }),
  };
  return { runs: [{ storage: 'duckdb', result: { specification } }] } as unknown as StoredRun;
}

describe('the terms of the form', () => {
  it('come back from the run that they asked for, every one of them', () => {
    fc.assert(
      fc.property(forms, (form) => {
        const { intrabar, finerBars, volumeLimit, ...others } = form.terms;
        const back = formOfRun(initialForm([]), runOf(form));
        expect(back).toEqual({
          ...form,
          params: back.params,
          terms: hasOwnRules(form.fillProfile) ? others : form.terms,
        });
      }),
    );
  });

  it('are said in words, each of them, and nothing of a default', () => {
    const plain = initialForm([]);
    expect([costWords(plain), accountWords(plain), fillWords(plain)].flat()).toEqual([]);
    fc.assert(
      fc.property(terms, (given) => {
        const form = { ...plain, terms: given };
        const said = [costWords(form), accountWords(form), fillWords(form)].flat();
        expect(said.length >= Object.keys(given).length).toBe(true);
      }),
    );
  });

  it('make the request that a first visit makes without any', () => {
    expect(Object.keys(runRequest(initialForm([]), main, [])).sort()).toEqual([
      'cash',
      'commission',
      'exclusiveOrders',
      'fillProfile',
      'finalizeTrades',
      'params',
      'series',
      'storage',
      'strategy',
    ]);
  });

  it('give each of several series its contract, over the one of all, and take them back from the run', () => {
    const other = 'MSFT:1d:stock:::file';
    const plain = initialForm([]);
    const contracts = { [other]: { multiplier: 50, tickSize: 0.25 } };
    const form = { ...plain, others: [other], terms: { contract: { multiplier: 2 }, contracts } };
    const { contract } = runRequest(form, main, []);
    expect(contract).toEqual([{ multiplier: 2 }, { multiplier: 50, tickSize: 0.25 }]);
    expect(accountWords(form)).toEqual(['multiplier 2', 'MSFT multiplier 50', 'MSFT tick 0.25']);
    const series = [main, { id: other }];
    const run = { runs: [{ result: { specification: { ...runRequest(form, main, []), series } } }] };
    expect(formOfRun(plain, run as unknown as StoredRun).terms.contracts).toEqual({
      [MAIN]: { multiplier: 2 },
      ...contracts,
    });
    expect(runRequest({ ...form, others: [] }, main, []).contract).toEqual({ multiplier: 2 });
  });

  it('refuse a maintenance margin of one series above its initial margin, whichever of both is that of all', () => {
    const terms = { contract: { initialMargin: 5 }, contracts: { [MAIN]: { maintenanceMargin: 6 } } };
    expect(formProblem({ ...initialForm([]), terms })).toContain('Maintenance margin of GOOG (6)');
    terms.contracts[MAIN] = { maintenanceMargin: 5 };
    expect(formProblem({ ...initialForm([]), terms })).toBeNull();
  });

  it('ask for finer bars only of an instrument that is traded', () => {
    const form = { ...initialForm([]), terms: { finerBars: [FINER] } };
    expect(runRequest(form, main, []).finerBars).toEqual([FINER]);
    expect(runRequest(form, { id: 'MSFT:1d:stock:::file' } as SeriesInfo, [])).not.toHaveProperty(
      'finerBars',
    );
    expect(runRequest(form, { id: FINER } as SeriesInfo, [])).not.toHaveProperty('finerBars');
  });

  it('turn percent into shares and back to the digit', () => {
    expect(shareOf(0.07)).toBe(0.0007);
    expect(shareOf(0.2)).toBe(0.002);
    fc.assert(
      fc.property(decimal(100), (percent) => {
        expect(percentOf(shareOf(percent))).toBe(percent);
      }),
    );
  });
});
