import { performanceOfRun } from '../../worker/client/performance.ts';
import type { StorageRun } from '../../worker/client/types.ts';
import { MonthlyGrid } from './monthly-grid.tsx';
import { NOT_KEPT } from './not-kept.ts';
import classes from './returns-panel.module.css';
import { RollingChart } from './rolling-chart.tsx';

/** Returns by month and year, and how Sharpe ratio and volatility moved. */
export function ReturnsPanel(props: { readonly run: StorageRun }) {
  const { result } = props.run;
  const performance = performanceOfRun(result);
  if (!performance || !result.samples) return <p className="empty-note">{NOT_KEPT}</p>;
  const { years, market } = performance;
  return (
    <div className={classes.panel}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <section className={classes.grid} tabIndex={0} aria-label="Returns by month and year">
        <MonthlyGrid years={years} market={market?.market ?? null} />
      </section>
      <div className={classes.rolling}>
        <RollingChart samples={result.samples} riskFreeRate={result.specification.riskFreeRate} />
      </div>
    </div>
  );
}
