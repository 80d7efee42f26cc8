import { BacktabError } from '../../core/error.ts';
import type { SeriesKey } from '../../core/series.ts';
import { seriesId } from '../../core/series.ts';
import type { BarStorage } from '../../storage/bar-storage.ts';
import { copySeries as copyBars } from '../../storage/series-copy.ts';
import { compareSeriesBars } from '../../storage/series-validation.ts';
import type { SeriesCopy } from '../storage-facade.ts';
import { interruptible, type RowProgress } from './interruptible.ts';

/**
 * Copies a series into `target`, then compares both sides bar by bar and bit by bit. Errors: `unknown-series`, an AbortError once `signal` says so;
 * nothing is left in `target` then.
 */
export async function copyAndValidate(
  source: BarStorage,
  target: BarStorage,
  series: SeriesKey,
  signal: AbortSignal,
  onProgress: RowProgress,
): Promise<SeriesCopy> {
  const id = seriesId(series);
  if (!(await source.listSeries()).some((info) => info.id === id)) {
    throw new BacktabError('unknown-series', `There is no series "${id}". Pick one of listSeries().`);
  }
  const from = interruptible(source, 'The copy', signal, onProgress, 2);
  try {
    const report = await copyBars(from, target, series, { signal });
    const comparison = await compareSeriesBars(from, target, series);
    return { storage: target.kind, report, comparison };
  } catch (error) {
    await target.deleteSeries(series);
    throw error;
  }
}
