import { createStore, type StoreApi } from 'zustand/vanilla';
import { BacktabError, type ErrorCode, isAbortError } from '../../core/error.ts';
import type { SeriesInfo } from '../../core/series.ts';
import type { StorageStats, StorageStatus, WorkbenchClient } from '../../worker/client/types.ts';
import { errorMessage } from '../formatting/labels.ts';

/** What is stored, where, and which series is on screen. */
export interface DataState {
  /** `opening` until the database is open; `held` while another tab has it. */
  readonly phase: 'opening' | 'ready' | 'held' | 'failed';
  readonly status: StorageStatus | null;
  readonly series: readonly SeriesInfo[];
  /** False until the stored series have been listed once. */
  readonly listed: boolean;
  readonly stats: readonly StorageStats[];
  readonly selectedId: string | null;
  readonly filter: string;
  /** Rows written so far while the sample data load; null otherwise. */
  readonly sampleRows: number | null;
  readonly error: string | null;
  /** Code of the error that kept the database from opening. */
  readonly failure: ErrorCode | null;
  start(): Promise<void>;
  retry(): Promise<void>;
  refresh(): Promise<void>;
  /** Brings a stored series on screen; an id that is not stored changes nothing. */
  select(id: string): void;
  setFilter(filter: string): void;
  remove(series: SeriesInfo): Promise<void>;
  /** Resolves with true when the sample series are stored. */
  loadSample(): Promise<boolean>;
  applyStatus(status: StorageStatus): void;
  dismissError(): void;
}

/** The series on screen while it is stored, else the one that follows it in the list. */
function remaining(before: DataState, series: readonly SeriesInfo[]): string | null {
  const place = before.series.findIndex((one) => one.id === before.selectedId);
  const followers = [
    ...before.series.slice(Math.max(place, 0)),
    ...before.series.slice(0, Math.max(place, 0)).reverse(),
  ];
  const stored = new Set(series.map((one) => one.id));
  return followers.find((one) => stored.has(one.id))?.id ?? series[0]?.id ?? null;
}

/** Store of {@link DataState} over `client`. */
export function createDataStore(client: WorkbenchClient): StoreApi<DataState> {
  return createStore<DataState>()((set, get) => ({
    phase: 'opening',
    status: null,
    series: [],
    listed: false,
    stats: [],
    selectedId: null,
    filter: '',
    sampleRows: null,
    error: null,
    failure: null,
    async start() {
      try {
        const status = await client.ready;
        get().applyStatus(status);
        if (status.place !== 'held') await get().refresh();
      } catch (error) {
        set({ phase: 'failed', error: errorMessage(error), failure: codeOf(error) });
      }
    },
    async retry() {
      try {
        const status = await client.retryOpen();
        get().applyStatus(status);
        if (status.place !== 'held') await get().refresh();
      } catch (error) {
        set({ phase: 'failed', error: errorMessage(error), failure: codeOf(error) });
      }
    },
    async refresh() {
      const [series, status, stats] = await Promise.all([
        client.listSeries(),
        client.status(),
        client.stats(),
      ]);
      set({ series, stats, listed: true, selectedId: remaining(get(), series) });
      get().applyStatus(status);
    },
    select(id) {
      if (get().series.some((one) => one.id === id)) set({ selectedId: id });
    },
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
    applyStatus: (status) =>
      set({ status, phase: status.place === 'held' ? 'held' : 'ready', failure: null }),
    dismissError: () => set({ error: null }),
  }));
}

function codeOf(error: unknown): ErrorCode | null {
  return error instanceof BacktabError ? error.code : null;
}
