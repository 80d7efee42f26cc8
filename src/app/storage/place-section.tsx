import { Button } from '@mantine/core';
import { formatBytes, formatNumber } from '../formatting/numbers.ts';
import { useData, useStorage } from '../shell/workbench.tsx';
import classes from './storage-dialog.module.css';

/** Place, use and quota, and whether the browser has promised to keep it. */
export function PlaceSection() {
  const status = useData((state) => state.status);
  const persist = useStorage((state) => state.persist);
  if (!status) return null;
  const { usage, quota } = status;
  const share = usage !== null && quota ? Math.min(1, usage / quota) : null;
  return (
    <section className={classes.section} aria-label="Place">
      <h3>Place</h3>
      <p>
        {status.place === 'opfs'
          ? 'A private file of this site in this browser. It survives a reload; nothing of it leaves the tab.'
          : status.reason}
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: a meter element cannot be drawn alike in every browser. */}
      <div
        className={`${classes.track} ${classes.use}`}
        role="meter"
        aria-label="Space used"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round((share ?? 0) * 100)}
      >
        <div className={classes.done} style={{ width: `${(share ?? 0) * 100}%` }} />
      </div>
      <div className={classes.line}>
        <span data-testid="storage-use">
          {usage === null
            ? 'The browser does not say how much is used.'
            : `${formatBytes(usage)} used${quota === null ? '' : ` of ${formatBytes(quota)} granted (${formatNumber((share ?? 0) * 100, 1)}%)`}`}
        </span>
        <span>
          {status.persisted ? 'kept until you delete it' : 'may be cleared when the disk is nearly full'}
        </span>
        {!status.persisted && status.place === 'opfs' && (
          <Button variant="default" onClick={() => void persist()} data-testid="ask-persist">
            Ask to keep
          </Button>
        )}
      </div>
    </section>
  );
}
