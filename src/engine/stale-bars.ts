import type { AssetType, SeriesInfo } from '../core/series.ts';
import { timeframeMilliseconds } from '../core/timeframe.ts';
import type { ExecutingBar } from './fill-profiles/fill-rules.ts';
import { isAuction } from './order-intake.ts';
import type { PendingOrder } from './order-queue.ts';

const DAY = 86_400_000;

/** Why an order ended that was to fill in a bar which came too late. */
export const TOO_LATE = 'the next bar came too long after the decision';

/** Days without bars after which an order for the next bar is stale, unless the run says otherwise: markets that never close have no holidays. */
export function defaultMaxGap(assetType: AssetType): number {
  return assetType === 'crypto' ? 1 : 14;
}

/** Tells which bars must not fill an order: one that is made up, and one that follows a hole in the data. */
export class StaleBars {
  readonly #longest: Float64Array;

  /** `maxGap`: days without bars that are no hole; null for no bound, absent for {@link defaultMaxGap}. */
  constructor(series: readonly SeriesInfo[], maxGap: number | null | undefined) {
    this.#longest = Float64Array.from(series, ({ timeframe, assetType }) => {
      const days = maxGap === undefined ? defaultMaxGap(assetType) : (maxGap ?? Number.POSITIVE_INFINITY);
      return timeframeMilliseconds(timeframe) + days * DAY;
    });
  }

  /** Whether a bar that opens at `time` follows the one that opened at `previous` (epoch ms UTC) across a hole. */
  followsHole(series: number, previous: number, time: number): boolean {
    return time - previous > this.#longest[series]!;
  }
}

/** Whether a bar only repeats the close before it without any volume: what a vendor fills a hole with. */
export function isRepeated({ open, high, low, close, volume }: ExecutingBar, before: number): boolean {
  return volume === 0 && open === before && high === before && low === before && close === before;
}

/** Whether an order was meant for the very next bar: a market order, one for a session's open or close, IOC and FOK. Others rest. */
export function isForNextBar({ type, timeInForce }: PendingOrder): boolean {
  return type === 'market' || isAuction(type) || timeInForce === 'IOC' || timeInForce === 'FOK';
}
