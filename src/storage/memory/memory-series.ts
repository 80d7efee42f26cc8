import type { StoredBars } from '../../core/bar.ts';
import { type SeriesInfo, type SeriesKey, seriesId } from '../../core/series.ts';
import { orderBars } from '../bar-order.ts';
import type { ConflictPolicy, StoreReport } from '../bar-storage.ts';
import { BarArray } from './bar-array.ts';
import { mergeBars } from './bar-merge.ts';

/** When a series was written last, and the running number of that write. */
export type WriteStamp = Pick<SeriesInfo, 'updatedAt' | 'revision'>;

/** The rows of one series, strictly ascending. Views handed out stay as they were whatever is stored afterwards. */
export class MemorySeries {
  readonly #key: SeriesKey;
  #bars = new BarArray();
  #stamp: WriteStamp = { updatedAt: 0, revision: 0 };

  /** `from`: whose rows the series takes over. */
  constructor(key: SeriesKey, from?: { readonly series: MemorySeries; readonly stamp: WriteStamp }) {
    if (from) {
      this.#bars = from.series.#bars;
      this.#stamp = from.stamp;
    }
    const { symbol, assetType, exchange, quote, timeframe, source } = key;
    this.#key = { symbol, assetType, exchange, quote, timeframe, source };
  }

  /** The rows as they are now. */
  view(): StoredBars {
    return this.#bars.view();
  }

  bytes(): number {
    return this.#bars.bytes();
  }

  info(): SeriesInfo {
    const { timestamp } = this.view();
    return {
      ...this.#key,
      id: seriesId(this.#key),
      rows: timestamp.length,
      first: timestamp[0] ?? 0,
      last: timestamp[timestamp.length - 1] ?? 0,
      ...this.#stamp,
    };
  }

  /** Stores `staged` rows in any order, all at once. */
  store(staged: BarArray, onConflict: ConflictPolicy, stamp: WriteStamp): StoreReport {
    const handed = staged.length;
    const { bars, duplicates } = orderBars(staged.view(), onConflict);
    const rows = handed - duplicates;
    if (rows === 0) return { inserted: 0, updated: 0, skipped: duplicates };
    const matched = this.#add(staged, bars, onConflict);
    const updated = onConflict === 'replace' ? matched : 0;
    const inserted = rows - matched;
    if (inserted + updated > 0) this.#stamp = stamp;
    return { inserted, updated, skipped: handed - inserted - updated };
  }

  #add(staged: BarArray, bars: StoredBars, onConflict: ConflictPolicy): number {
    const stored = this.view();
    const last = stored.timestamp[stored.timestamp.length - 1];
    const inOrder = bars.timestamp.buffer === staged.view().timestamp.buffer;
    if (last === undefined && inOrder) {
      this.#bars = staged;
      return 0;
    }
    if (last === undefined || (bars.timestamp[0] as number) > last) {
      this.#bars.push(bars);
      return 0;
    }
    const merged = mergeBars(stored, bars, onConflict);
    this.#bars = filled(merged.bars);
    return merged.matched;
  }
}

function filled(bars: StoredBars): BarArray {
  const array = new BarArray();
  array.push(bars);
  return array;
}
