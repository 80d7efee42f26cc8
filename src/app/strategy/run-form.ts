import type { SeriesInfo } from '../../core/series.ts';
import type {
  FillProfile,
  ParameterValues,
  RunRequest,
  RunStorage,
  StoredRun,
  StrategyDescription,
} from '../../worker/client/types.ts';

import { type FormTerms, percentOf, shareOf, termsOf, termsProblem, termsRequest } from './form-terms.ts';
import type { MarketSession } from './market-hours.ts';

const DAY = 86_400_000;

/** Commission of a first visit, percent of notional. */
export const DEFAULT_COMMISSION = 0.1;

/** A run as it stands in the strategy panel. */
export interface RunForm {
  readonly strategy: string;
  /** Ids of the series that are traded besides the one on screen. */
  readonly others: readonly string[];
  /** Id of the series that the run is measured against; empty = none. */
  readonly benchmark: string;
  readonly session: MarketSession;
  /** Values per strategy, so that switching back and forth loses nothing. */
  readonly params: Readonly<Record<string, ParameterValues>>;
  readonly cash: number;
  /** Percent of notional: 0.2 = 0.2%. */
  readonly commissionPct: number;
  /** What the groups Costs, Account and Fills set; empty = everything as by default. */
  readonly terms: FormTerms;
  readonly fillProfile: FillProfile;
  /** ISO dates, both inclusive; empty = all bars. */
  readonly from: string;
  readonly to: string;
  readonly exclusiveOrders: boolean;
  readonly finalizeTrades: boolean;
  readonly storage: RunStorage;
}

/** The declared defaults of `strategy`. */
export function defaultParameters(strategy: StrategyDescription | undefined): ParameterValues {
  const entries = Object.entries(strategy?.parameters ?? {});
  return Object.fromEntries(entries.map(([name, parameter]) => [name, parameter.default]));
}

/** The form of a first visit: SMA cross with its defaults where it exists. */
export function initialForm(strategies: readonly StrategyDescription[]): RunForm {
  const first = strategies.find((one) => one.id === 'sma-cross') ?? strategies[0];
  return {
    strategy: first?.id ?? '',
    others: [],
    benchmark: '',
    session: null,
    params: {},
    cash: 10_000,
    commissionPct: DEFAULT_COMMISSION,
    terms: {},
    fillProfile: 'next-open',
    from: '',
    to: '',
    exclusiveOrders: true,
    finalizeTrades: false,
    storage: 'duckdb',
  };
}

/** Values of the chosen strategy: what was set, over the defaults. */
export function formParameters(form: RunForm, strategies: readonly StrategyDescription[]): ParameterValues {
  const strategy = strategies.find((one) => one.id === form.strategy);
  return { ...defaultParameters(strategy), ...form.params[form.strategy] };
}

/** Why `form` cannot be run, null when it can. Days are compared as text: they are ISO dates. */
export function formProblem({ from, to, terms }: RunForm): string | null {
  if (from !== '' && to !== '' && from > to) {
    return `From (${from}) lies after To (${to}): the first day must not come after the last one.`;
  }
  return termsProblem(terms);
}

/** Id of the field that {@link formProblem} is about. */
export function problemField({ from, to, terms }: RunForm): string {
  if (from !== '' && to !== '' && from > to) return 'run-from';
  const { margin = 1, maintenanceMargin = 0 } = terms;
  return maintenanceMargin > margin ? 'run-maintenance' : 'contract-maintenanceMargin';
}

/** The request that `form` describes on `series`. The last day is included: the request's end is the midnight after it. */
export function runRequest(
  form: RunForm,
  series: SeriesInfo,
  strategies: readonly StrategyDescription[],
): RunRequest {
  const others = form.others.filter((id) => id !== series.id);
  return {
    strategy: form.strategy,
    params: formParameters(form, strategies),
    series: others.length > 0 ? [series.id, ...others] : series.id,
    ...(form.benchmark ? { benchmark: form.benchmark } : {}),
    ...(form.session ? { session: form.session } : {}),
    storage: form.storage,
    ...(form.from ? { start: Date.parse(form.from) } : {}),
    ...(form.to ? { end: Date.parse(form.to) + DAY } : {}),
    cash: form.cash,
    commission: shareOf(form.commissionPct),
    ...termsRequest(form.terms, form.fillProfile, [series.id, ...others]),
    fillProfile: form.fillProfile,
    exclusiveOrders: form.exclusiveOrders,
    finalizeTrades: form.finalizeTrades,
  };
}

/** The form that would repeat `run`. */
export function formOfRun(form: RunForm, run: StoredRun): RunForm {
  const specification = run.runs[0]?.result.specification;
  if (!specification) return form;
  const isoDay = (time: number) => new Date(time).toISOString().slice(0, 10);
  return {
    ...form,
    strategy: specification.strategy,
    others: specification.series.slice(1).map(({ id }) => id),
    benchmark: specification.benchmark?.id ?? '',
    session: specification.session ?? null,
    params: { ...form.params, [specification.strategy]: specification.params },
    cash: specification.cash,
    commissionPct: percentOf(
      specification.fees?.type === 'percent' ? specification.fees.rate : specification.commission,
    ),
    terms: termsOf(specification),
    fillProfile: specification.fillProfile,
    from: specification.start === undefined ? '' : isoDay(specification.start),
    to: specification.end === undefined ? '' : isoDay(specification.end - 1),
    exclusiveOrders: specification.exclusiveOrders,
    finalizeTrades: specification.finalizeTrades,
    storage: run.runs.length > 1 ? 'both' : (run.runs[0]?.storage ?? 'duckdb'),
  };
}
