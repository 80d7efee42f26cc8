import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './field-row.module.css';

/** A label on the left, its control on the right, what it means on hover. */
export function FieldRow(props: {
  readonly label: string;
  readonly id: string;
  readonly hint?: ReactNode;
  readonly children: ReactNode;
}) {
  const label = (
    <label className={classes.label} htmlFor={props.id}>
      {props.label}
    </label>
  );
  return (
    <div className={classes.row}>
      {props.hint ? (
        <Tooltip label={props.hint} position="left" maw={360}>
          {label}
        </Tooltip>
      ) : (
        label
      )}
      <div className={classes.control}>{props.children}</div>
    </div>
  );
}
