import type { CashFlow } from '../../core/account-terms.ts';
import { RUN_TERMS, type RunTerms } from '../../engine/backtest-specification.ts';
import { checkRunTerms } from '../../engine/specification-validation.ts';
import type { RunRequest } from './workbench-client.ts';

/** Terms as a request has them, with the series that they are for: times of cash flows may be texts. */
export type RequestedTerms = Pick<RunRequest, keyof RunTerms> & Partial<Pick<RunRequest, 'series'>>;

/**
 * The terms that a request names, checked; `moment` reads a time. Absent fields stay absent.
 * @throws BacktabError `bad-argument` naming the field and its value.
 */
export function readRunTerms(
  request: RequestedTerms,
  moment: (value: unknown, field: string) => number | undefined,
): RunTerms {
  const given = Object.fromEntries(
    RUN_TERMS.filter((name) => request[name] !== undefined).map((name) => [name, request[name]]),
  );
  const { cashFlows } = request;
  if (Array.isArray(cashFlows)) given.cashFlows = cashFlows.map((flow, index) => timed(flow, index, moment));
  const terms = given as RunTerms;
  checkRunTerms(terms, Array.isArray(request.series) ? request.series.length : 1);
  return terms;
}

function timed(
  flow: unknown,
  index: number,
  moment: (value: unknown, field: string) => number | undefined,
): CashFlow {
  if (typeof flow !== 'object' || flow === null) return flow as unknown as CashFlow;
  const { time } = flow as { readonly time?: unknown };
  return { ...(flow as CashFlow), time: moment(time, `cashFlows[${index}].time`) as number };
}
