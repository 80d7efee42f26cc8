import { WarningIcon } from './icons.tsx';
import classes from './memory-banner.module.css';
import { useData } from './workbench.tsx';

/** Says for as long as it is true that the data will not survive the tab, and why. */
export function MemoryBanner() {
  const status = useData((state) => state.status);
  if (status?.place !== 'memory') return null;
  return (
    <div className={classes.banner} role="status" data-testid="memory-banner">
      <WarningIcon />
      <span>
        <strong>Kept in memory only.</strong> {status.reason} Whatever you import is gone when{' '}
        {status.throughOtherTab ? 'the tab that holds it' : 'this tab'} closes.
      </span>
    </div>
  );
}
