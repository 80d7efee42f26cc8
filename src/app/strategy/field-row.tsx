import { Tooltip } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import classes from './field-row.module.css';

/** A label on the left, its control on the right, what it means on hover, and when the Tab key leads there. */
export function FieldRow(props: {
  readonly label: string;
  readonly id: string;
  readonly hint?: ReactNode;
  readonly children: ReactNode;
}) {
  const [reached, setReached] = useState(false);
  const label = (
    <label className={classes.label} htmlFor={props.id}>
      {props.label}
    </label>
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only watches what the control in it is told.
    <div
      className={classes.row}
      onKeyUp={({ key }) => key === 'Tab' && setReached(true)}
      onKeyDown={() => setReached(false)}
      onPointerDown={() => setReached(false)}
      onBlur={() => setReached(false)}
    >
      {props.hint ? (
        <Tooltip label={props.hint} position="left" maw={360} {...(reached ? { opened: true } : {})}>
          {label}
        </Tooltip>
      ) : (
        label
      )}
      <div className={classes.control}>{props.children}</div>
    </div>
  );
}
