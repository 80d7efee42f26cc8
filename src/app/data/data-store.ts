import { createStore, type StoreApi } from 'zustand/vanilla';
import { isAbortError } from '../../core/error.ts';
import type { SeriesInfo } from '../../core/series.ts';
import type { StorageStats, StorageStatus, WorkbenchClient } from '../../worker/client/types.ts';
import { errorMessage } from '../formatting/labels.ts';

/** What is stored, where, and which series is on screen. */
export interface DataState {
  /** `opening` until the database is open; `held` while another tab has it. */
  readonly phase: 'opening' | 'ready' | 'held' | 'failed';
  readonly status: StorageStatus | null;
  readonly series: readonly SeriesInfo[];
  readonly stats: readonly StorageStats[];
  readonly selectedId: string | null;
  readonly filter: string;
  /** Rows written so far while the sample data load; null otherwise. */
  readonly sampleRows: number | null;
  readonly error: string | null;
  start(): Promise<void>;
  retry(): Promise<void>;
  refresh(): Promise<void>;
  select(id: string): void;
  setFilter(filter: string): void;
  remove(series: SeriesInfo): Promise<void>;
  /** Resolves with true when the sample series are stored. */
  loadSample(): Promise<boolean>;
  applyStatus(status: StorageStatus): void;
  dismissError(): void;
}

/** Store of {@link DataState} over `client`. */
export function createDataStore(client: WorkbenchClient): StoreApi<DataState> {
  return createStore<DataState>()((set, get) => ({
    phase: 'opening',
    status: null,
    series: [],
    stats: [],
    selectedId: null,
    filter: '',
    sampleRows: null,
    error: null,
    async start() {
      try {
        const status = await client.ready;
        get().applyStatus(status);
        if (status.place !== 'held') await get().refresh();
      } catch (error) {
        set({ phase: 'failed', error: errorMessage(error) });
      }
    },
    async retry() {
      try {
        const status = await client.retryOpen();
        get().applyStatus(status);
        if (status.place !== 'held') await get().refresh();
      } catch (error) {
        set({ phase: 'failed', error: errorMessage(error) });
      }
    },
    async refresh() {
      const [series, status, stats] = await Promise.all([
        client.listSeries(),
        client.status(),
        client.stats(),
      ]);
      const { selectedId } = get();
      const kept = series.some((one) => one.id === selectedId);
      set({ series, stats, selectedId: kept ? selectedId : (series[0]?.id ?? null) });
      get().applyStatus(status);
    },
    select: (selectedId) => set({ selectedId }),
    setFilter: (filter) => set({ filter }),
    async remove(series) {
      try {
        await client.deleteSeries(series.id);
        await get().refresh();
      } catch (error) {
        set({ error: `${series.symbol} ${series.timeframe} was not deleted: ${errorMessage(error)}` });
      }
    },
    async loadSample() {
      if (get().sampleRows !== null) return false;
      set({ sampleRows: 0, error: null });
      try {
        await client.loadSampleData({ onProgress: ({ rows }) => set({ sampleRows: rows }) });
        await get().refresh();
        return true;
      } catch (error) {
        if (!isAbortError(error)) set({ error: `The sample data were not stored: ${errorMessage(error)}` });
        return false;
      } finally {
        set({ sampleRows: null });
      }
    },
    applyStatus: (status) => set({ status, phase: status.place === 'held' ? 'held' : 'ready' }),
    dismissError: () => set({ error: null }),
  }));
}
