import type { ContractTerms } from '../../core/account-terms.ts';
import type { CommissionTerms, SlippageTerms } from '../../core/costs.ts';
import { parseSeriesId } from '../../worker/client/types.ts';
import { formatShortest } from '../formatting/numbers.ts';
import { formatDate } from '../formatting/times.ts';
import { percentOf } from './form-terms.ts';
import { DEFAULT_COMMISSION, type RunForm } from './run-form.ts';

/** Names of the ways to charge commission, as the form offers them. */
export const COMMISSION_NAMES: Readonly<Record<CommissionTerms['type'], string>> = {
  percent: 'percent',
  flat: 'flat',
  'flat-percent': 'flat + percent',
  'per-unit': 'per unit',
  'maker-taker': 'maker / taker',
  strategy: "the strategy's own",
};

/** Names of the kinds of slippage, as the form offers them. */
export const SLIPPAGE_NAMES: Readonly<Record<SlippageTerms['type'] | 'none', string>> = {
  none: 'none',
  fixed: 'fixed',
  bps: 'basis points',
  ticks: 'ticks',
  'volume-share': 'volume share',
};

/** Part of the form that a group sets. */
export type GroupForm = Pick<
  RunForm,
  'commissionPct' | 'exclusiveOrders' | 'finalizeTrades' | 'fillProfile' | 'terms'
>;

/** What the costs of `form` are beside the defaults: `commission 0.2%`, `slippage 5 bps`. */
export function costWords({ commissionPct, terms }: GroupForm): readonly string[] {
  const { fees, slippage, spread } = terms;
  return [
    ...(fees ? [`commission ${feeWords(fees)}`] : []),
    ...(!fees && commissionPct !== DEFAULT_COMMISSION
      ? [`commission ${formatShortest(commissionPct)}%`]
      : []),
    ...(slippage ? [`slippage ${slippageWords(slippage)}`] : []),
    ...(spread ? [`spread ${percent(spread)}`] : []),
  ];
}

/** What the account of `form` is beside the defaults. */
export function accountWords({ exclusiveOrders, finalizeTrades, terms }: GroupForm): readonly string[] {
  const { margin, maintenanceMargin, financing, contract, contracts = {}, cashFlows, riskFreeRate } = terms;
  return [
    ...(margin === undefined ? [] : [`margin ${percent(margin)} (${formatShortest(round(1 / margin))}×)`]),
    ...(maintenanceMargin === undefined ? [] : [`maintenance margin ${percent(maintenanceMargin)}`]),
    ...(terms.lotSize === undefined ? [] : [`lots of ${formatShortest(terms.lotSize)}`]),
    ...(terms.hedging ? ['hedging'] : []),
    ...(exclusiveOrders ? [] : ['orders not exclusive']),
    ...(finalizeTrades ? ['trades finalized'] : []),
    ...(financing?.borrowRate ? [`borrow fee ${percent(financing.borrowRate)}`] : []),
    ...(financing?.marginRate ? [`margin interest ${percent(financing.marginRate)}`] : []),
    ...(financing?.cashRate ? [`cash interest ${percent(financing.cashRate)}`] : []),
    ...(contract === undefined ? [] : contractWords(contract)),
    ...Object.entries(contracts).flatMap(([id, own]) =>
      contractWords(own).map((words) => `${parseSeriesId(id).symbol} ${words}`),
    ),
    ...(cashFlows ?? []).map(
      ({ time, amount }) =>
        `${amount > 0 ? 'deposit' : 'withdrawal'} ${formatShortest(Math.abs(amount))} on ${formatDate(time)}`,
    ),
    ...(terms.adjustments ? [`${terms.adjustments} prices`] : []),
    ...(riskFreeRate === undefined ? [] : [`risk-free rate ${percent(riskFreeRate)}`]),
  ];
}

/** How orders of `form` fill, beside the defaults. */
export function fillWords({ fillProfile, terms }: GroupForm): readonly string[] {
  const { intrabar, finerBars, band, maxGap, volumeLimit } = terms;
  return [
    ...(fillProfile === 'next-open' ? [] : [fillProfile]),
    ...(terms.tradeOnClose ? ['trade on close'] : []),
    ...(intrabar === undefined ? [] : [intrabar]),
    ...(finerBars ?? []).map((id) => `finer bars ${shortName(id)}`),
    ...(band ? ['band'] : []),
    ...(maxGap === undefined
      ? []
      : [maxGap === null ? 'any gap' : `gap of ${formatShortest(maxGap)} days at most`]),
    ...(volumeLimit === undefined ? [] : [`${percent(volumeLimit)} of volume at most`]),
  ];
}

/** `GOOG 1m` of the id of a series. */
export function shortName(id: string): string {
  const { symbol, timeframe } = parseSeriesId(id);
  return `${symbol} ${timeframe}`;
}

function feeWords(fees: CommissionTerms): string {
  switch (fees.type) {
    case 'percent':
      return percent(fees.rate);
    case 'flat':
      return `${formatShortest(fees.amount)} an order`;
    case 'flat-percent':
      return `${formatShortest(fees.amount)} + ${percent(fees.rate)}`;
    case 'per-unit': {
      const least = fees.min === undefined ? '' : `, at least ${formatShortest(fees.min)}`;
      const most = fees.max === undefined ? '' : `, at most ${formatShortest(fees.max)}`;
      return `${formatShortest(fees.amount)} a unit${least}${most}`;
    }
    case 'maker-taker':
      return `${percent(fees.maker)} / ${percent(fees.taker)}`;
    case 'strategy':
      return 'of the strategy';
  }
}

function slippageWords(slippage: SlippageTerms): string {
  switch (slippage.type) {
    case 'fixed':
      return formatShortest(slippage.amount);
    case 'bps':
      return `${formatShortest(slippage.bps)} bps`;
    case 'ticks':
      return `${formatShortest(slippage.ticks)} ticks of ${formatShortest(slippage.tickSize)}`;
    case 'volume-share':
      return `${formatShortest(slippage.coefficient)} × share of volume²`;
  }
}

function contractWords(contract: ContractTerms): readonly string[] {
  const { multiplier, tickSize, initialMargin, maintenanceMargin } = contract;
  return [
    ...(multiplier === undefined ? [] : [`multiplier ${formatShortest(multiplier)}`]),
    ...(tickSize === undefined ? [] : [`tick ${formatShortest(tickSize)}`]),
    ...(initialMargin === undefined ? [] : [`initial margin ${formatShortest(initialMargin)}`]),
    ...(maintenanceMargin === undefined
      ? []
      : [`contract maintenance margin ${formatShortest(maintenanceMargin)}`]),
  ];
}

function percent(share: number): string {
  return `${formatShortest(percentOf(share))}%`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
