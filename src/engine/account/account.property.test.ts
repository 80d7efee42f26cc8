import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredBars } from '../../core/bar.ts';
import type { BacktestSpecification } from '../backtest-specification.ts';
import { FILL_PROFILES } from '../backtest-specification.ts';
import { defineStrategy } from '../strategy.ts';
import { PROPERTY_TERMS, PROPERTY_TIMEOUT, propertyTerms } from '../testing/property-runs.ts';
import { barsOf, testRun } from '../testing/test-run.ts';

const TERMS = propertyTerms(300);
const DAY = 86_400_000;
const price = fc.double({ min: 20, max: 200, noNaN: true });
/** NaN and 0 are nothing; the rest happens. */
const dividend = fc.constantFrom(Number.NaN, Number.NaN, Number.NaN, 0, 0.5, 3);
const split = fc.constantFrom(Number.NaN, Number.NaN, Number.NaN, 1, 2, 0.5, 3);

const storedBars: fc.Arbitrary<StoredBars> = fc
  .array(fc.tuple(price, price, dividend, split), { minLength: 3, maxLength: 60 })
  .map((rows) => ({
    ...barsOf(rows.map(([open, close]) => [open, close] as const)),
    dividend: Float64Array.from(rows, ([, , paid]) => paid),
    splitRatio: Float64Array.from(rows, ([, , , ratio]) => ratio),
  }));

const rate = fc.integer({ min: 0, max: 500 }).map((promille) => promille / 1_000);
const terms = fc
  .record({
    financing: fc.record({ borrowRate: rate, marginRate: rate, cashRate: rate }),
    flows: fc.array(
      fc.tuple(
        fc.nat({ max: 60 }),
        fc.integer({ min: -4_000, max: 4_000 }).filter((sum) => sum !== 0),
      ),
      { maxLength: 4 },
    ),
    margin: fc.constantFrom(1, 0.5, 0.2),
    maintained: fc.double({ min: 0.1, max: 1, noNaN: true }),
    multiplier: fc.constantFrom(1, 5, 0.1),
    tickSize: fc.constantFrom(undefined, 0.01, 0.25),
    initialMargin: fc.constantFrom(undefined, 50, 400),
    fillProfile: fc.constantFrom(...FILL_PROFILES.filter((profile) => profile !== 'backtesting.py')),
    coefficient: fc.constantFrom(0, 0.1),
    commission: fc.constantFrom(0, 0.002),
  })
  .map(
    ({ flows, maintained, multiplier, tickSize, initialMargin, coefficient, margin, ...rest }) =>
      ({
        ...rest,
        margin,
        maintenanceMargin: margin * maintained,
        cashFlows: flows.map(([day, amount]) => ({ time: Date.UTC(2020, 0, 6) + day * DAY, amount })),
        contract: {
          multiplier,
          ...(tickSize === undefined ? {} : { tickSize }),
          ...(initialMargin === undefined ? {} : { initialMargin }),
        },
        slippage: { type: 'volume-share', coefficient },
        adjustments: 'raw',
      }) satisfies Partial<BacktestSpecification>,
  );

/** Buys and sells by a fixed rule on the number of the bar; prices matter only where orders have them. */
const restless = defineStrategy({
  id: 'restless',
  name: 'Restless',
  description: 'Trades by the calendar.',
  parameters: { seed: { type: 'integer', label: 'Seed', default: 0, min: 0, max: 1_000 } },
  create: ({ parameters }) => ({
    onTradingIteration(context) {
      const die = (context.bar * 7 + parameters.seed) % 9;
      const last = context.getLastPrice();
      if (die === 0) context.submitOrder({ type: 'market', side: 'buy', fraction: 0.6 });
      if (die === 1) context.submitOrder({ type: 'market', side: 'sell', quantity: 30 });
      if (die === 2) context.submitOrder({ type: 'limit', side: 'buy', limit: last * 0.9, quantity: 11 });
      if (die === 3) context.submitOrder({ type: 'stop', side: 'sell', stop: last * 0.8, quantity: 9 });
      if (die === 4) context.closePosition(0, 0.5);
      if (die === 5) context.submitOrder({ type: 'market', side: 'sell' });
      if (die === 6) {
        context.submitOrder({ type: 'market', side: 'buy', quantity: 5, stopLoss: last / 2 });
      }
    },
  }),
});
const seed = fc.nat({ max: 1_000 });

