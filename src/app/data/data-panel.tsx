import { useMemo } from 'react';
import { loadSampleAndRun, pickFiles } from '../shell/actions.ts';
import { CrossIcon, PlusIcon } from '../shell/icons.tsx';
import { useData, useWorkbench } from '../shell/workbench.tsx';
import classes from './data-panel.module.css';
import { SeriesRow } from './series-row.tsx';

function Problem() {
  const error = useData((state) => state.error);
  const dismiss = useData((state) => state.dismissError);
  if (!error) return null;
  return (
    <div className={classes.problem} role="alert">
      <span>{error}</span>
      <button type="button" onClick={dismiss} aria-label="Dismiss the error">
        <CrossIcon size={12} />
      </button>
    </div>
  );
}

/** The stored series: filter, choose, delete; and the way to more. */
export function DataPanel() {
  const workbench = useWorkbench();
  const series = useData((state) => state.series);
  const filter = useData((state) => state.filter);
  const setFilter = useData((state) => state.setFilter);
  const selectedId = useData((state) => state.selectedId);
  const loading = useData((state) => state.sampleRows !== null);
  const opening = useData((state) => state.phase === 'opening');
  const listed = useData((state) => state.listed);
  const shown = useMemo(() => {
    const wanted = filter.trim().toLowerCase();
    return series.filter((one) =>
      `${one.symbol} ${one.timeframe} ${one.source}`.toLowerCase().includes(wanted),
    );
  }, [series, filter]);
  return (
    <section className={classes.panel} aria-label="Data">
      <div className={classes.head}>
        <h2 className={classes.heading}>Data</h2>
        <input
          className={classes.filter}
          type="search"
          placeholder="Filter  /"
          aria-label="Filter series"
          data-testid="series-filter"
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            setFilter('');
            event.currentTarget.blur();
          }}
        />
      </div>
      <Problem />
      <ul className={classes.list} data-testid="series-list" aria-label="Series">
        {shown.map((one) => (
          <SeriesRow key={one.id} series={one} selected={one.id === selectedId} />
        ))}
        {shown.length === 0 && (
          <li className={classes.none}>
            {opening
              ? 'Opening the database…'
              : !listed
                ? 'Reading the list of series…'
                : series.length === 0
                  ? 'No series stored.'
                  : 'No series matches.'}
          </li>
        )}
      </ul>
      <div className={classes.foot}>
        <button type="button" className={classes.add} onClick={pickFiles} data-testid="add-files">
          <PlusIcon /> Drop or choose files
        </button>
        {series.length > 0 && !series.some((one) => one.source === 'synthetic') && (
          <button
            type="button"
            className={classes.add}
            disabled={loading}
            onClick={() => void loadSampleAndRun(workbench)}
            data-testid="load-sample"
          >
            <PlusIcon /> Load sample data
          </button>
        )}
      </div>
    </section>
  );
}
