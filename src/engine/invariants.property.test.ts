import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barCloseTime } from '../core/timeframe.ts';
import type { BarStorage } from '../storage/bar-storage.ts';
import { LegacyStorage } from '../storage/legacy/legacy-storage.ts';
import { MemoryStorage } from '../storage/memory/memory-storage.ts';
import { anyActions, unitActions } from './testing/action-cases.ts';
import {
  anyMarkets,
  barTimes,
  type MarketCase,
  tickClose,
  timesPrices,
  withNoiseAfter,
} from './testing/market-cases.ts';
import { PROPERTY_RUNS, PROPERTY_TERMS, PROPERTY_TIMEOUT } from './testing/property-runs.ts';
import {
  arrayFeed,
  type LeanResult,
  leanRun,
  type RunCase,
  seriesOf,
  wholeRun,
} from './testing/random-run.ts';
import { anyFees, anyTerms, timesMoney } from './testing/terms-cases.ts';

const anyRun: fc.Arbitrary<RunCase> = fc.record({
  markets: anyMarkets,
  actions: anyActions,
  terms: anyTerms,
});
const environment = { clock: () => 0, now: () => 0 };

/** What is held and owed, bar by bar, by the fills and the ledger of a run; `visit` gets its worth at each. */
function reckon(
  { markets, terms }: RunCase,
  { fills, ledger, equity }: LeanResult,
  visit: (bar: number, cash: number, worth: number, gross: number) => void,
): void {
  const held = markets.map(() => 0);
  const rows = markets.map(() => 0);
  const raw = terms.adjustments === 'raw';
  const times = barTimes(markets);
  let cash = terms.cash;
  let [nextFill, nextEntry] = [0, 0];
  for (let bar = 0; bar < equity.equity.length; bar++) {
    const moment = tickClose(markets, equity.timestamp[bar]!);
    for (const [series, { bars, timeframe }] of markets.entries()) {
      for (; rows[series]! < times[series]!.length; rows[series]!++) {
        const row = rows[series]!;
        if (barCloseTime(bars.timestamp[row]!, timeframe) > moment) break;
        if (raw && bars.splitRatio![row]! > 0) held[series]! *= bars.splitRatio![row]!;
      }
    }
    for (; ledger[nextEntry] && ledger[nextEntry]!.bar <= bar; nextEntry++) cash += ledger[nextEntry]!.amount;
    for (; fills[nextFill]?.bar === bar; nextFill++) {
      const { series, size, price, commission } = fills[nextFill]!;
      cash -= size * price * terms.contract.multiplier + commission;
      held[series]! += size;
    }
    let [worth, gross] = [0, 0];
    for (const [series, { bars }] of markets.entries()) {
      if (held[series] === 0) continue;
      const value = held[series]! * bars.close[rows[series]! - 1]! * terms.contract.multiplier;
      worth += value;
      gross += Math.abs(value);
    }
    visit(bar, cash, worth, gross);
  }
  expect(nextFill).toBe(fills.length);
}

const amounts = ({ orders, fills, equity, ledger }: LeanResult, factor: number) => ({
  orders: orders.map(({ limit, stop, filledPrice, reason: _, ...order }) => ({
    ...order,
    limit: limit && limit * factor,
    stop: stop && stop * factor,
    filledPrice: filledPrice && filledPrice * factor,
  })),
  fills: fills.map((fill) => ({
    ...fill,
    price: fill.price * factor,
    commission: fill.commission * factor,
  })),
  equity: equity.equity.map((value) => value * factor),
  ledger: ledger.map((entry) => ({ ...entry, amount: entry.amount * factor })),
});

