import type { ReactNode } from 'react';
import classes from './import-dialog.module.css';

/** A control under its label. */
export function ImportField(props: { readonly label: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child.
    <label className={classes.field}>
      {props.label}
      {props.children}
    </label>
  );
}
