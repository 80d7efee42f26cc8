import { type StoredBars, type StoredColumn, sliceColumns } from '../../core/bar.ts';
import type { ConflictPolicy } from '../bar-storage.ts';
import { columnsOf } from './bar-array.ts';

/** Two ascending sets of rows made one, and how many times stood in both. */
export interface MergedBars {
  readonly bars: StoredBars;
  readonly matched: number;
}

/** Merges `added` into `stored`, both strictly ascending. A time in both keeps the stored row (`keep`) or takes the added one (`replace`). */
export function mergeBars(stored: StoredBars, added: StoredBars, onConflict: ConflictPolicy): MergedBars {
  const rows = stored.timestamp.length;
  const extra = added.timestamp.length;
  const columns = columnsOf(stored, added);
  const merged: Partial<Record<StoredColumn, Float64Array>> = {};
  for (const column of columns) merged[column] = new Float64Array(rows + extra);
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
    for (const column of columns) (merged[column] as Float64Array)[at] = source[column]?.[row] ?? Number.NaN;
    at++;
    if (leftTime <= rightTime) left++;
    if (rightTime <= leftTime) right++;
    if (same) matched++;
  }
  return { bars: sliceColumns(merged as StoredBars, 0, at), matched };
}
