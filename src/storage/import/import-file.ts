import type { Clock } from '../../core/clock.ts';
import { abortError, BacktabError } from '../../core/error.ts';
import { type SeriesKey, seriesId } from '../../core/series.ts';
import type { BarStorage, StoreReport } from '../bar-storage.ts';
import { BATCH_ROWS, BarSink } from './bar-sink.ts';
import type { ImportFile } from './byte-source.ts';
import { counted, grouped } from './english-count.ts';
import type { ImportOptions, ImportProgress, ImportReport } from './import-types.ts';
import { LazyWriter } from './lazy-writer.ts';
import { type OpenedFile, openFile } from './opened-file.ts';
import { looksMislabelled } from './price-labels.ts';

const PROGRESS_MILLISECONDS = 50;
const MIN_ROW_BYTES = 10;

/** How a running import is watched and stopped. */
export interface ImportControl {
  /** Aborting makes the import reject with an AbortError and leaves nothing stored. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ImportProgress) => void;
  /** Milliseconds of a monotonic clock. */
  readonly clock: Clock;
}

/** Lets messages and other tasks in. A message, unlike a timer, is not slowed down in a background tab. */
function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

function mislabelled(file: OpenedFile, sink: BarSink): BacktabError {
  const first = sink.rejections.find(({ reason }) => / is (?:below|above) /.test(reason));
  const labels = file.fittingLabels
    ? `: they would fit if labelled ${file.fittingLabels.join(', ')} instead of open, high, low, close`
    : '';
  return new BacktabError(
    'not-ohlcv',
    `"${file.fileName}": the columns look mislabelled, ${grouped(sink.contradictions)} of ${counted(sink.contradictions + sink.rowsAccepted, 'row')} break high >= open, low, close >= low (line ${grouped(first?.line ?? 0)}: ${first?.reason})${labels}. Nothing was stored: correct the mapping`,
  );
}

function assertWorthStoring(file: OpenedFile, sink: BarSink): void {
  if (looksMislabelled(sink.contradictions, sink.contradictions + sink.rowsAccepted))
    throw mislabelled(file, sink);
  if (sink.rowsAccepted > 0) return;
  const first = sink.rejections[0];
  if (!first)
    throw new BacktabError('empty-file', `"${file.fileName}" has no rows: there is nothing to import`);
  throw new BacktabError(
    'not-ohlcv',
    `None of the ${counted(sink.rowsIn, 'row')} of "${file.fileName}" is a bar. Line ${grouped(first.line)}: ${first.reason}. Nothing was stored`,
  );
}

/** A full batch, or what a small text file can hold at most. */
function batchRows({ fileBytes, mapping }: OpenedFile): number {
  const small = mapping.format === 'csv' && mapping.compression === 'none';
  return small ? Math.min(BATCH_ROWS, Math.ceil(fileBytes / MIN_ROW_BYTES) + 1) : BATCH_ROWS;
}

function storedNotes(sink: BarSink, store: StoreReport): string[] {
  const notes: string[] = [];
  if (store.skipped > 0)
    notes.push(
      `Rows skipped because their time was already stored or comes twice in the file: ${grouped(store.skipped)}.`,
    );
  if (sink.nonPositive > 0)
    notes.push(`Bars with a price of zero or less, stored as they are: ${grouped(sink.nonPositive)}.`);
  if (sink.rowsRejected > sink.rejections.length)
    notes.push(
      `Rows rejected: ${grouped(sink.rowsRejected)}; the first ${grouped(sink.rejections.length)} are listed.`,
    );
  return notes;
}

/**
 * Reads `file` and stores its bars in one atomic write. Rows that are no bars are rejected one by one, with line and reason; a file that holds none,
 * or whose columns are mislabelled, is refused whole. On cancel (AbortError) and on any error nothing stays stored. Errors as `previewFile`,
 * and those of the storage.
 */
export async function importFile(
  file: ImportFile,
  options: ImportOptions,
  storage: BarStorage,
  control: ImportControl,
): Promise<ImportReport> {
  const { signal, onProgress, clock } = control;
  const assertRunning = () => {
    if (signal.aborted) throw abortError('Import');
  };
  assertRunning();
  const started = clock();
  const opened = await openFile(file, options, false);
  const series: SeriesKey = opened.series;
  const storeOptions = options.onConflict ? { onConflict: options.onConflict } : {};
  const writer = new LazyWriter(() => storage.openWriter(series, storeOptions), signal);
  const sink = new BarSink(batchRows(opened));
  const reader = await opened.createReader();
  let reported = Number.NEGATIVE_INFINITY;
  const report = (phase: ImportProgress['phase'], force: boolean) => {
    const now = clock();
    if (!force && now - reported < PROGRESS_MILLISECONDS) return;
    reported = now;
    onProgress({ bytesRead: reader.bytesRead, bytesTotal: file.size, rows: sink.rowsIn, phase });
  };
  try {
    let state: 'more' | 'done' = 'more';
    while (state === 'more') {
      assertRunning();
      state = await reader.read(sink);
      if (sink.rowsAccepted === 0 && sink.contradictions > 10_000) throw mislabelled(opened, sink);
      assertRunning();
      if (sink.full) await (await writer.get()).append(sink.take());
      report('reading', false);
      await yieldToEventLoop();
    }
    assertWorthStoring(opened, sink);
    if (sink.waiting > 0) await (await writer.get()).append(sink.take());
    report('committing', true);
    await yieldToEventLoop();
    assertRunning();
    const store = await (await writer.get()).commit();
    const rowsStored = store.inserted + store.updated + store.skipped;
    if (rowsStored !== sink.rowsAccepted)
      throw new BacktabError(
        'internal',
        `The storage accounts for ${rowsStored} rows of the ${sink.rowsAccepted} handed in from "${file.name}"`,
      );
    return {
      fileName: file.name,
      series,
      seriesId: seriesId(series),
      rowsIn: sink.rowsIn,
      rowsStored,
      rowsRejected: sink.rowsRejected,
      linesSkipped: reader.linesSkipped,
      store,
      rejections: sink.rejections,
      mapping: opened.mapping,
      notes: [...opened.notes, ...reader.notes(), ...storedNotes(sink, store)],
      milliseconds: clock() - started,
    };
  } catch (error) {
    await writer.rollback().catch(() => undefined);
    throw error;
  } finally {
    await reader.close();
  }
}
