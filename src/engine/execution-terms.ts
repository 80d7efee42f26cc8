import type { SlippageTerms } from '../core/costs.ts';
import type { BacktestSpecification } from './backtest-specification.ts';
import type { Commission } from './commission.ts';
import type { Contracts } from './contracts.ts';
import { FILL_RULES } from './fill-profiles/fill-profiles.ts';
import type { FillRules } from './fill-profiles/fill-rules.ts';
import { type FinerBars, refines } from './finer-bars.ts';
import { IntrabarCourse } from './intrabar-course.ts';
import { INTRABAR_POLICIES } from './intrabar-policy.ts';
import { StaleBars } from './stale-bars.ts';
import { VolumeLimit } from './volume-limit.ts';

/** What executes orders is set up with. */
export interface ExecutionTerms {
  readonly rules: FillRules;
  readonly commission: Commission;
  readonly leverage: number;
  readonly hedging: boolean;
  /** Market orders fill at the close before the executing bar. */
  readonly tradeOnClose: boolean;
  readonly spread: number;
  readonly slippage: SlippageTerms | undefined;
  readonly lotSize: number;
  readonly contracts: Contracts;
  /** Decides what happened first within a bar; absent: the worse course is taken. */
  readonly course?: IntrabarCourse | undefined;
  /** Keeps orders from bars that are stale; absent: none is. */
  readonly stale?: StaleBars | undefined;
  /** Units that orders may trade in a bar; absent: any. */
  readonly volumeLimit?: VolumeLimit | undefined;
}

/** What a specification says about when and how much of an order executes; each is absent where nothing but the default is asked for. */
export function executionTerms(
  specification: BacktestSpecification,
  finer: FinerBars | undefined,
): Pick<ExecutionTerms, 'course' | 'stale' | 'volumeLimit'> {
  const { series, fillProfile, intrabar = 'pessimistic', maxGap, volumeLimit, lotSize = 1 } = specification;
  return {
    course:
      intrabar === 'pessimistic' && finer === undefined ? undefined : new IntrabarCourse(intrabar, finer),
    stale: FILL_RULES[fillProfile].refusesStale ? new StaleBars(series, maxGap) : undefined,
    volumeLimit: volumeLimit === undefined ? undefined : new VolumeLimit(volumeLimit, lotSize, series.length),
  };
}

/** Checks these fields of a specification; `demand` throws naming the field. */
export function checkExecutionTerms(
  specification: BacktestSpecification,
  demand: (met: boolean, field: string, expected: string, value: unknown) => void,
): void {
  const { series, fillProfile, intrabar, finerBars, band, maxGap, volumeLimit, trailHistory } = specification;
  if (!FILL_RULES[fillProfile].takesTerms) {
    const others = { intrabar: intrabar === 'pessimistic' ? undefined : intrabar, finerBars, volumeLimit };
    for (const [field, value] of Object.entries(others)) {
      demand(
        value === undefined,
        field,
        `absent in the profile ${fillProfile}, which has its own rule`,
        value,
      );
    }
  }
  const known = intrabar === undefined || INTRABAR_POLICIES.includes(intrabar);
  demand(known, 'intrabar', `one of ${INTRABAR_POLICIES.join(', ')}`, intrabar);
  for (const finer of finerBars ?? []) {
    const refined = series.some((each) => refines(finer, each));
    demand(
      refined,
      'finerBars',
      'shorter bars of an instrument of the run',
      `${finer.symbol} ${finer.timeframe}`,
    );
  }
  demand(band === undefined || typeof band === 'boolean', 'band', 'true or false', band);
  const listed = trailHistory === undefined || typeof trailHistory === 'boolean';
  demand(listed, 'trailHistory', 'true or false', trailHistory);
  demand(maxGap === undefined || maxGap === null || maxGap >= 0, 'maxGap', 'days from 0 on, or null', maxGap);
  const share = volumeLimit === undefined || (volumeLimit > 0 && volumeLimit <= 1);
  demand(share, 'volumeLimit', 'a share of the volume above 0 and at most 1', volumeLimit);
}
