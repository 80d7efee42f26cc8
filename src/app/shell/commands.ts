import type { SeriesInfo } from '../../core/series.ts';
import { downloadTrades } from '../results/trade-export.ts';
import { RESULT_TABS } from '../settings/view-store.ts';
import type { StorageState } from '../storage/storage-store.ts';
import {
  focusFilter,
  loadSampleAndRun,
  pickFiles,
  runSelected,
  selectedSeries,
  shownRun,
  stepTrade,
} from './actions.ts';
import type { Workbench } from './workbench.tsx';

/** One thing the user can do by keyboard or from the palette. */
export interface Command {
  readonly id: string;
  readonly label: string;
  /** Key as shown; `Mod` is ⌘ or Ctrl. Empty = palette only. */
  readonly keys: string;
  readonly group: 'Run' | 'Data' | 'Results' | 'View';
  /** Other words that find it in the palette. */
  readonly keywords?: readonly string[];
  readonly run: () => void;
}

/** What only the shell can do. */
export interface ShellControls {
  readonly togglePanel: (panel: 'data' | 'results' | 'strategy') => void;
  readonly openPalette: () => void;
  readonly setTheme: (theme: 'dark' | 'light') => void;
}

const THEMES = [
  { theme: 'dark', label: 'Dark theme' },
  { theme: 'light', label: 'Light theme' },
] as const;

const PALETTES = [
  { palette: 'green-red', label: 'Gain and loss in green and red' },
  { palette: 'blue-orange', label: 'Gain and loss in blue and orange' },
] as const;

const PANEL_WORDS = ['show', 'hide', 'collapse', 'expand', 'sidebar'] as const;

const SERIES_COMMANDS: readonly {
  readonly id: string;
  readonly label: string;
  readonly keywords: readonly string[];
  readonly act: (storage: StorageState, series: SeriesInfo) => unknown;
}[] = [
  {
    id: 'series-details',
    label: 'Rename the series, see its gaps…',
    keywords: ['coverage', 'gaps', 'missing', 'symbol'],
    act: () => {},
  },
  {
    id: 'export-csv',
    label: 'Export the series as CSV',
    keywords: ['download', 'bars'],
    act: (storage, series) => storage.exportSeries(series, 'csv'),
  },
  {
    id: 'export-parquet',
    label: 'Export the series as Parquet',
    keywords: ['download', 'bars'],
    act: (storage, series) => storage.exportSeries(series, 'parquet'),
  },
  {
    id: 'copy-validate',
    label: 'Copy the series to memory and validate',
    keywords: ['compare', 'check', 'proof'],
    act: (storage, series) => storage.copyAndValidate(series),
  },
];

