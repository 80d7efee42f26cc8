import { lazy, type ReactNode, Suspense } from 'react';
import type { StorageRun } from '../../worker/client/types.ts';
import { formatNumber } from '../formatting/numbers.ts';
import { IconButton } from '../shell/icon-button.tsx';
import { DownloadIcon } from '../shell/icons.tsx';
import { useRun, useView } from '../shell/workbench.tsx';
import { AccountExportButton } from './account-export-button.tsx';
import { KeptRuns } from './kept-runs.tsx';
import { Overview } from './overview.tsx';
import classes from './result-panel.module.css';
import { ResultTabs } from './result-tabs.tsx';
import { ResultTitle } from './result-title.tsx';
import { RunRecord } from './run-record.tsx';
import { downloadTrades } from './trade-export.ts';

const TradeTable = lazy(async () => ({ default: (await import('./trade-table.tsx')).TradeTable }));
const OrderTable = lazy(async () => ({ default: (await import('./order-table.tsx')).OrderTable }));
const FillTable = lazy(async () => ({ default: (await import('./fill-table.tsx')).FillTable }));
const ReturnsPanel = lazy(async () => ({ default: (await import('./returns-panel.tsx')).ReturnsPanel }));
const DrawdownTable = lazy(async () => ({ default: (await import('./drawdown-table.tsx')).DrawdownTable }));
const BreakdownTable = lazy(async () => ({
  default: (await import('./breakdown-table.tsx')).BreakdownTable,
}));
const TimingDashboard = lazy(async () => ({
  default: (await import('../timings/timing-dashboard.tsx')).TimingDashboard,
}));
const Comparison = lazy(async () => ({ default: (await import('../compare/comparison.tsx')).Comparison }));

function Empty(props: { readonly children: ReactNode }) {
  return <p className="empty-note">{props.children}</p>;
}

function Content(props: { readonly shown: StorageRun | undefined; readonly running: boolean }) {
  const { shown, running } = props;
  const restoring = useRun((state) => state.restoring);
  const tab = useView((state) => state.tab);
  if (tab === 'timings') return <TimingDashboard />;
  if (tab === 'compare') return <Comparison />;
  if (!shown) {
    return (
      <Empty>
        {running
          ? 'The first run is going on.'
          : restoring
            ? 'Reading the last run…'
            : 'No run yet: press Run, and its figures, trades and orders stand here.'}
      </Empty>
    );
  }
  if (tab === 'trades') return <TradeTable run={shown} />;
  if (tab === 'orders') return <OrderTable run={shown} />;
  if (tab === 'fills') return <FillTable run={shown} />;
  if (tab === 'returns') return <ReturnsPanel run={shown} />;
  if (tab === 'drawdowns') return <DrawdownTable run={shown} />;
  if (tab === 'breakdown') return <BreakdownTable run={shown} />;
  return <Overview run={shown} />;
}

/** The last result: figures, trades, orders, timings and the comparison of storages, one tab each. */
export function ResultPanel() {
  const run = useRun((state) => state.run);
  const running = useRun((state) => state.running);
  const shownIndex = useView((state) => state.shownRun);
  const tab = useView((state) => state.tab);
  const shown = run?.runs[shownIndex] ?? run?.runs[0];
  const counts = {
    trades: shown ? formatNumber(shown.result.trades.length) : '',
    orders: shown ? formatNumber(shown.result.orders.length) : '',
    fills: shown ? formatNumber(shown.result.fills.length) : '',
  };
  return (
    <section className={classes.panel} aria-label="Results" aria-busy={running} data-testid="results">
      <div className={classes.head}>
        <ResultTabs counts={counts} />
        {run && shown && <ResultTitle run={run} shown={shown} />}
        {run && shown && <RunRecord run={run} shown={shown} />}
        <KeptRuns />
        {run && shown && (tab === 'overview' || tab === 'drawdowns') && (
          <AccountExportButton key={run.runId} runId={run.runId} shown={shown} />
        )}
        {shown && tab === 'trades' && (
          <IconButton
            label="Export trades as CSV"
            onClick={() => downloadTrades(shown.result)}
            testId="export-trades"
          >
            <DownloadIcon />
          </IconButton>
        )}
      </div>
      <div
        className={classes.content}
        role="tabpanel"
        id={`panel-${tab}`}
        aria-labelledby={`tab-${tab}`}
        data-dimmed={(running && shown !== undefined) || undefined}
      >
        <Suspense fallback={null}>
          <Content shown={shown} running={running} />
        </Suspense>
      </div>
    </section>
  );
}
