import classes from './key-caps.module.css';
import { keyCaps } from './shortcuts.ts';

/** A key combination as small key caps. */
export function KeyCaps(props: { readonly keys: string }) {
  return (
    <span className={classes.caps}>
      {keyCaps(props.keys).map((cap) => (
        <kbd key={cap} className={classes.cap}>
          {cap}
        </kbd>
      ))}
    </span>
  );
}
