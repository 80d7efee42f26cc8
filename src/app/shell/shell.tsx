import { useMantineColorScheme } from '@mantine/core';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { Group, Panel, Separator, useDefaultLayout, usePanelRef } from 'react-resizable-panels';
import { ChartPanel } from '../chart/chart-panel.tsx';
import { DataPanel } from '../data/data-panel.tsx';
import { FileDrop } from '../import/file-drop.tsx';
import { ResultPanel } from '../results/result-panel.tsx';
import { StrategyPanel } from '../strategy/strategy-panel.tsx';
import { commands } from './commands.ts';
import { MemoryBanner } from './memory-banner.tsx';
import classes from './shell.module.css';
import { useShortcuts } from './shortcuts.ts';
import { TopBar } from './top-bar.tsx';
import { useData, useImport, useRun, useStorage, useView, useWorkbench } from './workbench.tsx';

const CommandPalette = lazy(async () => ({
  default: (await import('./command-palette.tsx')).CommandPalette,
}));
const CheatSheet = lazy(async () => ({ default: (await import('../settings/cheat-sheet.tsx')).CheatSheet }));
const StorageDialog = lazy(async () => ({
  default: (await import('../storage/storage-dialog.tsx')).StorageDialog,
}));
const SeriesDialog = lazy(async () => ({
  default: (await import('../storage/series-dialog.tsx')).SeriesDialog,
}));
const ImportDialog = lazy(async () => ({
  default: (await import('../import/import-dialog.tsx')).ImportDialog,
}));

/** The workbench: top bar, data, chart, results, strategy. */
export function Shell() {
  const workbench = useWorkbench();
  const columns = useDefaultLayout({ id: 'backtab-columns', storage: localStorage });
  const rows = useDefaultLayout({ id: 'backtab-rows', storage: localStorage });
  const top = useDefaultLayout({ id: 'backtab-top', storage: localStorage });
  const dataRef = usePanelRef();
  const resultRef = usePanelRef();
  const strategyRef = usePanelRef();
  const [collapsed, setCollapsed] = useState({ data: false, results: false, strategy: false });
  const [paletteWanted, setPaletteWanted] = useState(false);
  const { setColorScheme } = useMantineColorScheme();
  const series = useData((state) => state.series);
  const importing = useImport((state) => state.phase !== 'idle');
  const storageOpen = useStorage((state) => state.open);
  const openSeries = useStorage((state) => state.series);
  const cheatSheetOpen = useView((state) => state.cheatSheetOpen);

  const panels = useMemo(() => {
    const toggle = (ref: typeof dataRef) => () => {
      const panel = ref.current;
      if (panel?.isCollapsed()) panel.expand();
      else panel?.collapse();
    };
    return { data: toggle(dataRef), results: toggle(resultRef), strategy: toggle(strategyRef) };
  }, [dataRef, resultRef, strategyRef]);

  const all = useMemo(
    () =>
      commands(
        workbench,
        {
          togglePanel: (panel) => panels[panel](),
          openPalette: () => setPaletteWanted(true),
          setTheme: setColorScheme,
        },
        series,
      ),
    [workbench, panels, series, setColorScheme],
  );
  useShortcuts(all);

  useEffect(() => {
    const warm = setTimeout(() => void import('../import/import-dialog.tsx'), 2_000);
    return () => clearTimeout(warm);
  }, []);

  const runError = useRun((state) => state.error);
  useEffect(() => {
    if (runError && strategyRef.current?.isCollapsed()) strategyRef.current.expand();
  }, [runError, strategyRef]);

  const watch = (panel: keyof typeof collapsed) => (size: { readonly inPixels: number }) => {
    const now = size.inPixels < 2;
    setCollapsed((before) => (before[panel] === now ? before : { ...before, [panel]: now }));
  };

  return (
    <div className={classes.shell}>
      <TopBar panels={panels} collapsed={collapsed} openPalette={() => setPaletteWanted(true)} />
      <MemoryBanner />
      <main className={classes.fill}>
        <Group orientation="horizontal" {...columns}>
          <Panel id="pane-work" minSize={480}>
            <Group orientation="vertical" {...rows}>
              <Panel id="pane-upper" minSize={200}>
                <Group orientation="horizontal" {...top}>
                  <Panel
                    id="pane-data"
                    defaultSize={216}
                    minSize={160}
                    maxSize={420}
                    collapsible
                    groupResizeBehavior="preserve-pixel-size"
                    panelRef={dataRef}
                    onResize={watch('data')}
                  >
                    <DataPanel />
                  </Panel>
                  <Separator className={classes.vertical} aria-label="Resize data panel" />
                  <Panel id="pane-chart" minSize={280}>
                    <ChartPanel />
                  </Panel>
                </Group>
              </Panel>
              <Separator className={classes.horizontal} aria-label="Resize results panel" />
              <Panel
                id="pane-results"
                defaultSize="31"
                minSize={120}
                collapsible
                groupResizeBehavior="preserve-pixel-size"
                panelRef={resultRef}
                onResize={watch('results')}
              >
                <ResultPanel />
              </Panel>
            </Group>
          </Panel>
          <Separator className={classes.vertical} aria-label="Resize strategy panel" />
          <Panel
            id="pane-strategy"
            defaultSize={264}
            minSize={232}
            maxSize={420}
            collapsible
            groupResizeBehavior="preserve-pixel-size"
            panelRef={strategyRef}
            onResize={watch('strategy')}
          >
            <StrategyPanel />
          </Panel>
        </Group>
      </main>
      <FileDrop />
      <Suspense fallback={null}>
        {importing && <ImportDialog />}
        {storageOpen && <StorageDialog />}
        {openSeries && <SeriesDialog series={openSeries} />}
        {cheatSheetOpen && <CheatSheet commands={all} />}
        {paletteWanted && <CommandPalette commands={all} onClosed={() => setPaletteWanted(false)} />}
      </Suspense>
    </div>
  );
}
