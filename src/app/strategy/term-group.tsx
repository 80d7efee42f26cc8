import type { ReactNode } from 'react';
import { ChevronIcon } from '../shell/panel-icons.tsx';
import { useView } from '../shell/workbench.tsx';
import classes from './term-group.module.css';

/** Fields of one kind behind a heading that folds them away and says what in them is not as by default. */
export function TermGroup(props: {
  readonly id: string;
  readonly title: string;
  /** What is not as by default. */
  readonly words: readonly string[];
  readonly onReset: () => void;
  readonly children: ReactNode;
}) {
  const { id, title, words, onReset, children } = props;
  const open = useView((state) => state.openGroups.includes(id));
  const toggle = useView((state) => state.toggleGroup);
  const summary = words.join(', ');
  return (
    <div className={classes.group} data-testid={`group-${id}`}>
      <h2 className={classes.heading}>
        <button
          type="button"
          className={classes.toggle}
          aria-expanded={open}
          aria-controls={open ? `group-${id}-fields` : undefined}
          title={summary || undefined}
          onClick={() => toggle(id)}
        >
          <ChevronIcon size={12} />
          <span className={classes.title}>{title}</span>
          <span className={classes.summary} data-testid={`group-${id}-summary`}>
            {summary || 'as by default'}
          </span>
        </button>
        {words.length > 0 && (
          <button
            type="button"
            className={classes.reset}
            aria-label={`Reset ${title.toLowerCase()}`}
            onClick={onReset}
          >
            reset
          </button>
        )}
      </h2>
      {open && (
        <div id={`group-${id}-fields`} className={classes.fields}>
          {children}
        </div>
      )}
    </div>
  );
}
