import { EXTRA_COLUMNS, type ExtraColumn, STORED_COLUMNS, type StoredBars } from '../core/bar.ts';
import { abortError } from '../core/error.ts';
import type { SeriesKey } from '../core/series.ts';
import type { BarStorage } from './bar-storage.ts';
import { openKnownSeries } from './known-series.ts';
import type { CopyOptions, StoreReport } from './store-report.ts';

/** Copies `series` from a snapshot of `source` into `target` in one write. */
export async function copySeries(
  source: Pick<BarStorage, 'openSnapshot'>,
  target: Pick<BarStorage, 'openWriter'>,
  series: SeriesKey,
  options: CopyOptions = {},
): Promise<StoreReport> {
  const snapshot = await openKnownSeries(source, series);
  const stored = snapshot?.series[0];
  if (!snapshot || !stored) return { inserted: 0, updated: 0, skipped: 0 };
  try {
    const writer = await target.openWriter(
      series,
      options.onConflict ? { onConflict: options.onConflict } : {},
    );
    try {
      let rows = 0;
      for (const [chunk, extent] of stored.chunks.entries()) {
        if (options.signal?.aborted) throw abortError('The copy');
        const bars = (await snapshot.read(0, chunk, STORED_COLUMNS)) as StoredBars;
        await writer.append(withoutEmptyExtras(bars));
        rows += extent.rows;
        options.onProgress?.(rows, stored.info.rows);
      }
      return await writer.commit();
    } finally {
      await writer.rollback();
    }
  } finally {
    await snapshot.release();
  }
}

function withoutEmptyExtras(bars: StoredBars): StoredBars {
  const { adjClose, dividend, splitRatio, ...required } = bars;
  const extras = { adjClose, dividend, splitRatio };
  const used = EXTRA_COLUMNS.filter((column) => extras[column]?.some((value) => !Number.isNaN(value)));
  const kept: Partial<Record<ExtraColumn, Float64Array>> = {};
  for (const column of used) kept[column] = extras[column] as Float64Array;
  return { ...required, ...kept };
}
