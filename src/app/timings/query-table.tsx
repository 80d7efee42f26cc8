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

/** Every query behind the run, or of the whole session: what was asked, what came, how long it took. */
export function QueryTable(props: {
  readonly queries: readonly QueryTiming[];
  readonly scope: 'run' | 'session';
  readonly onScope: (scope: 'run' | 'session') => void;
}) {
  const { queries, scope, onScope } = props;
  const slow = useView((state) => state.slowMilliseconds);
  const grid = useMemo(() => columns(slow), [slow]);
  const slowCount = useMemo(
    () => queries.filter((query) => query.milliseconds > slow).length,
    [queries, slow],
  );
  return (
    <div className={classes.queries}>
      <div className={classes.bar}>
        <span>
          {formatNumber(queries.length)} queries · {formatNumber(slowCount)} slower than {formatNumber(slow)}{' '}
          ms
        </span>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend of its own. */}
        <span className={classes.switch} role="group" aria-label="Queries of">
          <button type="button" aria-pressed={scope === 'run'} onClick={() => onScope('run')}>
            This run
          </button>
          <button type="button" aria-pressed={scope === 'session'} onClick={() => onScope('session')}>
            Whole session
          </button>
        </span>
      </div>
      <div className={classes.grid}>
        <DataGrid label="Queries" testId="query-table" columns={grid} rows={queries} empty="No query yet." />
      </div>
    </div>
  );
}
