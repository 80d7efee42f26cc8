import { CrossIcon, WarningIcon } from '../shell/icons.tsx';
import { useRun } from '../shell/workbench.tsx';
import classes from './run-error.module.css';

/** Why the last run did not finish; the result before it is still on screen. */
export function RunError() {
  const error = useRun((state) => state.error);
  const kept = useRun((state) => state.run !== undefined);
  const dismiss = useRun((state) => state.dismissError);
  if (!error) return null;
  return (
    <div className={classes.error} role="alert" data-testid="run-error">
      <WarningIcon />
      <span>
        {error} {kept ? 'The result on screen is that of the run before.' : 'Nothing was changed.'}
      </span>
      <button type="button" className={classes.dismiss} onClick={dismiss} aria-label="Dismiss the error">
        <CrossIcon size={12} />
      </button>
    </div>
  );
}
