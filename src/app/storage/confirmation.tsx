import { Button } from '@mantine/core';
import { useInitialFocus } from '../shell/initial-focus.ts';
import classes from './storage-dialog.module.css';

/** A question in place, with the focus on the answer that changes nothing. */
export function Confirmation(props: {
  readonly question: string;
  readonly confirm: string;
  readonly keep: string;
  readonly testId: string;
  readonly onConfirm: () => void;
  readonly onKeep: () => void;
}) {
  const keep = useInitialFocus<HTMLButtonElement>();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend of its own.
    <div className={classes.confirm} role="group" aria-label={props.question}>
      <span>{props.question}</span>
      <Button variant="default" onClick={props.onConfirm} data-testid={props.testId}>
        {props.confirm}
      </Button>
      <Button ref={keep} onClick={props.onKeep}>
        {props.keep}
      </Button>
    </div>
  );
}
