import { BacktabError } from '../core/error.ts';
import type { SeriesKey } from '../core/series.ts';
import type { BarSnapshot, BarStorage } from './bar-storage.ts';

/** A snapshot of one series, or `undefined` when it is not stored. */
export async function openKnownSeries(
  storage: Pick<BarStorage, 'openSnapshot'>,
  series: SeriesKey,
): Promise<BarSnapshot | undefined> {
  try {
    return await storage.openSnapshot([series]);
  } catch (error) {
    if (error instanceof BacktabError && error.code === 'unknown-series') return undefined;
    throw error;
  }
}
