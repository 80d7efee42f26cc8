import { formatNumber } from '../formatting/numbers.ts';
import { loadSampleAndRun, pickFiles } from '../shell/actions.ts';
import { FileIcon } from '../shell/icons.tsx';
import { useData, useRun, useWorkbench } from '../shell/workbench.tsx';
import classes from './empty-state.module.css';

/** Before anything is stored: one sentence, one button, one place to drop files. */
export function EmptyState() {
  const workbench = useWorkbench();
  const rows = useData((state) => state.sampleRows);
  const running = useRun((state) => state.running);
  return (
    <div className={classes.page}>
      <div className={classes.content}>
        <p className={classes.sentence}>
          Backtest a strategy on your own price bars, without them leaving this tab.
        </p>
        <button
          type="button"
          className={classes.sample}
          data-testid="load-sample"
          disabled={rows !== null || running}
          onClick={() => void loadSampleAndRun(workbench)}
        >
          {rows === null ? 'Load sample data' : `Writing sample bars… ${formatNumber(rows)}`}
        </button>
        <p className={classes.aside}>Six synthetic series, and a first run on one of them.</p>
        <button type="button" className={classes.drop} onClick={pickFiles} data-testid="drop-target">
          <FileIcon size={20} />
          <span>
            <strong>Drop CSV or Parquet files here</strong>
            or choose them: date, open, high, low, close, volume
          </span>
        </button>
      </div>
    </div>
  );
}
