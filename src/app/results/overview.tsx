import { performanceOfRun } from '../../worker/client/performance.ts';
import type { StorageRun } from '../../worker/client/types.ts';
import { WarningIcon } from '../shell/icons.tsx';
import { useView } from '../shell/workbench.tsx';
import { AmbiguousBars } from './ambiguous-bars.tsx';
import { CashLedger } from './cash-ledger.tsx';
import { ConventionSelect } from './convention-select.tsx';
import { MarginCalls } from './margin-calls.tsx';
import classes from './overview.module.css';
import { groupsIn, stripIn } from './statistic-definitions.ts';
import { StatisticFigure } from './statistic-figure.tsx';
import { StatisticGroups } from './statistic-groups.tsx';

/** The strip of key figures, and every statistic below it. */
export function Overview(props: { readonly run: StorageRun }) {
  const { statistics, specification, warnings } = props.run.result;
  const convention = useView((state) => state.convention);
  const figures = { statistics, performance: performanceOfRun(props.run.result) };
  const timeframe = specification.series[0]?.timeframe ?? '1d';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className={classes.scroll} tabIndex={0} aria-label="All statistics">
      <div className={classes.strip} data-testid="kpi-strip">
        <ConventionSelect />
        {stripIn(convention).map((definition) => (
          <StatisticFigure
            key={definition.key}
            definition={definition}
            figures={figures}
            timeframe={timeframe}
            size="strip"
          />
        ))}
      </div>
      {warnings.length > 0 && (
        <ul className={classes.warnings} data-testid="run-warnings">
          {warnings.map((warning) => (
            <li key={`${warning.code}/${warning.bar ?? ''}/${warning.message}`}>
              <WarningIcon size={14} /> {warning.message}
            </li>
          ))}
        </ul>
      )}
      <AmbiguousBars run={props.run} />
      <MarginCalls run={props.run} />
      <CashLedger run={props.run} />
      <StatisticGroups groups={groupsIn(convention)} figures={figures} timeframe={timeframe} />
    </section>
  );
}
