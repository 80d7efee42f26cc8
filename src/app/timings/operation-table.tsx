import type { OperationSummary } from '../../worker/client/types.ts';
import { storageLabel } from '../formatting/labels.ts';
import { formatBytes, formatNumber, formatShort } from '../formatting/numbers.ts';
import { formatMilliseconds } from '../formatting/times.ts';
import { DataGrid, type GridColumn } from '../results/data-grid.tsx';
import classes from './timing-dashboard.module.css';

function columns(slowest: number): readonly GridColumn<OperationSummary>[] {
  return [
    {
      id: 'operation',
      header: 'Operation',
      width: 'minmax(96px, 1fr)',
      align: 'start',
      value: (row) => row.operation,
      render: (row) => row.operation,
    },
    {
      id: 'storage',
      header: 'Storage',
      width: '52px',
      align: 'start',
      value: (row) => row.storage,
      render: (row) => storageLabel(row.storage),
    },
    {
      id: 'calls',
      header: 'Calls',
      width: '48px',
      value: (row) => row.calls,
      render: (row) => formatNumber(row.calls),
    },
    {
      id: 'failures',
      header: 'Failed (%)',
      width: '84px',
      value: (row) => row.failures / row.calls,
      render: (row) =>
        row.failures > 0 ? (
          <span className={classes.failed}>
            {formatNumber(row.failures)} ({formatNumber((row.failures / row.calls) * 100, 1)})
          </span>
        ) : (
          '0'
        ),
    },
    {
      id: 'p50',
      header: 'p50 ms',
      width: '56px',
      value: (row) => row.p50,
      render: (row) => formatMilliseconds(row.p50),
    },
    {
      id: 'p95',
      header: 'p95 ms',
      width: '112px',
      value: (row) => row.p95,
      render: (row) => (
        <span className={classes.scaled}>
          <span
            className={classes.scale}
            style={{ width: `${(row.p95 / slowest) * 48}px` }}
            aria-hidden="true"
          />
          {formatMilliseconds(row.p95)}
        </span>
      ),
    },
    {
      id: 'max',
      header: 'Max ms',
      width: '56px',
      value: (row) => row.max,
      render: (row) => formatMilliseconds(row.max),
    },
    {
      id: 'rows',
      header: 'Rows',
      width: '56px',
      value: (row) => row.rows,
      render: (row) => formatShort(row.rows),
    },
    {
      id: 'bytes',
      header: 'Size',
      width: '56px',
      value: (row) => row.bytes,
      render: (row) => formatBytes(row.bytes),
    },
  ];
}

/** Calls by operation: how many, how many failed, how long they took. */
export function OperationTable(props: { readonly operations: readonly OperationSummary[] }) {
  const slowest = Math.max(...props.operations.map(({ p95 }) => p95), Number.MIN_VALUE);
  return (
    <DataGrid
      label="Operations"
      testId="operation-table"
      columns={columns(slowest)}
      rows={props.operations}
      empty="Nothing recorded yet."
    />
  );
}
