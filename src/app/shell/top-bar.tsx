import { useMantineColorScheme } from '@mantine/core';
import { storageLabel } from '../formatting/labels.ts';
import { SettingsMenu } from '../settings/settings-menu.tsx';
import { StatusButton } from '../settings/status-button.tsx';
import { RunButton } from '../strategy/run-button.tsx';
import { IconButton } from './icon-button.tsx';
import { HelpIcon, LogoIcon, MoonIcon, SunIcon } from './icons.tsx';
import { KeyCaps } from './key-caps.tsx';
import { SidebarBottomIcon, SidebarLeftIcon, SidebarRightIcon } from './panel-icons.tsx';
import classes from './top-bar.module.css';
import { useData, useRun, useView } from './workbench.tsx';

type PanelName = 'data' | 'results' | 'strategy';

/** What is on screen, the run button, where the data live, and the way to everything else. */
export function TopBar(props: {
  readonly panels: Readonly<Record<PanelName, () => void>>;
  readonly collapsed: Readonly<Record<PanelName, boolean>>;
  readonly openPalette: () => void;
}) {
  const series = useData((state) => state.series.find((one) => one.id === state.selectedId));
  const storage = useRun((state) => state.form.storage);
  const setCheatSheetOpen = useView((state) => state.setCheatSheetOpen);
  const { colorScheme, toggleColorScheme } = useMantineColorScheme();
  return (
    <header className={classes.bar}>
      <h1 className={classes.name}>
        <LogoIcon size={18} /> Backtab
      </h1>
      <div className={classes.context} data-testid="context">
        {series ? (
          <>
            <strong className={classes.symbol} title={series.symbol}>
              {series.symbol}
            </strong>
            <span>{series.timeframe}</span>
            <span>{storage === 'both' ? 'DuckDB + Memory' : storageLabel(storage)}</span>
          </>
        ) : (
          <span>No series</span>
        )}
      </div>
      <div className={classes.run}>
        <RunButton />
      </div>
      <StatusButton />
      <button
        type="button"
        className={classes.palette}
        onClick={props.openPalette}
        data-testid="palette-button"
      >
        Commands <KeyCaps keys="Mod+K" />
      </button>
      <span className={classes.icons}>
        <IconButton label="Toggle data panel" pressed={!props.collapsed.data} onClick={props.panels.data}>
          <SidebarLeftIcon />
        </IconButton>
        <IconButton
          label="Toggle results panel"
          pressed={!props.collapsed.results}
          onClick={props.panels.results}
        >
          <SidebarBottomIcon />
        </IconButton>
        <IconButton
          label="Toggle strategy panel"
          pressed={!props.collapsed.strategy}
          onClick={props.panels.strategy}
        >
          <SidebarRightIcon />
        </IconButton>
      </span>
      <span className={classes.icons}>
        <IconButton label="Keyboard shortcuts" onClick={() => setCheatSheetOpen(true)}>
          <HelpIcon />
        </IconButton>
        <IconButton
          label={colorScheme === 'dark' ? 'Light theme' : 'Dark theme'}
          onClick={toggleColorScheme}
          testId="theme-toggle"
        >
          {colorScheme === 'dark' ? <SunIcon /> : <MoonIcon />}
        </IconButton>
        <SettingsMenu />
      </span>
    </header>
  );
}
