import type { BacktestSpecification, StorageRun, StoredRun } from '../../worker/client/types.ts';
import { isSynthetic, parameterSummary, seriesLabels, storageLabel } from '../formatting/labels.ts';
import { formatDate, formatElapsed } from '../formatting/times.ts';
import { Choice } from '../shell/choice.tsx';
import { useRun, useView } from '../shell/workbench.tsx';
import classes from './result-panel.module.css';

/** The days a run was limited to, `2013-01-02 to 2013-01-31`, both included; empty for a run over all bars. */
function requestedPeriod({ start, end }: BacktestSpecification): string {
  const last = end === undefined ? '' : `to ${formatDate(end - 1)}`;
  if (start === undefined) return last;
  return last ? `${formatDate(start)} ${last}` : `from ${formatDate(start)}`;
}

/** Says of which run the results are: strategy, parameters, series, storage, fill profile. */
export function ResultTitle(props: { readonly run: StoredRun; readonly shown: StorageRun }) {
  const { run, shown } = props;
  const { specification } = shown.result;
  const series = specification.series[0];
  const name = useRun(
    (state) =>
      state.strategies.find((one) => one.id === specification.strategy)?.name ?? specification.strategy,
  );
  const stale = useRun((state) => state.stale && !state.running);
  const showRun = useView((state) => state.showRun);
  const further = seriesLabels(specification.series).slice(1);
  const params = parameterSummary(specification.params);
  const period = requestedPeriod(specification);
  return (
    <div className={classes.title} data-testid="result-title">
      {stale && <span className={classes.stale}>changed since</span>}
      <span className={classes.what} title={[`${name}: ${params}`, period].filter(Boolean).join(' · ')}>
        <strong>{name}</strong> {params && `${params} · `}
        {series?.symbol} {series?.timeframe}
        {further.length > 0 && <span title={further.join(', ')}> + {further.length} more</span>}
        {series && isSynthetic(series) && <span className={classes.synthetic}> synthetic</span>} ·{' '}
        {period && `${period} · `}
        {specification.fillProfile} · {formatElapsed(shown.timings.total)}
      </span>
      {run.runs.length > 1 ? (
        <Choice
          label="Result of"
          options={run.runs.map(({ storage }, index) => ({ value: index, label: storageLabel(storage) }))}
          value={run.runs.indexOf(shown)}
          onChange={showRun}
        />
      ) : (
        <span>{storageLabel(shown.storage)}</span>
      )}
    </div>
  );
}
