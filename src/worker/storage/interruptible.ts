import { abortError } from '../../core/error.ts';
import type { BarSnapshot, BarStorage } from '../../storage/bar-storage.ts';
import { letMessagesIn } from './let-messages-in.ts';

/** Says how many bars of how many have been read. */
export type RowProgress = (rowsDone: number, rowsTotal: number) => void;

/**
 * `source`, whose snapshots let messages in before every chunk, so that a long read can be cancelled and says how far it is. `passes`: how often the
 * whole series will be read.
 */
export function interruptible(
  source: Pick<BarStorage, 'openSnapshot'>,
  what: string,
  signal: AbortSignal,
  onProgress: RowProgress,
  passes = 1,
): Pick<BarStorage, 'openSnapshot'> {
  let done = 0;
  return {
    async openSnapshot(keys) {
      const snapshot = await source.openSnapshot(keys);
      const total = passes * snapshot.series.reduce((sum, { info }) => sum + info.rows, 0);
      const read: BarSnapshot['read'] = async (series, chunk, columns) => {
        await letMessagesIn();
        if (signal.aborted) throw abortError(what);
        const bars = await snapshot.read(series, chunk, columns);
        done += snapshot.series[series]?.chunks[chunk]?.rows ?? 0;
        onProgress(Math.min(done, total), total);
        return bars;
      };
      return { series: snapshot.series, read, release: () => snapshot.release() };
    },
  };
}
