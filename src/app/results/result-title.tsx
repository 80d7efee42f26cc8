import type { StorageRun, StoredRun } from '../../worker/client/types.ts';
import { isSynthetic, parameterSummary, storageLabel } from '../formatting/labels.ts';
import { formatElapsed } from '../formatting/times.ts';
import { useRun, useView } from '../shell/workbench.tsx';
import classes from './result-panel.module.css';

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
  const params = parameterSummary(specification.params);
  return (
    <div className={classes.title} data-testid="result-title">
      {stale && <span className={classes.stale}>changed since</span>}
      <span className={classes.what} title={`${name}: ${params}`}>
        <strong>{name}</strong> {params && `${params} · `}
        {series?.symbol} {series?.timeframe}
        {series && isSynthetic(series) && <span className={classes.synthetic}> synthetic</span>} ·{' '}
        {specification.fillProfile} · {formatElapsed(shown.timings.total)}
      </span>
      {run.runs.length > 1 ? (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend of its own.
        <span className={classes.switch} role="group" aria-label="Result of">
          {run.runs.map((one, index) => (
            <button
              key={one.storage}
              type="button"
              aria-pressed={one === shown}
              onClick={() => showRun(index)}
            >
              {storageLabel(one.storage)}
            </button>
          ))}
        </span>
      ) : (
        <span>{storageLabel(shown.storage)}</span>
      )}
    </div>
  );
}
