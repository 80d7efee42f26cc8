import { type FocusEvent, type KeyboardEvent, useState } from 'react';
import type { Timeframe } from '../../core/timeframe.ts';
import type { RunFigures, StatisticGroup } from './statistic-definition.ts';
import { StatisticFigure } from './statistic-figure.tsx';
import classes from './statistic-groups.module.css';

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowRight: 1,
  ArrowUp: -1,
  ArrowLeft: -1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

const buttonsOf = (element: Element) => [...element.querySelectorAll('button')];

/** All figures in their groups: one tab stop, arrows move between the figures. */
export function StatisticGroups(props: {
  readonly groups: readonly StatisticGroup[];
  readonly figures: RunFigures;
  readonly timeframe: Timeframe;
}) {
  const { groups, figures, timeframe } = props;
  const [reached, setReached] = useState<string | undefined>();
  const keys = groups.flatMap(({ statistics }) => statistics.map(({ key }) => key));
  const stop = reached !== undefined && keys.includes(reached) ? reached : keys[0];
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = STEPS[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const buttons = buttonsOf(event.currentTarget);
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    if (at < 0) return;
    event.preventDefault();
    buttons[Math.max(0, Math.min(buttons.length - 1, at + step))]?.focus();
  };
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const at = buttonsOf(event.currentTarget).indexOf(event.target as HTMLButtonElement);
    if (at >= 0) setReached(keys[at]);
  };
  return (
    <div
      className={classes.groups}
      role="toolbar"
      aria-label="Statistics"
      aria-orientation="vertical"
      onKeyDown={onKeyDown}
      onFocus={onFocus}
    >
      {groups.map((group) => (
        <section key={group.title} className={classes.group}>
          <h3 className={classes.title}>{group.title}</h3>
          {group.statistics.map((definition) => (
            <StatisticFigure
              key={definition.key}
              definition={definition}
              figures={figures}
              timeframe={timeframe}
              size="list"
              tabStop={definition.key === stop}
            />
          ))}
        </section>
      ))}
    </div>
  );
}
