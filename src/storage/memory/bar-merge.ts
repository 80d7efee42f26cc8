import { allocateBars, BAR_COLUMNS, type BarColumns, sliceBars } from '../../core/bar.ts';
import type { ConflictPolicy } from '../bar-storage.ts';

/** Two ascending sets of rows made one, and how many times stood in both. */
export interface MergedBars {
  readonly bars: BarColumns;
  readonly matched: number;
}

/** Merges `added` into `stored`, both strictly ascending. A time in both keeps the stored row (`keep`) or takes the added one (`replace`). */
export function mergeBars(stored: BarColumns, added: BarColumns, onConflict: ConflictPolicy): MergedBars {
  const rows = stored.timestamp.length;
  const extra = added.timestamp.length;
  const merged = allocateBars(rows + extra);
  let at = 0;
  let left = 0;
  let right = 0;
  let matched = 0;
  while (left < rows || right < extra) {
    const leftTime = left < rows ? (stored.timestamp[left] as number) : Number.POSITIVE_INFINITY;
    const rightTime = right < extra ? (added.timestamp[right] as number) : Number.POSITIVE_INFINITY;
    const same = leftTime === rightTime;
    const fromAdded = rightTime < leftTime || (same && onConflict === 'replace');
    const source = fromAdded ? added : stored;
    const row = fromAdded ? right : left;
    for (const column of BAR_COLUMNS) merged[column][at] = source[column][row] as number;
    at++;
    if (leftTime <= rightTime) left++;
    if (rightTime <= leftTime) right++;
    if (same) matched++;
  }
  return { bars: sliceBars(merged, 0, at), matched };
}
