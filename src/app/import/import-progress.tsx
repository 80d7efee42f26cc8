import { Button } from '@mantine/core';
import { formatBytes, formatNumber, formatShort } from '../formatting/numbers.ts';
import { formatElapsed } from '../formatting/times.ts';
import { useInitialFocus } from '../shell/initial-focus.ts';
import { useImport } from '../shell/workbench.tsx';
import classes from './import-dialog.module.css';
import progressClasses from './import-progress.module.css';

/** How far the import is, at what rate, and how long it will still take. */
export function ImportProgressView() {
  const progress = useImport((state) => state.progress);
  const beganAt = useImport((state) => state.beganAt);
  const cancel = useImport((state) => state.cancel);
  const button = useInitialFocus<HTMLButtonElement>();
  const elapsed = performance.now() - beganAt;
  const share =
    progress && progress.bytesTotal > 0 ? Math.min(1, progress.bytesRead / progress.bytesTotal) : 0;
  const rate = progress && elapsed > 200 ? (progress.rows / elapsed) * 1000 : null;
  const left = share > 0.02 ? (elapsed / share) * (1 - share) : null;
  const committing = progress?.phase === 'committing';
  return (
    <div className={classes.body}>
      <div className={progressClasses.body}>
        <div
          className={progressClasses.track}
          role="progressbar"
          aria-label="Import"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(share * 100)}
        >
          <div className={progressClasses.done} style={{ width: `${share * 100}%` }} />
        </div>
        <dl className={progressClasses.figures}>
          <dt>Rows</dt>
          <dd>{formatNumber(progress?.rows ?? 0)}</dd>
          <dt>Read</dt>
          <dd>
            {formatBytes(progress?.bytesRead ?? 0)} of {formatBytes(progress?.bytesTotal)}
          </dd>
          <dt>Rate</dt>
          <dd>{rate === null ? '—' : `${formatShort(Math.round(rate))} rows/s`}</dd>
          <dt>Left</dt>
          <dd>{committing ? 'writing' : left === null ? '—' : formatElapsed(Math.ceil(left / 100) * 100)}</dd>
        </dl>
      </div>
      <footer className={classes.foot}>
        <span>{committing ? 'Making the rows durable…' : 'Cancelling leaves nothing behind.'}</span>
        <Button variant="default" onClick={cancel} data-testid="import-cancel" ref={button} data-autofocus>
          Cancel
        </Button>
      </footer>
    </div>
  );
}
