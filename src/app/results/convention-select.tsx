import { CONVENTIONS, type Convention } from '../../worker/client/types.ts';
import { useView } from '../shell/workbench.tsx';
import classes from './convention-select.module.css';

/** Whose formulas the figures follow; remembered. */
export function ConventionSelect() {
  const convention = useView((state) => state.convention);
  const setConvention = useView((state) => state.setConvention);
  return (
    <label className={classes.label}>
      Convention
      <select
        className={classes.select}
        value={convention}
        data-testid="convention"
        onChange={(event) => setConvention(event.currentTarget.value as Convention)}
      >
        {CONVENTIONS.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </label>
  );
}
