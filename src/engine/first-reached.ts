import { adaptiveCourse, type BarPrices, type IntrabarPolicy } from './intrabar-policy.ts';

/** An order of a group that a bar would fill were it alone. */
export interface Reached {
  /** Price at which the bar first concerns it: that of its fill, or the stop or touch price that comes before. */
  readonly level: number;
  /** What a unit of its fill is worth at the close of the bar: the lower, the worse. */
  readonly gain: number;
}

/** Which of several comes first, by index; `sure` when the bar, or finer ones, tell it; `from`: the price at which the finer bar began that reaches it. */
export interface FirstReached {
  readonly index: number;
  readonly sure: boolean;
  readonly from: number;
}

/**
 * Which order of a group a bar reaches first. What is reached at the open comes first, of several the one that was sent first. On either side of
 * the open the nearer one comes first. Between the two sides finer bars decide (`parts`, oldest first), and where these do not tell, the
 * policy: the fill that is worth less at the close (`pessimistic`), more (`optimistic`), or by the extreme nearer to the open (`adaptive`).
 */
export function firstReached(
  policy: IntrabarPolicy,
  bar: BarPrices,
  parts: readonly BarPrices[],
  orders: readonly Reached[],
): FirstReached {
  const { open } = bar;
  let [at, up, down] = [-1, -1, -1];
  for (const [index, { level }] of orders.entries()) {
    if (level === open) at = at < 0 ? index : at;
    else if (level > open) up = up < 0 || level < orders[up]!.level ? index : up;
    else down = down < 0 || level > orders[down]!.level ? index : down;
  }
  const certain = (index: number, from = Number.NaN) => ({ index, sure: true, from });
  if (at >= 0) return certain(at);
  if (up < 0 || down < 0) return certain(Math.max(up, down));
  const [above, below] = [orders[up]!, orders[down]!];
  for (const part of parts) {
    const rises = part.high >= above.level;
    const falls = part.low <= below.level;
    if (!rises && !falls) continue;
    if (rises && (!falls || part.open >= above.level)) return certain(up, part.open);
    if (falls && (!rises || part.open <= below.level)) return certain(down, part.open);
    return { index: byPolicy(policy, part, above, below) ? up : down, sure: false, from: part.open };
  }
  return { index: byPolicy(policy, bar, above, below) ? up : down, sure: false, from: Number.NaN };
}

/** Whether the order above the open is taken to come first. */
function byPolicy(policy: IntrabarPolicy, bar: BarPrices, above: Reached, below: Reached): boolean {
  const worse = above.gain < below.gain;
  if (policy === 'pessimistic') return worse;
  if (policy === 'optimistic') return above.gain > below.gain;
  // At a tie of both extremes the worse course.
  return adaptiveCourse(bar, !worse)[1] === bar.high;
}
