import type { OperationSummary } from '../../worker/client/types.ts';
import { storageLabel } from '../formatting/labels.ts';
import { formatBytes, formatNumber, formatShort } from '../formatting/numbers.ts';
import { formatMilliseconds } from '../formatting/times.ts';
import { DataGrid, type GridColumn } from '../results/data-grid.tsx';
import { figureColumn, textColumn } from '../results/grid-columns.tsx';
import classes from './timing-dashboard.module.css';

function columns(slowest: number): readonly GridColumn<OperationSummary>[] {
  return [
    textColumn('operation', 'Operation', 'minmax(92px, 1fr)', ({ operation }) => operation),
    textColumn('storage', 'Storage', '60px', ({ storage }) => storageLabel(storage)),
    figureColumn('calls', 'Calls', '48px', ({ calls }) => calls, formatNumber),
    {
      id: 'failures',
      header: 'Failed (%)',
      width: '64px',
      value: ({ failures, calls }) => failures / calls,
      render: ({ failures, calls }) =>
        failures > 0 ? (
          <span className={classes.failed}>
            {formatNumber(failures)} ({formatNumber((failures / calls) * 100, 1)})
          </span>
        ) : (
          '0'
        ),
    },
    figureColumn('p50', 'p50 (ms)', '56px', ({ p50 }) => p50, formatMilliseconds),
    figureColumn('p95', 'p95 (ms)', '88px', ({ p95 }) => p95, formatMilliseconds, {
      render: ({ p95 }) => (
        <span className={classes.scaled}>
          <span className={classes.scale} style={{ width: `${(p95 / slowest) * 32}px` }} aria-hidden="true" />
          {formatMilliseconds(p95)}
        </span>
      ),
    }),
    figureColumn('max', 'Max (ms)', '56px', ({ max }) => max, formatMilliseconds),
    figureColumn('rows', 'Rows', '56px', ({ rows }) => rows, formatShort),
    figureColumn('bytes', 'Size', '56px', ({ bytes }) => bytes, formatBytes),
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
