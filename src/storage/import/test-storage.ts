import type { BarColumns } from '../../core/bar.ts';
import type { SeriesKey } from '../../core/series.ts';
import type { BarStorage } from '../bar-storage.ts';
import { MemoryStorage } from '../memory/memory-storage.ts';
import type { ImportControl } from './import-file.ts';

/** For tests: an empty storage in memory. */
export function createStorage(): BarStorage {
  let time = 0;
  return new MemoryStorage({ clock: () => ++time, now: () => 0 });
}

/** For tests: a control whose clock gains 60 ms a call, so that every progress report comes through. */
export function createControl(parts: Partial<ImportControl> = {}): ImportControl {
  let time = 0;
  const clock = () => {
    time += 60;
    return time;
  };
  return { signal: new AbortController().signal, onProgress: () => undefined, clock, ...parts };
}

/** For tests: all bars of a series. */
export async function storedBars(storage: BarStorage, series: SeriesKey): Promise<BarColumns> {
  const range = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  return (await storage.getHistoricalPrices(series, range)) as BarColumns;
}

/** For tests: a file from text. */
export function textFile(name: string, text: string | Uint8Array<ArrayBuffer>): File {
  return new File([text], name);
}
