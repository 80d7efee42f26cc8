import { Button, NumberInput, Popover, SegmentedControl, Switch, useMantineColorScheme } from '@mantine/core';
import { useState } from 'react';
import { IconButton } from '../shell/icon-button.tsx';
import { GearIcon } from '../shell/icons.tsx';
import { useStorage, useView } from '../shell/workbench.tsx';
import classes from './settings-menu.module.css';
import type { Palette } from './view-store.ts';

/** Theme, colours of gain and loss, repeated runs, the limit of a slow query. */
export function SettingsMenu() {
  const [open, setOpen] = useState(false);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const view = useView((state) => state);
  const showStorage = useStorage((state) => state.show);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={320} trapFocus returnFocus>
      <Popover.Target>
        <IconButton label="Settings" onClick={() => setOpen(!open)} testId="settings-button">
          <GearIcon />
        </IconButton>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label="Settings">
        <div className={classes.row}>
          <span>Theme</span>
          <SegmentedControl
            aria-label="Theme"
            value={colorScheme === 'light' ? 'light' : 'dark'}
            onChange={(value) => setColorScheme(value as 'dark' | 'light')}
            data={[
              { value: 'dark', label: 'Dark' },
              { value: 'light', label: 'Light' },
            ]}
          />
        </div>
        <div className={classes.row}>
          <span>Gain and loss</span>
          <SegmentedControl
            aria-label="Colours of gain and loss"
            value={view.palette}
            onChange={(value) => view.setPalette(value as Palette)}
            data={[
              { value: 'green-red', label: 'Green / red' },
              { value: 'blue-orange', label: 'Blue / orange' },
            ]}
          />
        </div>
        <div className={classes.row}>
          <label htmlFor="rerun-setting">Repeat cheap runs on change</label>
          <Switch
            id="rerun-setting"
            checked={view.rerunWhenCheap}
            onChange={(event) => view.setRerunWhenCheap(event.currentTarget.checked)}
          />
        </div>
        <div className={classes.row}>
          <label htmlFor="slow-setting">Mark queries slower than (ms)</label>
          <NumberInput
            id="slow-setting"
            w={80}
            min={1}
            max={60_000}
            value={view.slowMilliseconds}
            onChange={(value) => typeof value === 'number' && value > 0 && view.setSlowMilliseconds(value)}
          />
        </div>
        <div className={classes.row}>
          <span>Storage</span>
          <Button
            variant="default"
            onClick={() => {
              setOpen(false);
              showStorage();
            }}
          >
            Sizes, back up, restore…
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