/** All commands, in the order of the palette and the cheat sheet. */
export function commands(
  workbench: Workbench,
  controls: ShellControls,
  series: readonly SeriesInfo[],
): readonly Command[] {
  const { data, run, storage, view } = workbench;
  const runOn = (storage: 'duckdb' | 'memory' | 'both') => () => {
    run.getState().edit({ storage });
    void runSelected(workbench);
  };
  return [
    {
      id: 'run',
      label: 'Run backtest',
      keys: 'Mod+Enter',
      group: 'Run',
      run: () => void runSelected(workbench),
    },
    { id: 'stop', label: 'Stop the run', keys: 'Escape', group: 'Run', run: () => run.getState().stop() },
    { id: 'run-duckdb', label: 'Run on DuckDB', keys: '', group: 'Run', run: runOn('duckdb') },
    { id: 'run-memory', label: 'Run on memory', keys: '', group: 'Run', run: runOn('memory') },
    { id: 'run-both', label: 'Run on both and compare', keys: '', group: 'Run', run: runOn('both') },
    {
      id: 'kept-runs',
      label: 'Kept runs: open, repeat…',
      keys: '',
      group: 'Run',
      keywords: ['history', 'older', 'again', 'reproduce', 'hash'],
      run: () => view.getState().setKeptRunsOpen(true),
    },
    { id: 'import', label: 'Import files…', keys: 'I', group: 'Data', run: pickFiles },
    { id: 'filter', label: 'Filter series', keys: '/', group: 'Data', run: focusFilter },
    {
      id: 'sample',
      label: 'Load sample data',
      keys: '',
      group: 'Data',
      run: () => void loadSampleAndRun(workbench),
    },
    {
      id: 'storage',
      label: 'Storage: sizes, back up, restore…',
      keys: '',
      group: 'Data',
      keywords: ['backup', 'database', 'quota', 'disk', 'set aside', 'space'],
      run: () => storage.getState().show(),
    },
    {
      id: 'back-up',
      label: 'Back up the database',
      keys: '',
      group: 'Data',
      keywords: ['backup', 'save', 'download', 'duckdb'],
      run: () => {
        storage.getState().show();
        void storage.getState().backUp();
      },
    },
    ...(selectedSeries(workbench)
      ? SERIES_COMMANDS.map(({ id, label, keywords, act }) => ({
          id,
          label,
          keys: '',
          group: 'Data' as const,
          keywords,
          run: () => {
            const one = selectedSeries(workbench);
            if (!one) return;
            storage.getState().showSeries(one);
            void act(storage.getState(), one);
          },
        }))
      : []),
    ...series.map((one) => ({
      id: `series-${one.id}`,
      label: `Show ${one.symbol} ${one.timeframe}`,
      keys: '',
      group: 'Data' as const,
      run: () => data.getState().select(one.id),
    })),
    {
      id: 'next-trade',
      label: 'Next trade',
      keys: 'J',
      group: 'Results',
      run: () => stepTrade(workbench, 1),
    },
    {
      id: 'prior-trade',
      label: 'Previous trade',
      keys: 'K',
      group: 'Results',
      run: () => stepTrade(workbench, -1),
    },
    ...RESULT_TABS.map((tab, index) => ({
      id: `tab-${tab}`,
      label: `Show ${tab}`,
      keys: String(index + 1),
      group: 'Results' as const,
      keywords: ['tab', 'results'],
      run: () => view.getState().setTab(tab),
    })),
    {
      id: 'export-trades',
      label: 'Export trades as CSV',
      keys: '',
      group: 'Results',
      run: () => {
        const shown = shownRun(workbench);
        if (shown) downloadTrades(shown.result);
      },
    },
    ...THEMES.map(({ theme, label }) => ({
      id: `theme-${theme}`,
      label,
      keys: '',
      group: 'View' as const,
      keywords: ['colour scheme', 'color scheme', 'mode', 'appearance'],
      run: () => controls.setTheme(theme),
    })),
    ...PALETTES.map(({ palette, label }) => ({
      id: `palette-${palette}`,
      label,
      keys: '',
      group: 'View' as const,
      keywords: ['palette', 'colours', 'colors', 'gain and loss', 'colour blind'],
      run: () => view.getState().setPalette(palette),
    })),
    {
      id: 'repeat-runs',
      label: 'Repeat cheap runs on change: on or off',
      keys: '',
      group: 'View',
      keywords: ['run again', 'rerun'],
      run: () => view.getState().setRerunWhenCheap(!view.getState().rerunWhenCheap),
    },
    { id: 'palette', label: 'Command palette', keys: 'Mod+K', group: 'View', run: controls.openPalette },
    {
      id: 'cheat-sheet',
      label: 'Keyboard shortcuts',
      keys: '?',
      group: 'View',
      run: () => view.getState().setCheatSheetOpen(true),
    },
    {
      id: 'toggle-data',
      label: 'Toggle data panel',
      keys: '[',
      group: 'View',
      keywords: PANEL_WORDS,
      run: () => controls.togglePanel('data'),
    },
    {
      id: 'toggle-strategy',
      label: 'Toggle strategy panel',
      keys: ']',
      group: 'View',
      keywords: PANEL_WORDS,
      run: () => controls.togglePanel('strategy'),
    },
    {
      id: 'toggle-results',
      label: 'Toggle results panel',
      keys: '\\',
      group: 'View',
      keywords: PANEL_WORDS,
      run: () => controls.togglePanel('results'),
    },
  ];
}
