import { Button } from '@mantine/core';
import { formatBytes, formatNumber } from '../formatting/numbers.ts';
import { formatElapsed } from '../formatting/times.ts';
import { useStorage } from '../shell/workbench.tsx';
import classes from './storage-dialog.module.css';

/** The transfer under way with its progress and a way to end it, or how the last one ended. Keeps its place. */
export function TransferLine() {
  const transfer = useStorage((state) => state.transfer);
  const outcome = useStorage((state) => state.outcome);
  const cancel = useStorage((state) => state.cancel);
  if (!transfer) {
    return (
      <div
        className={classes.transfer}
        aria-live="polite"
        data-testid="storage-outcome"
        data-failed={outcome?.failed}
      >
        {outcome?.text}
      </div>
    );
  }
  const { progress, title, beganAt } = transfer;
  const share = progress && progress.total > 0 ? progress.done / progress.total : 0;
  const format = progress?.unit === 'bars' ? formatNumber : formatBytes;
  const elapsed = performance.now() - beganAt;
  const left = share > 0.02 && share < 1 ? (elapsed / share) * (1 - share) : null;
  return (
    <div className={classes.transfer} data-testid="transfer">
      <div className={classes.moving}>
        <span>
          {title}
          {progress
            ? ` · ${format(progress.done)} of ${format(progress.total)} ${progress.unit === 'bars' ? 'bars' : ''}`
            : ' · starting'}
          {left === null ? '' : ` · ${formatElapsed(Math.ceil(left / 100) * 100)} left`}
        </span>
        <Button variant="default" onClick={cancel} data-testid="transfer-cancel">
          Cancel
        </Button>
      </div>
      <div
        className={classes.track}
        role="progressbar"
        aria-label={title}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <div className={classes.done} style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  );
}
