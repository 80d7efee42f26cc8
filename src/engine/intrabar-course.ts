import type { FinerBars } from './finer-bars.ts';
import { type FirstReached, firstReached, type Reached } from './first-reached.ts';
import {
  type BarPrices,
  firstGuard,
  type GuardReached,
  type Guards,
  guardAfterEntry,
  type IntrabarPolicy,
  limitAfterTrigger,
  reachesStop,
  reachesTarget,
} from './intrabar-policy.ts';

/** What a bar was found to have done. `sure` when finer bars tell it; `price` is what a stop fills at. */
export interface CourseFinding {
  readonly reached: GuardReached;
  readonly price: number;
  readonly sure: boolean;
}

/** Decides what happened first within a bar: by finer bars where there are any, else by a policy. */
export class IntrabarCourse {
  readonly #policy: IntrabarPolicy;
  readonly #finer: FinerBars | undefined;

  constructor(policy: IntrabarPolicy, finer: FinerBars | undefined) {
    this.#policy = policy;
    this.#finer = finer;
  }

  /** Which order of a group comes first in a bar that would fill each of them and opens at `time`. */
  groupReached(series: number, time: number, bar: BarPrices, orders: readonly Reached[]): FirstReached {
    return firstReached(this.#policy, bar, this.#parts(series, time, bar), orders);
  }

  /** Which guard of a trade comes first in a bar that reaches both and opens at `time`. */
  guardReached(series: number, time: number, bar: BarPrices, guards: Guards): CourseFinding {
    const parts = this.#parts(series, time, bar);
    const found = this.#along(parts, 0, guards);
    if (found.reached !== 'none') return found;
    return finding(firstGuard(this.#policy, bar, guards), guards, bar.open, false);
  }

  /** Which guard is reached after an entry at `entry`, to which the price came from below (`rising`) or from above. */
  guardAfterEntry(
    series: number,
    time: number,
    bar: BarPrices,
    guards: Guards,
    entry: number,
    rising: boolean,
  ): CourseFinding {
    const parts = this.#parts(series, time, bar);
    const at = parts.findIndex(({ high, low }) => (rising ? high >= entry : low <= entry));
    const part = parts[at] ?? bar;
    const doubtful = at < 0 || reachesStop(part, guards) || reachesTarget(part, guards);
    if (doubtful) {
      const reached = guardAfterEntry(this.#policy, part, guards, entry, rising);
      if (reached !== 'none' || at < 0) return finding(reached, guards, entry, false);
    }
    const later = this.#along(parts, at + 1, guards);
    return { ...later, sure: later.sure && !doubtful };
  }

  /** Whether a limit behind a trigger price is reached after it. NaN when not, or else the price of the fill. */
  limitAfterTrigger(
    series: number,
    time: number,
    bar: BarPrices,
    limit: number,
    trigger: number,
    rising: boolean,
  ): { readonly price: number; readonly sure: boolean } {
    const parts = this.#parts(series, time, bar);
    const behind = (price: number) => (rising ? price <= limit : price >= limit);
    const at = parts.findIndex(({ high, low }) => (rising ? high >= trigger : low <= trigger));
    const part = parts[at] ?? bar;
    const doubtful = at < 0 || (behind(rising ? part.low : part.high) && !behind(part.close));
    if (at >= 0 && behind(part.close)) return { price: limit, sure: true };
    if (doubtful) {
      const filled = limitAfterTrigger(this.#policy, part, limit, trigger, rising);
      if (filled || at < 0) return { price: filled ? limit : Number.NaN, sure: false };
    }
    const later = parts.slice(at + 1).find(({ high, low }) => behind(rising ? low : high));
    if (!later) return { price: Number.NaN, sure: !doubtful };
    const price = rising ? Math.min(later.open, limit) : Math.max(later.open, limit);
    return { price, sure: !doubtful };
  }

  /** The finer bars within a bar; none where one of them leaves its range, and so tells of other prices. */
  #parts(series: number, time: number, { high, low }: BarPrices): readonly BarPrices[] {
    const parts = this.#finer?.within(series, time) ?? [];
    return parts.every((part) => part.low >= low && part.high <= high) ? parts : [];
  }

  /** The first guard along finer bars from the one at `from` on. */
  #along(parts: readonly BarPrices[], from: number, guards: Guards): CourseFinding {
    const { sell, stop, target } = guards;
    for (let index = from; index < parts.length; index++) {
      const part = parts[index]!;
      const { open } = part;
      const stopped = reachesStop(part, guards);
      const met = reachesTarget(part, guards);
      if (!stopped && !met) continue;
      if (stopped && (!met || (sell ? open <= stop : open >= stop))) {
        return finding('stop', guards, open, true);
      }
      if (met && (!stopped || (sell ? open >= target : open <= target))) {
        return finding('target', guards, open, true);
      }
      return finding(firstGuard(this.#policy, part, guards), guards, open, false);
    }
    return { reached: 'none', price: Number.NaN, sure: parts.length > 0 };
  }
}

/** A stop fills at the worse of itself and `from`, the price at which the part of the bar began that reaches it. */
function finding(
  reached: GuardReached,
  { sell, stop, target }: Guards,
  from: number,
  sure: boolean,
): CourseFinding {
  if (reached === 'none') return { reached, price: Number.NaN, sure };
  if (reached === 'target') return { reached, price: target, sure };
  return { reached, price: sell ? Math.min(from, stop) : Math.max(from, stop), sure };
}
