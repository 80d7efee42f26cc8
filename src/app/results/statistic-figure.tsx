import { Tooltip } from '@mantine/core';
import type { Timeframe } from '../../core/timeframe.ts';
import { formatNumber, formatSigned, UNDEFINED_FIGURE } from '../formatting/numbers.ts';
import { formatBarTime, formatSpan } from '../formatting/times.ts';
import { useView } from '../shell/workbench.tsx';
import type { RunFigures, StatisticDefinition } from './statistic-definition.ts';
import classes from './statistic-figure.module.css';

function text(definition: StatisticDefinition, value: number | null, timeframe: Timeframe): string {
  if (value === null) return UNDEFINED_FIGURE;
  switch (definition.kind) {
    case 'signed-percent':
      return `${formatSigned(value, 2)}%`;
    case 'percent':
      return `${formatNumber(value, Math.abs(value) < 1 && value !== 0 ? 3 : 1)}%`;
    case 'money':
      return formatNumber(value, 2);
    case 'signed-money':
      return formatSigned(value, 2);
    case 'share':
      return formatNumber(value, 4);
    case 'ratio':
      return formatNumber(value, 2);
    case 'count':
      return formatNumber(value);
    case 'span':
      return formatSpan(value);
    case 'date':
      return formatBarTime(value, timeframe);
  }
}

function tone(definition: StatisticDefinition, value: number | null): 'gain' | 'loss' | undefined {
  if (!definition.gainOrLoss || !value) return undefined;
  return value > 0 ? 'gain' : 'loss';
}

/** One figure with its name; hover or focus tells its formula, a click shows the rows behind it. */
export function StatisticFigure(props: {
  readonly definition: StatisticDefinition;
  readonly figures: RunFigures;
  readonly timeframe: Timeframe;
  readonly size: 'strip' | 'list';
  /** False where the Tab key passes it by, as arrow keys lead there. */
  readonly tabStop?: boolean;
}) {
  const { definition, figures, timeframe, size, tabStop = true } = props;
  const setTab = useView((state) => state.setTab);
  const value = definition.value(figures);
  const { behind } = definition;
  return (
    <Tooltip
      events={{ hover: true, focus: true, touch: true }}
      w={320}
      label={
        <>
          <strong>{definition.label}</strong>
          <br />
          {definition.formula}
          <br />
          <span className={classes.convention}>
            {definition.convention} convention{behind ? ` · click for the ${behind}` : ''}
          </span>
        </>
      }
    >
      <button
        type="button"
        tabIndex={tabStop ? 0 : -1}
        className={size === 'strip' ? classes.strip : classes.list}
        data-link={behind ? true : undefined}
        onClick={() => behind && setTab(behind)}
      >
        <span className={classes.label}>{definition.label}</span>
        <span
          className={`${classes.value} ${tone(definition, value) ?? ''}`}
          data-testid={`${size === 'strip' ? 'kpi' : 'stat'}-${definition.key}`}
          data-value={value === null ? '' : String(value)}
        >
          {text(definition, value, timeframe)}
        </span>
      </button>
    </Tooltip>
  );
}
