import type { TimeInForce } from '../core/order.ts';
import type { EntryTerms } from './order-sizing.ts';

/** Units that orders may trade in a bar: a share of its volume, whole lots, for all orders of the series together. */
export class VolumeLimit {
  readonly #share: number;
  readonly #lotSize: number;
  readonly #left: Float64Array;
  readonly #bar: Float64Array;

  /** `share` is above 0 and at most 1: 0.1 lets orders have a tenth of the volume. */
  constructor(share: number, lotSize: number, seriesCount: number) {
    this.#share = share;
    this.#lotSize = lotSize;
    this.#left = new Float64Array(seriesCount);
    this.#bar = new Float64Array(seriesCount).fill(-1);
  }

  /** Begins a bar of a series, unless it has begun. A volume that is not known counts as none. */
  begin(series: number, bar: number, volume: number): void {
    if (this.#bar[series] === bar) return;
    this.#bar[series] = bar;
    const lots = Math.floor((volume * this.#share) / this.#lotSize + 1e-9);
    this.#left[series] = lots > 0 ? lots * this.#lotSize : 0;
  }

  /** Takes up to `wanted` units out of the bar; none at all for a FOK order that cannot have them all. */
  take(series: number, wanted: number, timeInForce: TimeInForce): number {
    const left = this.#left[series]!;
    const units = wanted <= left ? wanted : timeInForce === 'FOK' ? 0 : left;
    this.#left[series] = left - units;
    return units;
  }
}

/** The part of an entry that `units` make up: what it closes first, what it opens with the rest. */
export function partOf(terms: EntryTerms, units: number): EntryTerms {
  if (units === terms.units) return terms;
  const closing = Math.min(units, terms.closing);
  return { ...terms, units, closing, opening: units - closing };
}
