import type { ContractTerms } from '../../core/account-terms.ts';
import {
  type BacktestSpecification,
  type FillProfile,
  parseSeriesId,
  RUN_TERMS,
  type RunRequest,
  type RunTerms,
  refines,
} from '../../worker/client/types.ts';

const EXECUTION = ['intrabar', 'band', 'maxGap', 'volumeLimit', 'riskFreeRate'] as const;

/** Terms that mean the same as none. */
const DEFAULTS: Partial<BacktestSpecification> = {
  spread: 0,
  margin: 1,
  adjustments: 'adjusted',
  lotSize: 1,
  hedging: false,
  tradeOnClose: false,
  intrabar: 'pessimistic',
  band: false,
  riskFreeRate: 0,
};

/** Terms of a run beside the common ones, in the units of a request (shares, money, epoch ms). What is absent is as by default. */
export interface FormTerms
  extends Omit<RunTerms, 'contract'>,
    Partial<Pick<BacktestSpecification, (typeof EXECUTION)[number]>> {
  /** Contract of every series that has none of its own. */
  readonly contract?: ContractTerms;
  /** Contracts of single series of a run on several, by id: what they say goes before `contract`. */
  readonly contracts?: Readonly<Record<string, ContractTerms>>;
  /** Ids of the series of finer bars. */
  readonly finerBars?: readonly string[];
}

/** Changes of terms: undefined takes a term back to its default. */
export type TermsChange = { readonly [Name in keyof FormTerms]?: FormTerms[Name] | undefined };

/** `share` as percent: 0.002 is 0.2. */
export function percentOf(share: number): number {
  return Number((share * 100).toPrecision(12));
}

/** `percent` as a share: 0.07 is 0.0007, to the last digit. */
export function shareOf(percent: number): number {
  return Number((percent / 100).toPrecision(15));
}

/** True when orders of `profile` execute by rules of their own: no intrabar policy, finer bars or volume limit. */
export function hasOwnRules(profile: FillProfile): boolean {
  return profile === 'backtesting.py';
}

/** `terms` with `change` made; what comes to its default is left out. */
export function changedTerms(terms: FormTerms, change: TermsChange): FormTerms {
  const entries = Object.entries({ ...terms, ...change }).filter(([name, value]) => !isDefault(name, value));
  return Object.fromEntries(entries);
}

/** The terms of a run's specification. A commission in percent is the form's own field. */
export function termsOf(specification: BacktestSpecification): FormTerms {
  const names = [...RUN_TERMS, ...EXECUTION];
  const given = Object.fromEntries(names.map((name) => [name, specification[name]])) as TermsChange;
  const finerBars = specification.finerBars?.map(({ id }) => id);
  const fees = specification.fees?.type === 'percent' ? undefined : specification.fees;
  const { contract, series } = specification;
  if (!isList(contract)) return changedTerms({}, { ...given, contract, fees, finerBars });
  const contracts = Object.fromEntries(series.map(({ id }, index) => [id, contract[index] ?? {}]));
  return changedTerms({}, { ...given, contract: undefined, contracts, fees, finerBars });
}

/** What a request on the series `traded` (ids) says of `terms`: finer bars of other instruments, and what `profile` or a run on several series does not take, are left out. */
export function termsRequest(
  terms: FormTerms,
  profile: FillProfile,
  traded: readonly string[],
): Partial<RunRequest> {
  const { finerBars = [], intrabar, volumeLimit, tradeOnClose = false, contract, contracts, ...rest } = terms;
  const asked = contractRequest(terms, traded);
  const others = {
    ...rest,
    ...(asked === undefined ? {} : { contract: asked }),
    ...(tradeOnClose && traded.length === 1 ? { tradeOnClose } : {}),
  };
  if (hasOwnRules(profile)) return others;
  const finer = finerBars.filter((id) => traded.some((each) => isFiner(id, each)));
  return {
    ...others,
    ...(intrabar === undefined ? {} : { intrabar }),
    ...(volumeLimit === undefined ? {} : { volumeLimit }),
    ...(finer.length === 0 ? {} : { finerBars: finer }),
  };
}

/** Whether the series `finer` has shorter bars of the instrument of `series`; both are ids. */
export function isFiner(finer: string, series: string): boolean {
  return refines(parseSeriesId(finer), parseSeriesId(series));
}

/** Why `terms` contradict each other, null when they do not. */
export function termsProblem(terms: FormTerms): string | null {
  const { margin = 1, maintenanceMargin, contract = {}, contracts = {} } = terms;
  if (maintenanceMargin !== undefined && maintenanceMargin > margin) {
    return `Maintenance margin (${percentOf(maintenanceMargin)}%) is above the margin (${percentOf(margin)}%): give at most as much.`;
  }
  const own = Object.entries(contracts).map(
    ([id, each]) => [`Maintenance margin of ${parseSeriesId(id).symbol}`, { ...contract, ...each }] as const,
  );
  for (const [name, { initialMargin, maintenanceMargin: kept }] of [
    ['Contract maintenance margin', contract] as const,
    ...own,
  ]) {
    if (kept === undefined || (initialMargin !== undefined && kept <= initialMargin)) continue;
    return `${name} (${kept}) needs an initial margin that is at least as high (now ${initialMargin ?? 'none'}).`;
  }
  return null;
}

/** The contract that `terms` give the series `traded` (ids): one for all, or a list of one each where some have their own. */
export function contractRequest(
  { contract, contracts = {} }: FormTerms,
  traded: readonly string[],
): ContractTerms | readonly ContractTerms[] | undefined {
  const own = traded.some((id) => Object.values(contracts[id] ?? {}).some((each) => each !== undefined));
  if (traded.length < 2 || !own) return contract;
  return traded.map((id) => ({ ...contract, ...contracts[id] }));
}

/** True for a list of contracts, one for each series. */
function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

function isDefault(name: string, value: unknown): boolean {
  if (value === undefined) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (name === 'financing') return Object.values(value as object).every((rate) => !rate);
  if (name === 'contracts')
    return Object.values(value as object).every((each) => isDefault('contract', each));
  if (name === 'contract') return Object.values(value as object).every((each) => each === undefined);
  return DEFAULTS[name as keyof BacktestSpecification] === value;
}
