import { Button, Popover } from '@mantine/core';
import { useState } from 'react';
import type { StorageStatus } from '../../worker/client/types.ts';
import { storageLabel } from '../formatting/labels.ts';
import { formatBytes, formatNumber } from '../formatting/numbers.ts';
import { useData, useStorage } from '../shell/workbench.tsx';
import classes from './status-button.module.css';

function useText(status: StorageStatus | null): string {
  if (!status) return 'Opening database…';
  const { usage, quota } = status;
  const size =
    usage === null
      ? ''
      : quota === null
        ? formatBytes(usage)
        : `${formatBytes(usage)} of ${formatBytes(quota)}`;
  const kept = status.place === 'opfs' ? 'saved' : 'in memory only';
  const place = status.throughOtherTab ? `${kept} · through another tab` : kept;
  return size ? `${size} · ${place}` : place;
}

/** Storage use in the top bar; behind it what is stored where, and what the browser grants. */
export function StatusButton() {
  const [open, setOpen] = useState(false);
  const status = useData((state) => state.status);
  const stats = useData((state) => state.stats);
  const show = useStorage((state) => state.show);
  const text = useText(status);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={400} returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes.button}
          data-testid="storage-status"
          data-place={status?.place ?? 'opening'}
          data-through={status?.throughOtherTab ? 'other-tab' : 'this-tab'}
          onClick={() => setOpen(!open)}
        >
          <span className={classes.dot} data-place={status?.place} aria-hidden="true" />
          <span className="visually-hidden">Storage: </span>
          {text}
        </button>
      </Popover.Target>
      <Popover.Dropdown p={12} aria-label="About this workbench">
        <table className={classes.table}>
          <caption>What is stored</caption>
          <thead>
            <tr>
              <th scope="col">Storage</th>
              <th scope="col">Series</th>
              <th scope="col">Rows</th>
              <th scope="col">Size</th>
            </tr>
          </thead>
          <tbody>
            {stats.map((one) => (
              <tr key={one.kind}>
                <th scope="row">{storageLabel(one.kind)}</th>
                <td>{formatNumber(one.series)}</td>
                <td>{formatNumber(one.rows)}</td>
                <td>{formatBytes(one.bytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <dl className={classes.facts}>
          <dt>Database</dt>
          <dd>
            {status?.place === 'opfs'
              ? 'private file of this site in this browser; survives a reload'
              : status?.reason || 'opening'}
          </dd>
          <dt>Tabs</dt>
          <dd>
            {status?.throughOtherTab
              ? 'another tab holds the database and this tab works through it; when that tab ends, this one takes over'
              : 'this tab holds the database; further tabs work through it'}
          </dd>
          <dt>Eviction</dt>
          <dd>
            {status?.persisted
              ? 'the browser keeps it until you delete it'
              : 'the browser may clear it when the disk is nearly full'}
          </dd>
          <dt>Cross-origin isolated</dt>
          <dd>
            {globalThis.crossOriginIsolated
              ? 'yes: timers are fine-grained'
              : 'no: timers are coarser, all else works'}
          </dd>
          <dt>Network</dt>
          <dd>nothing you load leaves this tab</dd>
        </dl>
        <Button
          variant="default"
          fullWidth
          mt={12}
          onClick={() => {
            setOpen(false);
            show();
          }}
          data-testid="open-storage"
        >
          Sizes, back up, restore…
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
