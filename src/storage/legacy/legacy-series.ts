import { type SeriesInfo, type SeriesKey, seriesId } from '../../core/series.ts';
import type { ConflictPolicy, HistoryRequest, StoreReport } from '../bar-storage.ts';
import type { BarRow } from './bar-row.ts';

/** A series as a list of row objects in ascending time. The list is replaced by every write, never changed. */
export interface LegacySeries {
  readonly info: SeriesInfo;
  readonly rows: readonly BarRow[];
}

/** What a write leaves of `stored`, and its tally. `stamp`: moment and number of the write. */
export function mergeRows(
  key: SeriesKey,
  stored: LegacySeries | undefined,
  added: readonly BarRow[],
  onConflict: ConflictPolicy,
  stamp: Pick<SeriesInfo, 'updatedAt' | 'revision'>,
): { readonly series: LegacySeries | undefined; readonly report: StoreReport } {
  const before = new Set(stored?.rows.map((row) => row.timestamp));
  const byTime = new Map(stored?.rows.map((row) => [row.timestamp, row]));
  const replaced = new Set<number>();
  for (const row of added) {
    if (byTime.has(row.timestamp) && onConflict === 'keep') continue;
    if (before.has(row.timestamp)) replaced.add(row.timestamp);
    byTime.set(row.timestamp, row);
  }
  const inserted = byTime.size - before.size;
  const updated = replaced.size;
  const report = { inserted, updated, skipped: added.length - inserted - updated };
  if (inserted + updated === 0) return { series: stored, report };
  const rows = [...byTime.values()].sort((a, b) => a.timestamp - b.timestamp);
  return { series: describeRows(key, rows, stamp), report };
}

/** `rows`, which must be ascending and at least one, as a series. */
export function describeRows(
  key: SeriesKey,
  rows: readonly BarRow[],
  stamp: Pick<SeriesInfo, 'updatedAt' | 'revision'>,
): LegacySeries {
  const { symbol, assetType, exchange, quote, timeframe, source } = key;
  const [first, last] = [rows[0], rows.at(-1)].map((row) => row?.timestamp ?? 0) as [number, number];
  const identity = { symbol, assetType, exchange, quote, timeframe, source };
  return { info: { ...identity, id: seriesId(key), rows: rows.length, first, last, ...stamp }, rows };
}

/** The rows asked for, found by looking at every one. */
export function scanRows(rows: readonly BarRow[], request: HistoryRequest): readonly BarRow[] {
  if ('length' in request) {
    const length = Math.max(0, Math.floor(request.length));
    const earlier = rows.filter((row) => row.timestamp < request.before);
    return length === 0 ? [] : earlier.slice(-length);
  }
  return rows.filter((row) => row.timestamp >= request.from && row.timestamp < request.to);
}
