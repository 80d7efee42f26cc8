import { Tooltip } from '@mantine/core';
import type { ComponentPropsWithRef } from 'react';
import classes from './icon-button.module.css';

/** A square button with an icon; `label` is its accessible name and its tooltip. Takes every other prop of a button. */
export function IconButton(
  props: Omit<ComponentPropsWithRef<'button'>, 'type' | 'className' | 'aria-label'> & {
    readonly label: string;
    readonly pressed?: boolean;
    readonly testId?: string;
  },
) {
  const { label, pressed, testId, ...button } = props;
  return (
    <Tooltip label={label} disabled={button['aria-expanded'] === true}>
      <button
        {...button}
        type="button"
        className={classes.button}
        aria-label={label}
        aria-pressed={pressed}
        data-testid={testId}
      />
    </Tooltip>
  );
}
