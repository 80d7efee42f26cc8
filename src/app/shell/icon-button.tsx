import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './icon-button.module.css';

/** A square button with an icon; `label` is its accessible name and its tooltip. */
export function IconButton(props: {
  readonly label: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly testId?: string;
}) {
  return (
    <Tooltip label={props.label}>
      <button
        type="button"
        className={classes.button}
        aria-label={props.label}
        aria-pressed={props.pressed}
        disabled={props.disabled}
        data-testid={props.testId}
        onClick={props.onClick}
      >
        {props.children}
      </button>
    </Tooltip>
  );
}
