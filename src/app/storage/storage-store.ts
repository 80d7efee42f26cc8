import { createStore, type StoreApi } from 'zustand/vanilla';
import { isAbortError } from '../../core/error.ts';
import type { SeriesInfo, SeriesKey } from '../../core/series.ts';
import type {
  CallOptions,
  ExportFormat,
  SeriesComparison,
  SetAsideFile,
  TransferProgress,
  WorkbenchClient,
} from '../../worker/client/types.ts';
import { downloadBlob, fileNameOf } from '../formatting/download.ts';
import { errorMessage } from '../formatting/labels.ts';
import { formatBytes, formatNumber } from '../formatting/numbers.ts';

/** A backup, restore, export or copy under way. */
export interface Transfer {
  readonly title: string;
  readonly progress: TransferProgress | null;
  /** By the page's monotonic clock. */
  readonly beganAt: number;
}

/** How the last action ended, in one sentence. */
export interface Outcome {
  readonly failed: boolean;
  readonly text: string;
}

/** The dialogs about storage and what goes on in them; one transfer at a time. */
export interface StorageState {
  readonly open: boolean;
  /** Series whose dialog is open. */
  readonly series: SeriesInfo | null;
  readonly transfer: Transfer | null;
  readonly outcome: Outcome | null;
  readonly comparison: SeriesComparison | null;
  readonly setAside: readonly SetAsideFile[];
  show(): void;
  showSeries(series: SeriesInfo): void;
  close(): void;
  cancel(): void;
  persist(): Promise<void>;
  backUp(): Promise<void>;
  restore(file: File): Promise<void>;
  exportSeries(series: SeriesInfo, format: ExportFormat): Promise<void>;
  copyAndValidate(series: SeriesInfo): Promise<void>;
  /** Resolves with true when the series has its new name. */
  rename(series: SeriesInfo, changes: Partial<SeriesKey>): Promise<boolean>;
  refreshSetAside(): Promise<void>;
  downloadSetAside(fileName: string): Promise<void>;
  deleteSetAside(fileName: string): Promise<void>;
}

const CLEARED = { outcome: null, comparison: null } as const;

/** Store of {@link StorageState} over `client`. */
export function createStorageStore(client: WorkbenchClient): StoreApi<StorageState> {
  let aborter: AbortController | null = null;
  return createStore<StorageState>()((set, get) => {
    async function transfer(
      title: string,
      work: (options: CallOptions<TransferProgress>) => Promise<string>,
      kept: string,
    ): Promise<void> {
      if (get().transfer) return;
      const own = new AbortController();
      aborter = own;
      set({ ...CLEARED, transfer: { title, progress: null, beganAt: performance.now() } });
      const onProgress = (progress: TransferProgress) => {
        const { transfer } = get();
        if (transfer && aborter === own) set({ transfer: { ...transfer, progress } });
      };
      try {
        const text = await work({ signal: own.signal, onProgress });
        set({ outcome: { failed: false, text } });
      } catch (error) {
        const text = isAbortError(error) ? `${title}: cancelled. ${kept}` : `${errorMessage(error)} ${kept}`;
        set({ outcome: { failed: !isAbortError(error), text } });
      } finally {
        aborter = null;
        set({ transfer: null });
      }
    }
    async function attempt(work: () => Promise<string | undefined>): Promise<boolean> {
      set(CLEARED);
      try {
        const text = await work();
        if (text) set({ outcome: { failed: false, text } });
        return true;
      } catch (error) {
        set({ outcome: { failed: true, text: errorMessage(error) } });
        return false;
      }
    }
    return {
      open: false,
      series: null,
      transfer: null,
      setAside: [],
      ...CLEARED,
      show() {
        set({ ...CLEARED, open: true, series: null });
        void get().refreshSetAside();
      },
      showSeries: (series) => set({ ...CLEARED, open: false, series }),
      close: () => !get().transfer && set({ open: false, series: null }),
      cancel: () => aborter?.abort(),
      persist: async () => {
        await attempt(async () =>
          (await client.persist())
            ? 'The browser keeps the database until you delete it.'
            : 'The browser did not agree; it does so for pages that are used often or bookmarked. Back up instead.',
        );
      },
      backUp: () =>
        transfer(
          'Backing up',
          async (options) => {
            const blob = await client.backup(options);
            downloadBlob(fileNameOf(['backtab', timeStamp()], 'duckdb'), blob);
            return `Backed up: ${formatBytes(blob.size)} in one file.`;
          },
          'The database is as it was.',
        ),
      restore: (file) =>
        transfer(
          'Restoring',
          async (options) => {
            await client.restore(file, options);
            const [series] = await client.stats();
            return `Restored: ${formatNumber(series?.series ?? 0)} series, ${formatNumber(series?.rows ?? 0)} bars.`;
          },
          'Nothing was replaced.',
        ),
      exportSeries: (series, format) =>
        transfer(
          `Exporting ${series.symbol} ${series.timeframe}`,
          async (options) => {
            const blob = await client.exportSeries(series.id, format, options);
            downloadBlob(fileNameOf([series.symbol, series.timeframe, series.source], format), blob);
            return `Exported: ${formatNumber(series.rows)} bars, ${formatBytes(blob.size)}.`;
          },
          'No file was written.',
        ),
      copyAndValidate: (series) =>
        transfer(
          `Copying ${series.symbol} ${series.timeframe} to memory`,
          async (options) => {
            const { comparison, report } = await client.copySeries(series.id, options);
            set({ comparison });
            return comparison.identical
              ? `Copied ${formatNumber(report.inserted)} bars to memory and compared: identical in every bit. The copy was let go.`
              : 'The copy differs, see below. It was let go.';
          },
          'The copy was let go.',
        ),
      rename: (series, changes) =>
        attempt(async () => {
          if (!(await client.renameSeries(series.id, changes))) return 'There is no such series any longer.';
          const renamed = (await client.listSeries()).find(({ revision }) => revision === series.revision);
          set({ series: renamed ?? { ...series, ...changes } });
          return 'Renamed.';
        }),
      async refreshSetAside() {
        set({ setAside: await client.listSetAside().catch(() => []) });
      },
      async downloadSetAside(fileName) {
        await attempt(async () => {
          downloadBlob(fileName, await client.readSetAside(fileName));
          return undefined;
        });
      },
      async deleteSetAside(fileName) {
        await attempt(async () => {
          await client.deleteSetAside(fileName);
          return `Deleted ${fileName}.`;
        });
        await get().refreshSetAside();
      },
    };
  });
}

function timeStamp(): string {
  return new Date().toISOString().slice(0, 16).replaceAll(':', '').replace('T', '-');
}
