import type { StoredBars } from '../core/bar.ts';
import type { BarWriter, StoreReport } from './bar-storage.ts';

/** Stores one batch through `writer` and ends it: durably, or without a trace when an error is thrown on. */
export async function writeOnce(writer: BarWriter, bars: StoredBars): Promise<StoreReport> {
  try {
    await writer.append(bars);
    return await writer.commit();
  } finally {
    await writer.rollback();
  }
}
