import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { externalFlows } from '../core/cash-entry.ts';
import { accountCurve } from './account-curve.ts';
import { anyActions } from './testing/action-cases.ts';
import { anyMarkets } from './testing/market-cases.ts';
import { PROPERTY_RUNS, PROPERTY_TERMS, PROPERTY_TIMEOUT } from './testing/property-runs.ts';
import { arrayFeed, leanRun, type RunCase } from './testing/random-run.ts';
import { anyTerms } from './testing/terms-cases.ts';

const anyRun = fc.record({
  markets: anyMarkets,
  actions: anyActions,
  terms: fc
    .tuple(anyTerms, fc.boolean(), fc.constantFrom('regular', 'extended'))
    .map(([{ session, ...terms }, late, hours]) => ({
      ...terms,
      ...(session ? { session: { ...session, hours: hours as 'regular' | 'extended' } } : {}),
      ...(late ? { start: Date.UTC(2024, 0, 9) } : {}),
    })),
});

/** What a strategy saw of its account at a bar. */
interface Sight {
  readonly cash: number;
  readonly worth: number;
  readonly units: readonly number[];
  readonly net: number;
  readonly gross: number;
  /** Whether orders of the decision fill after it, at the same close. */
  readonly settled: boolean;
}

/** Runs a case that may have no bar in its period or session; undefined then. */
async function run(random: RunCase) {
  const sights = new Map<number, Sight>();
  const { multiplier } = random.terms.contract;
  try {
    const result = await leanRun(random, (context) => {
      const trades = context.series.map((_, series) => context.getOpenTrades(series));
      const value = (series: number, size: number) => size * context.getLastPrice(series) * multiplier;
      const values = trades.flatMap((own, series) => own.map(({ size }) => value(series, size)));
      sights.set(context.bar, {
        cash: context.cash,
        worth: context.portfolioValue,
        units: context.series.map((_, series) => context.getPosition(series).size),
        net: values.reduce((sum, each) => sum + each, 0),
        gross: values.reduce((sum, each) => sum + Math.abs(each), 0),
        settled: random.terms.fillProfile !== 'close',
      });
    });
    const { columns, specification, ledger } = result;
    const flows = externalFlows(ledger);
    const account = await accountCurve(
      { ...columns, specification, flows },
      columns.equity,
      arrayFeed(random, 7),
    );
    return { result, account, sights };
  } catch (error) {
    if ((error as { readonly code?: string }).code === 'no-data-in-range') return undefined;
    throw error;
  }
}

describe('the account at every bar, put together after the run', { timeout: PROPERTY_TIMEOUT }, () => {
  it('is what the strategy saw of it: cash, units, long and short values', async () => {
    const seen = { bars: 0, shorts: 0, hedged: 0, several: 0, splits: 0 };
    await fc.assert(
      fc.asyncProperty(anyRun, async (random) => {
        const found = await run(random);
        if (!found) return;
        const { account, sights, result } = found;
        const last = account.equity.length - 1;
        for (const [bar, sight] of sights) {
          // After the last decision the run is finalized, and in `close` orders fill: both at this bar.
          if (!sight.settled || (bar === last && random.terms.finalizeTrades)) continue;
          if (account.equity[bar] === 0) continue;
          const size = Math.abs(sight.worth) + sight.gross + Math.abs(sight.cash) + 1;
          const near = (actual: number, expected: number, what: string) =>
            expect(Math.abs(actual - expected) / size, `${what} at bar ${bar}`).toBeLessThan(1e-9);
          near(account.equity[bar]!, sight.worth, 'equity');
          near(account.cash[bar]!, sight.cash, 'cash');
          near(account.net[bar]!, sight.net, 'net exposure');
          near(account.gross[bar]!, sight.gross, 'gross exposure');
          for (const [series, units] of sight.units.entries()) {
            expect(Math.abs(account.units[series]![bar]! - units)).toBeLessThan(1e-9 * (1 + Math.abs(units)));
          }
          seen.bars++;
          if (sight.net < 0) seen.shorts++;
          if (sight.gross > Math.abs(sight.net) * 1.01 && sight.units.length === 1) seen.hedged++;
          if (sight.units.filter((units) => units !== 0).length > 1) seen.several++;
        }
        if (random.terms.adjustments === 'raw' && result.fills.length > 0) seen.splits++;
      }),
      PROPERTY_TERMS,
    );
    for (const [what, count] of Object.entries(seen))
      expect(count, what).toBeGreaterThan(PROPERTY_RUNS / 200);
  });

  it('has cash + positions at market = equity, with cash by what was booked and traded', async () => {
    await fc.assert(
      fc.asyncProperty(anyRun, async (random) => {
        const found = await run(random);
        if (!found || random.terms.contract.initialMargin !== undefined) return;
        const { account, result } = found;
        const { multiplier } = random.terms.contract;
        const accrues = random.terms.financing && random.markets.some(({ timeframe }) => timeframe !== '1d');
        let cash = random.terms.cash;
        let [fill, entry] = [0, 0];
        for (const [bar, equity] of account.equity.entries()) {
          for (; (result.ledger[entry]?.bar ?? Infinity) <= bar; entry++)
            cash += result.ledger[entry]!.amount;
          for (; (result.fills[fill]?.bar ?? Infinity) <= bar; fill++) {
            const { size, price, commission } = result.fills[fill]!;
            cash -= size * price * multiplier + commission;
          }
          if (equity === 0) return;
          // Interest and fees are listed once a day.
          if (accrues && bar < account.equity.length - 1) continue;
          const size = Math.abs(cash) + account.gross[bar]! + 10_000;
          expect(Math.abs(cash - account.cash[bar]!) / size, `cash at bar ${bar}`).toBeLessThan(1e-9);
          expect(Math.abs(cash + account.net[bar]! - equity) / size, `bar ${bar}`).toBeLessThan(1e-9);
        }
      }),
      PROPERTY_TERMS,
    );
  });
});