describe(`a run on random bars with random orders and terms, ${PROPERTY_RUNS} cases`, {
  timeout: PROPERTY_TIMEOUT,
}, () => {
  it('has cash + positions at market = equity at every bar', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(anyRun, async (run) => {
        const { multiplier, initialMargin } = run.terms.contract;
        const result = await leanRun(run, (context) => {
          if (initialMargin !== undefined) return;
          let [worth, gross] = [context.cash, 1];
          for (const series of context.series.keys()) {
            const { size } = context.getPosition(series);
            if (size === 0) continue;
            worth += size * context.getLastPrice(series) * multiplier;
            gross += Math.abs(size * context.getLastPrice(series) * multiplier);
          }
          expect(Math.abs(worth - context.portfolioValue) / gross).toBeLessThan(1e-9);
        });
        for (const { type, status } of result.orders) seen.add(type).add(status);
        for (const { kind } of result.ledger) seen.add(kind);
        const { equity } = result.equity;
        const accrues = run.terms.financing && run.markets.some(({ timeframe }) => timeframe !== '1d');
        let ruined = false;
        reckon(run, result, (bar, cash, worth, gross) => {
          ruined ||= equity[bar] === 0;
          if (ruined || (accrues && bar < equity.length - 1)) return;
          const size = Math.abs(cash) + gross + 10_000;
          expect(Math.abs(cash + worth - equity[bar]!) / size, `bar ${bar}`).toBeLessThan(1e-9);
        });
      }),
      PROPERTY_TERMS,
    );
    for (const kind of [
      'trailing-stop',
      'limit-if-touched',
      'market-on-close',
      'expired',
      'rejected',
      'borrow fee',
    ]) {
      expect(seen).toContain(kind);
    }
  });

  it('fills nothing outside the range of its bar in next-open', async () => {
    let filled = 0;
    await fc.assert(
      fc.asyncProperty(anyRun, async ({ terms, ...rest }) => {
        const { slippage: _slippage, spread: _spread, ...plain } = terms;
        const contract = { ...terms.contract };
        delete contract.tickSize;
        const run: RunCase = { ...rest, terms: { ...plain, contract, fillProfile: 'next-open' } };
        const { fills, orders, equity } = await leanRun(run);
        for (const { series, orderId, time, bar, price } of fills) {
          const { bars } = run.markets[series]!;
          const last = closedBy(run.markets, series, tickClose(run.markets, equity.timestamp[bar]!));
          const row = bars.timestamp.indexOf(time);
          const atLastClose = orders[orderId]!.submittedBar === bar && (row < 0 || row > last);
          const at = atLastClose ? last : row;
          expect(at).toBeLessThanOrEqual(last);
          expect(at).toBeGreaterThanOrEqual(0);
          expect(price).toBeGreaterThanOrEqual(bars.low[at]!);
          expect(price).toBeLessThanOrEqual(bars.high[at]!);
          filled++;
        }
      }),
      PROPERTY_TERMS,
    );
    expect(filled).toBeGreaterThan(PROPERTY_RUNS);
  });

  it('changes no order, fill or equity at or before a bar when all bars after it are replaced by noise', async () => {
    await fc.assert(
      fc.asyncProperty(anyRun, fc.nat({ max: 1_000 }), fc.nat(), async (run, cut, seed) => {
        const look = async (each: RunCase) => {
          const decisions: unknown[] = [];
          const result = await leanRun(each, (context) => {
            const { bar, cash, portfolioValue } = context;
            decisions[bar] = { cash, portfolioValue, orders: context.getOrders() };
          });
          return { ...result, decisions };
        };
        const real = await look(run);
        const last = cut % real.equity.timestamp.length;
        const moment = tickClose(run.markets, real.equity.timestamp[last]!);
        const markets = run.markets.map((market, index) => withNoiseAfter(market, moment, seed + index));
        const other = await look({ ...run, markets });
        const known = ({ orders, fills, equity, ledger, decisions }: typeof real) => ({
          decisions: decisions.slice(0, last + 1),
          orders: orders
            .filter(({ submittedBar }) => submittedBar <= last)
            .map((order) => {
              const settled = order.filledBar ?? order.endedBar ?? Number.POSITIVE_INFINITY;
              if (settled <= last) return order;
              const { id, type, side, series, submittedBar, submittedTime, timeInForce, tag } = order;
              return { id, type, side, series, submittedBar, submittedTime, timeInForce, tag };
            }),
          fills: fills.filter(({ bar }) => bar <= last),
          equity: equity.equity.slice(0, last + 1),
          ledger: ledger.filter(({ bar, kind }) => bar <= last && !/fee|interest/.test(kind)),
        });
        expectSame(known(other), known(real));
      }),
      PROPERTY_TERMS,
    );
  });

  it('with prices and money times a power of two gives the same orders and sums times that power', async () => {
    await fc.assert(
      fc.asyncProperty(anyRun, fc.constantFrom(0.25, 0.5, 2, 8), async (run, factor) => {
        const scaled: RunCase = {
          ...run,
          markets: run.markets.map((market) => timesPrices(market, factor)),
          terms: timesMoney(run.terms, factor),
        };
        expectSame(amounts(await leanRun(scaled), 1), amounts(await leanRun(run), factor));
      }),
      PROPERTY_TERMS,
    );
  });

  it('has the same bytes however its series are cut into chunks, and on the storages memory and legacy', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyRun,
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        async (run, chunkRows, legacy) => {
          const whole = await wholeRun(run, arrayFeed(run));
          const cut = await wholeRun(run, arrayFeed(run, chunkRows));
          const storage: BarStorage = legacy
            ? new LegacyStorage(environment, { chunkRows })
            : new MemoryStorage(environment, { chunkRows });
          const series = seriesOf(run);
          for (const { key, bars } of series) await storage.storeOhlcv(key, bars);
          const snapshot = await storage.openSnapshot(series.map(({ key }) => key));
          const stored = await wholeRun(run, snapshot);
          await snapshot.release();
          const { specification: _whole, ...expected } = whole;
          for (const { specification: _other, ...result } of [cut, stored]) expectSame(result, expected);
        },
      ),
      PROPERTY_TERMS,
    );
  });

  it('is never helped by commissions: where units do not depend on the equity it is worse by what was paid, at every bar', async () => {
    let charged = 0;
    await fc.assert(
      fc.asyncProperty(anyMarkets, unitActions, anyTerms, anyFees, async (markets, actions, terms, fees) => {
        const { financing: _financing, cashFlows: _flows, adjustments: _raw, fees: _fees, ...plain } = terms;
        const run: RunCase = { markets, actions, terms: { ...plain, cash: 1e7 } };
        const free = await leanRun(run);
        const paying = await leanRun({ ...run, terms: { ...run.terms, fees } });
        const unpaid = (fills: LeanResult['fills']) => fills.map(({ commission: _, ...fill }) => fill);
        expectSame(unpaid(paying.fills), unpaid(free.fills));
        let paid = 0;
        let next = 0;
        for (const [bar, value] of paying.equity.equity.entries()) {
          for (; paying.fills[next]?.bar === bar; next++) paid += paying.fills[next]!.commission;
          expect(value).toBeLessThanOrEqual(free.equity.equity[bar]! + 1e-7);
          expect(Math.abs(free.equity.equity[bar]! - value - paid)).toBeLessThan(1e-6);
        }
        if (paid > 0) charged++;
      }),
      PROPERTY_TERMS,
    );
    expect(charged).toBeGreaterThan(PROPERTY_RUNS / 2);
  });
});

/** `toEqual`, which is slow and so asked only where a quick look finds a difference. */
function expectSame(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected);
}

/** Row of the last bar of a market that a run has seen closed by `moment`, -1 for none. */
function closedBy(markets: readonly MarketCase[], series: number, moment: number): number {
  const { timeframe } = markets[series]!;
  return barTimes(markets)[series]!.findLastIndex((open) => barCloseTime(open, timeframe) <= moment);
}
