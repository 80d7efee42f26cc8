/**
 * What to take for granted where a bar's four prices do not tell what happened first: the worse course (`pessimistic`, the default), the
 * extreme nearer to the open first (`adaptive`), or the better course (`optimistic`).
 */
export const INTRABAR_POLICIES = ['pessimistic', 'adaptive', 'optimistic'] as const;

/** Name of an intrabar policy. */
export type IntrabarPolicy = (typeof INTRABAR_POLICIES)[number];

/** Prices of a bar or of a part of it. */
export interface BarPrices {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** Which guard of a trade was reached first; `none` when neither counts in this bar. */
export type GuardReached = 'stop' | 'target' | 'none';

/** Prices that guard a trade; NaN for one that is not there. `sell` is true for the guards of a long trade. */
export interface Guards {
  readonly sell: boolean;
  readonly stop: number;
  readonly target: number;
}

/** Whether a price lies within the range of a bar. */
export function isWithin({ high, low }: Pick<BarPrices, 'high' | 'low'>, price: number): boolean {
  return low <= price && price <= high;
}

/** Whether the price reaches the stop of `guards` in a bar. */
export function reachesStop({ high, low }: BarPrices, { sell, stop }: Guards): boolean {
  return sell ? low <= stop : high >= stop;
}

/** Whether the price reaches the target of `guards` in a bar. */
export function reachesTarget({ high, low }: BarPrices, { sell, target }: Guards): boolean {
  return sell ? high >= target : low <= target;
}

/** The four prices in the order in which `adaptive` takes them to come: the extreme nearer to the open first, the worse one for `sell` at a tie. */
export function adaptiveCourse({ open, high, low, close }: BarPrices, sell: boolean): readonly number[] {
  const up = high - open;
  const down = open - low;
  const highFirst = up === down ? !sell : up < down;
  return highFirst ? [open, high, low, close] : [open, low, high, close];
}

/** The first guard of a trade that is open from the bar's open on, both of them being within the bar. */
export function firstGuard(policy: IntrabarPolicy, bar: BarPrices, guards: Guards): GuardReached {
  if (policy === 'pessimistic') return 'stop';
  if (policy === 'optimistic') return 'target';
  return guardAlong(adaptiveCourse(bar, guards.sell), guards);
}

/**
 * The guard that is reached in the bar of an entry at `entry`, to which the price came from below (`rising`) or from above. The pessimistic
 * course has the guards wait for the next bar.
 */
export function guardAfterEntry(
  policy: IntrabarPolicy,
  bar: BarPrices,
  guards: Guards,
  entry: number,
  rising: boolean,
): GuardReached {
  if (policy === 'pessimistic') return 'none';
  if (policy === 'optimistic') return reachesTarget(bar, guards) ? 'target' : 'none';
  return guardAlong(courseFrom(adaptiveCourse(bar, guards.sell), entry, rising), guards);
}

/** Whether a limit behind a trigger price is reached after the trigger, which the price came to from below (`rising`) or from above. */
export function limitAfterTrigger(
  policy: IntrabarPolicy,
  bar: BarPrices,
  limit: number,
  trigger: number,
  rising: boolean,
): boolean {
  if (policy !== 'adaptive') return policy === 'optimistic';
  return courseFrom(adaptiveCourse(bar, !rising), trigger, rising).some((price) =>
    rising ? price <= limit : price >= limit,
  );
}

/** What is left of a course once it has come to `price`; nothing when it does not. */
function courseFrom(course: readonly number[], price: number, rising: boolean): readonly number[] {
  const reached = course.findIndex((each) => (rising ? each >= price : each <= price));
  return reached < 0 ? [] : [price, ...course.slice(reached)];
}

function guardAlong(course: readonly number[], { sell, stop, target }: Guards): GuardReached {
  for (const price of course) {
    if (sell ? price <= stop : price >= stop) return 'stop';
    if (sell ? price >= target : price <= target) return 'target';
  }
  return 'none';
}