/** A run whose prices, dividends, cash, flows and margins are all `factor` times as large. */
function scaled(bars: StoredBars, given: Partial<BacktestSpecification>, factor: number) {
  const times = (column: Float64Array) => column.map((value) => value * factor);
  const contract = given.contract as { tickSize?: number; initialMargin?: number; multiplier: number };
  return {
    bars: {
      ...bars,
      open: times(bars.open),
      high: times(bars.high),
      low: times(bars.low),
      close: times(bars.close),
      dividend: times(bars.dividend!),
    },
    terms: {
      ...given,
      cash: 10_000 * factor,
      cashFlows: given.cashFlows!.map(({ time, amount }) => ({ time, amount: amount * factor })),
      contract: {
        ...contract,
        ...(contract.tickSize ? { tickSize: contract.tickSize * factor } : {}),
        ...(contract.initialMargin ? { initialMargin: contract.initialMargin * factor } : {}),
      },
    },
  };
}

describe('an account with everything on', { timeout: PROPERTY_TIMEOUT }, () => {
  it('cash + ledger + positions at market = equity at every bar', async () => {
    const kinds = new Set<string>();
    await fc.assert(
      fc.asyncProperty(storedBars, terms, seed, async (bars, given, number) => {
        const result = await testRun(bars, restless, { ...given, params: { seed: number } });
        const { fills, ledger, equity } = result;
        const { multiplier } = given.contract;
        let cash = 10_000;
        let held = 0;
        for (let bar = 0; bar < equity.equity.length; bar++) {
          if (equity.equity[bar] === 0) return;
          if (bars.splitRatio![bar]! > 0) held *= bars.splitRatio![bar]!;
          for (const entry of ledger!.filter((each) => each.bar === bar)) {
            cash += entry.amount;
            kinds.add(entry.kind);
          }
          for (const fill of fills.filter((each) => each.bar === bar)) {
            cash -= fill.size * fill.price * multiplier + fill.commission;
            held += fill.size;
          }
          const value = cash + held * bars.close[bar]! * multiplier;
          const size = Math.abs(cash) + Math.abs(value) + 10_000;
          expect(Math.abs(value - equity.equity[bar]!) / size).toBeLessThan(1e-9);
        }
        for (const order of result.orders) if (order.tag === 'margin call') kinds.add(order.tag);
      }),
      PROPERTY_TERMS,
    );
    expect([...kinds].sort()).toEqual([
      'borrow fee',
      'cash interest',
      'deposit',
      'dividend',
      'margin call',
      'margin interest',
      'withdrawal',
    ]);
  });

  it('scaling prices and cash by a power of two scales every sum and changes no size', async () => {
    await fc.assert(
      fc.asyncProperty(
        storedBars,
        terms,
        seed,
        fc.constantFrom(2, 0.5),
        async (bars, given, number, factor) => {
          const other = scaled(bars, given, factor);
          const one = await testRun(bars, restless, { ...given, params: { seed: number } });
          const two = await testRun(other.bars, restless, { ...other.terms, params: { seed: number } });
          expect(two.equity.equity).toEqual(one.equity.equity.map((value) => value * factor));
          expect(two.fills.map(({ size }) => size)).toEqual(one.fills.map(({ size }) => size));
          expect(two.ledger?.map(({ amount }) => amount)).toEqual(
            one.ledger?.map(({ amount }) => amount * factor),
          );
        },
      ),
      TERMS,
    );
  });

  it('no byte depends on how the bars are cut into chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        storedBars,
        terms,
        seed,
        fc.integer({ min: 1, max: 30 }),
        async (bars, given, number, chunkRows) => {
          const options = { ...given, params: { seed: number } };
          const whole = await testRun(bars, restless, options);
          const cut = await testRun(bars, restless, { ...options, chunkRows });
          expect(cut.resultHash).toBe(whole.resultHash);
          expect(cut.ledger).toEqual(whole.ledger);
          expect(cut.statistics).toEqual(whole.statistics);
        },
      ),
      TERMS,
    );
  });

  it('another future changes nothing that was booked or filled before it', async () => {
    await fc.assert(
      fc.asyncProperty(storedBars, terms, seed, fc.nat(), async (bars, given, number, cut) => {
        const last = cut % bars.close.length;
        const other = (column: Float64Array) => column.map((value, i) => (i <= last ? value : 77 + (i % 5)));
        const options = { ...given, params: { seed: number } };
        const real = await testRun(bars, restless, options);
        const changed = await testRun(
          {
            ...bars,
            open: other(bars.open),
            high: other(bars.high),
            low: other(bars.low),
            close: other(bars.close),
            dividend: bars.dividend!.map((value, i) => (i <= last ? value : 1)),
            splitRatio: bars.splitRatio!.map((value, i) => (i <= last ? value : 2)),
          },
          restless,
          options,
        );
        const until = <Row extends { readonly bar: number }>(rows: readonly Row[] | undefined) =>
          rows?.filter(({ bar }) => bar <= last);
        expect(until(changed.fills)).toEqual(until(real.fills));
        expect(until(changed.ledger)).toEqual(until(real.ledger));
        expect(changed.equity.equity.slice(0, last + 1)).toEqual(real.equity.equity.slice(0, last + 1));
      }),
      TERMS,
    );
  });
});

