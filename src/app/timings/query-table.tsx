import { useMemo } from 'react';
import type { QueryTiming } from '../../worker/client/types.ts';
import { storageLabel } from '../formatting/labels.ts';
import { formatBytes, formatNumber, UNDEFINED_FIGURE } from '../formatting/numbers.ts';
import { formatMilliseconds } from '../formatting/times.ts';
import { DataGrid, type GridColumn } from '../results/data-grid.tsx';
import { figureColumn, textColumn } from '../results/grid-columns.tsx';
import { useView } from '../shell/workbench.tsx';
import classes from './timing-dashboard.module.css';

function columns(slow: number): readonly GridColumn<QueryTiming>[] {
  return [
    figureColumn('sequence', '#', '44px', ({ sequence }) => sequence, formatNumber),
    textColumn('storage', 'Storage', '60px', ({ storage }) => storageLabel(storage)),
    textColumn('operation', 'Operation', 'minmax(84px, 1fr)', ({ operation }) => operation),
    textColumn('sql', 'SQL or read', 'minmax(80px, 3fr)', ({ sql }) => sql, {
      render: ({ sql, error }) => (
        <span className={error ? classes.failed : classes.sql} title={error || sql}>
          {error ? `failed: ${error}` : sql || UNDEFINED_FIGURE}
        </span>
      ),
    }),
    figureColumn('rows', 'Rows', '60px', ({ rows }) => rows, formatNumber),
    figureColumn('bytes', 'Size', '56px', ({ bytes }) => bytes, formatBytes),
    figureColumn('milliseconds', 'ms', '72px', ({ milliseconds }) => milliseconds, formatMilliseconds, {
      render: ({ milliseconds }) => (
        <span className={milliseconds > slow ? classes.slow : undefined}>
          {milliseconds > slow && 'slow '}
          {formatMilliseconds(milliseconds)}
        </span>
      ),
    }),
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
