import fc from 'fast-check';
import type { CommissionTerms, SlippageTerms } from '../../core/costs.ts';
import { type BacktestSpecification, FILL_PROFILES } from '../backtest-specification.ts';
import { INTRABAR_POLICIES } from '../intrabar-policy.ts';

const DAY = 86_400_000;
const START = Date.UTC(2024, 0, 1);

/** Terms of a random run, with money that {@link timesMoney} can scale. */
export type TermsCase = Partial<BacktestSpecification> & {
  readonly cash: number;
  readonly fillProfile: BacktestSpecification['fillProfile'];
  readonly contract: {
    readonly multiplier: number;
    readonly tickSize?: number;
    readonly initialMargin?: number;
  };
};

/** Commissions of every kind that a specification can name. */
export const anyFees = fc.constantFrom<CommissionTerms>(
  { type: 'percent', rate: 0.002 },
  { type: 'flat', amount: 1.5 },
  { type: 'flat-percent', amount: 0.75, rate: 0.001 },
  { type: 'per-unit', amount: 0.03125, min: 0.5, max: 5 },
  { type: 'maker-taker', maker: 0.0005, taker: 0.003 },
);

const anySlippage = fc.constantFrom<SlippageTerms>(
  { type: 'fixed', amount: 0.0625 },
  { type: 'bps', bps: 7 },
  { type: 'ticks', ticks: 2, tickSize: 0.03125 },
  { type: 'volume-share', coefficient: 0.1 },
);

/** Terms that say when and how orders execute, at which cost, and what the account pays; most are absent in most cases. */
export const anyTerms: fc.Arbitrary<TermsCase> = fc
  .record(
    {
      fees: anyFees,
      slippage: anySlippage,
      spread: fc.constantFrom(0.001, 0.01),
      margin: fc.constantFrom(0.5, 0.125),
      financing: fc.constant({ borrowRate: 0.05, marginRate: 0.1, cashRate: 0.02 }),
      lotSize: fc.constantFrom(0.5, 0.125, 3),
      hedging: fc.boolean(),
      intrabar: fc.constantFrom(...INTRABAR_POLICIES),
      volumeLimit: fc.constantFrom(1, 0.25, 0.0625),
      maxGap: fc.constantFrom(null, 2),
      adjustments: fc.constantFrom('raw', 'adjusted'),
      session: fc.constant({
        timeZone: 'Europe/Berlin',
        open: 540,
        close: 1_020,
        hours: 'extended',
      } as const),
      exclusiveOrders: fc.boolean(),
      finalizeTrades: fc.boolean(),
      flows: fc.array(fc.tuple(fc.nat({ max: 60 }), fc.constantFrom(-3_000, -100, 250, 4_000)), {
        maxLength: 3,
      }),
      called: fc.constantFrom(0.25, 0.5, 1),
      tickSize: fc.constantFrom(0.25, 0.0625),
      initialMargin: fc.constantFrom(20, 60),
    },
    { requiredKeys: [] },
  )
  .chain(({ flows, called, tickSize, initialMargin, ...terms }) =>
    fc.record({ fillProfile: fc.constantFrom(...FILL_PROFILES), multiplier: fc.constantFrom(1, 1, 5) }).map(
      ({ fillProfile, multiplier }): TermsCase => ({
        ...terms,
        cash: 10_000,
        fillProfile,
        ...(called === undefined ? {} : { maintenanceMargin: called * (terms.margin ?? 1) }),
        ...(flows === undefined
          ? {}
          : { cashFlows: flows.map(([day, amount]) => ({ time: START + day * DAY, amount })) }),
        contract: {
          multiplier,
          ...(tickSize === undefined ? {} : { tickSize }),
          ...(initialMargin === undefined ? {} : { initialMargin }),
        },
      }),
    ),
  );

/** The terms with all that is money or a price `factor` times as large. */
export function timesMoney(terms: TermsCase, factor: number): TermsCase {
  const { fees, slippage, cashFlows, contract } = terms;
  const money = new Set(['amount', 'min', 'max', 'tickSize', 'initialMargin']);
  const times = <Part extends object>(part: Part): Part =>
    Object.fromEntries(
      Object.entries(part).map(([name, value]) => [name, money.has(name) ? Number(value) * factor : value]),
    ) as Part;
  return {
    ...terms,
    cash: terms.cash * factor,
    contract: times(contract),
    ...(fees ? { fees: times(fees) } : {}),
    ...(slippage ? { slippage: times(slippage) } : {}),
    ...(cashFlows ? { cashFlows: cashFlows.map(times) } : {}),
  };
}
