import { createStore, type StoreApi } from 'zustand/vanilla';
import { isAbortError } from '../../core/error.ts';
import type {
  ImportOptions,
  ImportPreview,
  ImportProgress,
  ImportReport,
  WorkbenchClient,
} from '../../worker/client/types.ts';
import { errorMessage } from '../formatting/labels.ts';

/** Where the file on the table stands. */
export type ImportPhase = 'idle' | 'previewing' | 'preview' | 'importing' | 'report' | 'failed';

/** Files waiting to be imported and the one on the table. */
export interface ImportState {
  readonly phase: ImportPhase;
  readonly file: File | null;
  readonly waiting: readonly File[];
  readonly preview: ImportPreview | null;
  /** The user's corrections. */
  readonly options: ImportOptions;
  readonly progress: ImportProgress | null;
  /** When the import began, by the page's monotonic clock. */
  readonly beganAt: number;
  readonly report: ImportReport | null;
  readonly error: string | null;
  /** Whether the error came before or during the writing. */
  readonly failedWhile: 'preview' | 'import';
  /** True when the corrections on screen have not been read back yet. */
  readonly refreshing: boolean;
  add(files: Iterable<File>): void;
  /** Takes the user's corrections; `reread` shows what they do to the sample rows. */
  correct(options: ImportOptions, reread: boolean): void;
  begin(): Promise<void>;
  cancel(): void;
  /** From a failure to the mapping, where there is a preview to correct. */
  back(): void;
  /** Takes the next file, or closes when there is none. */
  next(): void;
  /** Forgets the file on the table and all waiting ones. */
  close(): void;
}

const CLEARED = {
  phase: 'idle',
  file: null,
  preview: null,
  options: {},
  progress: null,
  report: null,
  error: null,
  refreshing: false,
} as const;

/** Store of {@link ImportState} over `client`. */
export function createImportStore(client: WorkbenchClient): StoreApi<ImportState> {
  let aborter: AbortController | null = null;
  let asked = 0;
  return createStore<ImportState>()((set, get) => {
    async function readPreview(file: File, options: ImportOptions): Promise<void> {
      const own = ++asked;
      try {
        const preview = await client.previewFile(file, options);
        if (own === asked) set({ phase: 'preview', preview, error: null, refreshing: false });
      } catch (error) {
        if (own !== asked) return;
        const message = errorMessage(error);
        if (get().preview) {
          set({ error: message, refreshing: false });
          return;
        }
        set({ phase: 'failed', failedWhile: 'preview', error: message });
      }
    }
    return {
      ...CLEARED,
      waiting: [],
      beganAt: 0,
      failedWhile: 'preview',
      add(files) {
        set({ waiting: [...get().waiting, ...files] });
        if (get().phase === 'idle') get().next();
      },
      correct(options, reread) {
        const { file } = get();
        if (!file) return;
        if (!reread) {
          set({ options });
          return;
        }
        set({ options, refreshing: true });
        void readPreview(file, options);
      },
      async begin() {
        const { file, options } = get();
        if (!file) return;
        const own = new AbortController();
        aborter = own;
        set({ phase: 'importing', progress: null, beganAt: performance.now(), error: null });
        try {
          const report = await client.importFile(file, {
            ...options,
            signal: own.signal,
            onProgress: (progress) => get().phase === 'importing' && set({ progress }),
          });
          set({ phase: 'report', report });
        } catch (error) {
          if (isAbortError(error)) set({ phase: 'preview', progress: null });
          else set({ phase: 'failed', failedWhile: 'import', error: errorMessage(error) });
        } finally {
          aborter = null;
        }
      },
      cancel: () => aborter?.abort(),
      back: () => get().preview && set({ phase: 'preview', error: null }),
      next() {
        asked += 1;
        const [file, ...waiting] = get().waiting;
        if (!file) {
          set({ ...CLEARED, waiting: [] });
          return;
        }
        set({ ...CLEARED, phase: 'previewing', file, waiting });
        void readPreview(file, {});
      },
      close() {
        aborter?.abort();
        asked += 1;
        set({ ...CLEARED, waiting: [] });
      },
    };
  });
}
