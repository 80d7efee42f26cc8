import { expose, releaseProxy, transfer } from 'comlink';
import { BAR_COLUMNS, type BarColumns } from '../../core/bar.ts';
import { installErrorTransfer } from '../comlink-errors.ts';
import type { StorageFacade } from '../storage-facade.ts';
import { createStorageFacade } from './facade.ts';
import { databaseFiles, storageOpener } from './open-storage.ts';

// Entry of the storage worker: the only place where the database is open. It speaks Comlink with the page and with nobody else.

const clock = () => performance.now();
const facade = createStorageFacade(storageOpener(clock, Date.now), clock, databaseFiles(Date.now));

/** Calls `work` with a callback of the page, whose errors stay on the page, and lets go of that callback at the end. */
async function withCallback<Value, Result>(
  callback: ((value: Value) => unknown) | undefined,
  work: (callback: (value: Value) => void) => Promise<Result>,
): Promise<Result> {
  try {
    return await work((value) => {
      Promise.resolve(callback?.(value)).catch(() => {});
    });
  } finally {
    (callback as { readonly [releaseProxy]?: () => void } | undefined)?.[releaseProxy]?.();
  }
}

/** `bars`, whose arrays move to the page instead of being copied. */
function moved<Bars extends BarColumns>(bars: Bars): Bars {
  const buffers = BAR_COLUMNS.map((column) => bars[column]?.buffer).filter((buffer) => buffer !== undefined);
  return transfer(bars, [...new Set(buffers)] as ArrayBuffer[]);
}

const exposed: StorageFacade = {
  ...facade,
  getChartBars: async (...request) => moved(await facade.getChartBars(...request)),
  getHistoricalPrices: async (...request) => moved(await facade.getHistoricalPrices(...request)),
  importFile: (task, file, options, onProgress) =>
    withCallback(onProgress, (report) => facade.importFile(task, file, options, report)),
  loadSampleData: (task, onProgress) =>
    withCallback(onProgress, (report) => facade.loadSampleData(task, report)),
  exportSeries: (task, id, format, onProgress) =>
    withCallback(onProgress, (report) => facade.exportSeries(task, id, format, report)),
  copySeries: (task, id, to, onProgress) =>
    withCallback(onProgress, (report) => facade.copySeries(task, id, to, report)),
  backup: (task, onProgress) => withCallback(onProgress, (report) => facade.backup(task, report)),
  restore: (task, backup, onProgress) =>
    withCallback(onProgress, (report) => facade.restore(task, backup, report)),
};

installErrorTransfer();
expose(exposed);