describe('what an account pays for', { timeout: PROPERTY_TIMEOUT }, () => {
  const modest = defineStrategy({
    id: 'modest',
    name: 'Modest',
    description: 'Trades a few units by the calendar.',
    parameters: {},
    create: () => ({
      onTradingIteration(context) {
        const die = (context.bar * 7) % 5;
        if (die === 0) context.submitOrder({ type: 'market', side: 'buy', quantity: 3 });
        if (die === 1) context.submitOrder({ type: 'market', side: 'sell', quantity: 6 });
        if (die === 2) context.submitOrder({ type: 'limit', side: 'sell', limit: 150, quantity: 2 });
      },
    }),
  });

  it('never helps: fees, rates and impact leave the equity at or below that without them, at every bar', async () => {
    const charges = fc.record({
      financing: fc.record({ borrowRate: rate, marginRate: rate }),
      commission: fc.constantFrom(0, 0.01),
      slippage: fc.constantFrom(undefined, { type: 'volume-share', coefficient: 0.5 } as const),
      spread: fc.constantFrom(0, 0.002),
    });
    await fc.assert(
      fc.asyncProperty(storedBars, charges, async (bars, { slippage, ...rest }) => {
        const cash = 1e6;
        const { splitRatio: _splits, ...prices } = bars;
        const free = await testRun(prices, modest, { cash, adjustments: 'raw' });
        const charged = await testRun(prices, modest, {
          cash,
          adjustments: 'raw',
          ...rest,
          ...(slippage ? { slippage } : {}),
        });
        for (const [bar, value] of charged.equity.equity.entries()) {
          expect(value).toBeLessThanOrEqual(free.equity.equity[bar]! + 1e-6);
        }
      }),
      TERMS,
    );
  });

  it('is the same on the merged clock, to the byte', async () => {
    const merged = defineStrategy({
      ...restless,
      create: (setup) => ({ ...restless.create(setup), afterMarketCloses: () => {} }),
    });
    await fc.assert(
      fc.asyncProperty(storedBars, terms, seed, fc.boolean(), async (bars, given, start, finalizeTrades) => {
        const options = { ...given, finalizeTrades, params: { seed: start } };
        const fast = await testRun(bars, restless, options);
        const slow = await testRun(bars, merged, options);
        expect(slow.resultHash).toBe(fast.resultHash);
        expect(slow.ledger).toEqual(fast.ledger);
        expect(slow.statistics).toEqual(fast.statistics);
      }),
      TERMS,
    );
  });
});
