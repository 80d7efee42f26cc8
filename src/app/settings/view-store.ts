import { persist } from 'zustand/middleware';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Convention } from '../../worker/client/types.ts';

/** Tabs under the chart, in order. */
export const RESULT_TABS = [
  'overview',
  'trades',
  'orders',
  'fills',
  'returns',
  'drawdowns',
  'breakdown',
  'timings',
  'compare',
] as const;

/** Name of a tab under the chart. */
export type ResultTab = (typeof RESULT_TABS)[number];

/** Colours of gain and loss. */
export type Palette = 'green-red' | 'blue-orange';

/** What the user looks at and how: preferences only, never data. */
export interface ViewState {
  readonly tab: ResultTab;
  readonly palette: Palette;
  /** Whose formulas the figures follow. */
  readonly convention: Convention;
  /** Periods that a rolling figure looks back on. */
  readonly rollingWindow: number;
  /** Repeat a cheap run when a parameter changes. */
  readonly rerunWhenCheap: boolean;
  /** Queries slower than this are marked, milliseconds. */
  readonly slowMilliseconds: number;
  /** Groups of the strategy panel that are folded out. */
  readonly openGroups: readonly string[];
  readonly keptRunsOpen: boolean;
  readonly cheatSheetOpen: boolean;
  /** Index into the result's trades of the one marked on the chart. */
  readonly selectedTrade: number | null;
  /** Which of two runs side by side is shown. */
  readonly shownRun: number;
  setTab(tab: ResultTab): void;
  setPalette(palette: Palette): void;
  setConvention(convention: Convention): void;
  setRollingWindow(periods: number): void;
  setRerunWhenCheap(on: boolean): void;
  setSlowMilliseconds(milliseconds: number): void;
  toggleGroup(group: string): void;
  setKeptRunsOpen(open: boolean): void;
  setCheatSheetOpen(open: boolean): void;
  selectTrade(index: number | null): void;
  showRun(index: number): void;
}

/** Store of {@link ViewState}; preferences stay in localStorage. */
export function createViewStore(): StoreApi<ViewState> {
  return createStore<ViewState>()(
    persist(
      (set, get) => ({
        tab: 'overview',
        palette: 'green-red',
        convention: 'backtesting.py',
        rollingWindow: 126,
        rerunWhenCheap: true,
        slowMilliseconds: 100,
        openGroups: [],
        keptRunsOpen: false,
        cheatSheetOpen: false,
        selectedTrade: null,
        shownRun: 0,
        setTab: (tab) => set({ tab }),
        setPalette: (palette) => set({ palette }),
        setConvention: (convention) => set({ convention }),
        setRollingWindow: (rollingWindow) => set({ rollingWindow }),
        setRerunWhenCheap: (rerunWhenCheap) => set({ rerunWhenCheap }),
        setSlowMilliseconds: (slowMilliseconds) => set({ slowMilliseconds }),
        toggleGroup: (group) => {
          const { openGroups } = get();
          const open = openGroups.includes(group);
          set({ openGroups: open ? openGroups.filter((one) => one !== group) : [...openGroups, group] });
        },
        setKeptRunsOpen: (keptRunsOpen) => set({ keptRunsOpen }),
        setCheatSheetOpen: (cheatSheetOpen) => set({ cheatSheetOpen }),
        selectTrade: (selectedTrade) => set({ selectedTrade }),
        showRun: (shownRun) => set({ shownRun, selectedTrade: null }),
      }),
      {
        name: 'backtab-view',
        partialize: ({
          tab,
          palette,
          convention,
          rollingWindow,
          rerunWhenCheap,
          slowMilliseconds,
          openGroups,
        }) => ({
          tab,
          palette,
          convention,
          rollingWindow,
          rerunWhenCheap,
          slowMilliseconds,
          openGroups,
        }),
      },
    ),
  );
}
