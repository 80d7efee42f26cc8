import { useMemo } from 'react';
import type { QueryTiming } from '../../worker/client/types.ts';
import { storageLabel } from '../formatting/labels.ts';
import { formatBytes, formatNumber } from '../formatting/numbers.ts';
import { formatMilliseconds } from '../formatting/times.ts';
import { DataGrid, type GridColumn } from '../results/data-grid.tsx';
import { useView } from '../shell/workbench.tsx';
import classes from './timing-dashboard.module.css';

function columns(slow: number): readonly GridColumn<QueryTiming>[] {
  return [
    {
      id: 'sequence',
      header: '#',
      width: '44px',
      value: (query) => query.sequence,
      render: (query) => formatNumber(query.sequence),
    },
    {
      id: 'storage',
      header: 'Storage',
      width: '56px',
      align: 'start',
      value: (query) => query.storage,
      render: (query) => storageLabel(query.storage),
    },
    {
      id: 'operation',
      header: 'Operation',
      width: '92px',
      align: 'start',
      value: (query) => query.operation,
      render: (query) => query.operation,
    },
    {
      id: 'sql',
      header: 'SQL or read',
      width: 'minmax(80px, 1fr)',
      align: 'start',
      value: (query) => query.sql,
      render: (query) =>
        query.error ? (
          <span className={classes.failed} title={query.error}>
            failed: {query.error}
          </span>
        ) : (
          <span className={classes.sql} title={query.sql}>
            {query.sql}
          </span>
        ),
    },
    {
      id: 'rows',
      header: 'Rows',
      width: '64px',
      value: (query) => query.rows,
      render: (query) => formatNumber(query.rows),
    },
    {
      id: 'bytes',
      header: 'Size',
      width: '56px',
      value: (query) => query.bytes,
      render: (query) => formatBytes(query.bytes),
    },
    {
      id: 'milliseconds',
      header: 'ms',
      width: '76px',
      value: (query) => query.milliseconds,
      render: (query) =>
        query.milliseconds > slow ? (
          <span className={classes.slow}>slow {formatMilliseconds(query.milliseconds)}</span>
        ) : (
          formatMilliseconds(query.milliseconds)
        ),
    },
  ];
}

/** Queries: what was asked, what came, how long it took. */
export function QueryTable(props: { readonly queries: readonly QueryTiming[] }) {
  const slow = useView((state) => state.slowMilliseconds);
  const grid = useMemo(() => columns(slow), [slow]);
  return (
    <DataGrid
      label="Queries"
      testId="query-table"
      columns={grid}
      rows={props.queries}
      empty="No query here."
    />
  );
}
