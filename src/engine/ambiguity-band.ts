import { INTRABAR_POLICIES, type IntrabarPolicy } from './intrabar-policy.ts';

/**
 * Final equity in money when ambiguous bars took the worse course, the one by the extreme nearer to the open, the better one. `worst` and
 * `best` are the least and the most of the three runs: trades depend on the ones before, so that the better course can end lower.
 */
export interface AmbiguityBand {
  readonly worst: number;
  readonly adaptive: number;
  readonly best: number;
}

/** What a band needs to know of a run under one policy. */
export interface BandRun {
  readonly equity: number;
  /** Whether any of its bars was ambiguous. */
  readonly ambiguous: boolean;
}

/** The band around a run that is over. Costs a run for each other policy, none when no bar was ambiguous. */
export async function ambiguityBand(
  policy: IntrabarPolicy = 'pessimistic',
  done: BandRun,
  runUnder: (policy: IntrabarPolicy) => Promise<BandRun>,
): Promise<AmbiguityBand> {
  const equities: Partial<Record<IntrabarPolicy, number>> = {};
  for (const each of INTRABAR_POLICIES) {
    equities[each] = each === policy || !done.ambiguous ? done.equity : (await runUnder(each)).equity;
  }
  const values = Object.values(equities);
  return {
    worst: Math.min(...values),
    adaptive: equities.adaptive ?? done.equity,
    best: Math.max(...values),
  };
}
